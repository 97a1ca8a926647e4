import type { Json } from '../json/index.ts'
import { alsoTo, type BridgeAnswer, type BridgeFault, createFaults, type Faults } from './bridge-answer.ts'
import { interactionPriorities, interactionStatuses } from './bridge-facts.ts'
import { type Part, pathOf, readId, readParts, readText, requireText } from './members.ts'
import { withoutRepeats } from './read-contact-page.ts'
import { wordIn } from './word-in.ts'

/** Something that happened with a contact in the external service, or is due. */
export interface BridgeInteraction {
  readonly id: string
  readonly subject: string
  /** ISO 8601 in UTC. In the future: when it is due. */
  readonly date: string
  readonly type: string
  readonly description: string | undefined
  readonly url: string | undefined
  /** Mostly one of `interactionPriorities`; other words are shown as they are. */
  readonly priority: string | undefined
  /** Mostly one of `interactionStatuses`; other words are shown as they are. */
  readonly status: string | undefined
}

/** The interactions of an answer. */
export interface ToldInteractions {
  readonly interactions: readonly BridgeInteraction[]
  /** How many entries of the answer were left out: they cannot be read, come twice, or are of a type that nobody knows. */
  readonly leftOut: number
  /** Why the first of them was. */
  readonly firstFault: BridgeFault | undefined
}

/**
 * Reads the answer to an interaction retrieval, a list. Left out is what has no id, subject or readable date, or is of none
 * of the types of the manifest. It may name no types: then all of them are taken. Letter case alone makes no other type.
 */
export function readInteractions(
  body: Json | undefined,
  { types }: { readonly types: readonly string[] },
): BridgeAnswer<ToldInteractions> {
  const [faults, reasons] = [createFaults(), createFaults()]
  const fatal = alsoTo(reasons, faults)
  const parts = readParts(fatal, body, '')
  if (parts === undefined) return { value: undefined, faults: faults.list }
  const interactions = withoutRepeats(fatal, parts, (part) => readInteraction({ faults, fatal }, part, types))
  const leftOut = (Array.isArray(body) ? body.length : 0) - interactions.length
  return { value: { interactions, leftOut, firstFault: reasons.list[0] }, faults: faults.list }
}

interface FaultsOfEntry {
  readonly faults: Faults
  /** Of what an entry is left out for. */
  readonly fatal: Faults
}

function readInteraction(
  { faults, fatal }: FaultsOfEntry,
  part: Part,
  types: readonly string[],
): BridgeInteraction | undefined {
  const required = <Value>(read: (own: Faults) => Value | undefined): Value | undefined => {
    const own = createFaults()
    const value = read(own)
    for (const { path, message, id: of } of own.list) (value === undefined ? fatal : faults).add(path, message, of)
    return value
  }
  const id = required((own) => readId(own, part))
  const subject = required((own) => requireText(own, part, 'subject'))
  const date = required((own) => readDate(own, part))
  const type = required((own) => readType(own, part, types))
  const rest = {
    description: readText(faults, part, 'description'),
    url: readText(faults, part, 'url'),
    priority: readWord(faults, part, 'priority', interactionPriorities),
    status: readWord(faults, part, 'status', interactionStatuses),
  }
  if (id === undefined || subject === undefined || date === undefined || type === undefined) return undefined
  return { id, subject, date, type, ...rest }
}

function readType(faults: Faults, part: Part, types: readonly string[]): string | undefined {
  const type = requireText(faults, part, 'type')
  if (type === undefined || types.length === 0 || types.includes(type)) return type
  const meant = wordIn(types, type)
  const message =
    meant === undefined
      ? `It is none of the types of the manifest: ${types.join(', ')}.`
      : `The manifest calls it ${meant}.`
  faults.add(pathOf(part, 'type'), message)
  return meant
}

/** `2026-03-01T16:20:00Z`, with an offset, or as in the samples of the documentation, `2026-03-01 16:20:00 UTC`. */
const DATE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})$/

function readDate(faults: Faults, part: Part): string | undefined {
  const text = requireText(faults, part, 'date')
  if (text === undefined) return undefined
  const [, day, time, zone = ''] = DATE.exec(text) ?? []
  const offset = zone.replace('UTC', 'Z').replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  const read = new Date(`${day}T${time}${offset}`)
  const iso = Number.isNaN(read.getTime()) ? undefined : read.toISOString()
  // The offset may lead out of the years 0 to 9999, which ISO 8601 writes with a sign and six digits.
  if (day !== undefined && iso !== undefined && /^\d{4}-/.test(iso)) return iso
  return faults.add(pathOf(part, 'date'), 'It is no time with a zone. Write it as 2026-03-01T16:20:00Z.')
}

function readWord(faults: Faults, part: Part, key: string, words: readonly string[]): string | undefined {
  const word = readText(faults, part, key)
  if (word !== undefined && !words.includes(word)) faults.add(pathOf(part, key), `It is none of ${words.join(', ')}.`)
  return word
}
