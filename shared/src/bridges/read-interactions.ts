import type { Json } from '../json/index.ts'
import { type BridgeAnswer, createFaults, type Faults } from './bridge-answer.ts'
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

/**
 * Reads the answer to an interaction retrieval, a list. Left out is what has no id, subject or readable date, or is of none
 * of the types of the manifest. It may name no types: then all of them are taken. Letter case alone makes no other type.
 */
export function readInteractions(
  body: Json | undefined,
  { types }: { readonly types: readonly string[] },
): BridgeAnswer<readonly BridgeInteraction[]> {
  const faults = createFaults()
  const parts = readParts(faults, body, '')
  if (parts === undefined) return { value: undefined, faults: faults.list }
  return { value: withoutRepeats(faults, parts, (part) => readInteraction(faults, part, types)), faults: faults.list }
}

function readInteraction(faults: Faults, part: Part, types: readonly string[]): BridgeInteraction | undefined {
  const id = readId(faults, part)
  const subject = requireText(faults, part, 'subject')
  const date = readDate(faults, part)
  const type = readType(faults, part, types)
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
