import type { Json } from '../json/index.ts'
import { type BridgeAnswer, createFaults, type Faults } from './bridge-answer.ts'
import { bridgeLimits } from './bridge-facts.ts'
import { type AnswerText, countDamaged } from './damage.ts'
import {
  type BridgeMark,
  isEmail,
  isNumberId,
  type Part,
  pathOf,
  readId,
  readMark,
  readParts,
  readText,
  readTexts,
  requireText,
  wholeOf,
} from './members.ts'

/** A contact of the external service. */
export interface BridgeContact {
  /** What the service calls the contact: unique among the contacts of an account. */
  readonly id: string
  /** The id came as a number, and goes back to the bridge as one. */
  readonly isNumber: boolean
  readonly name: string
  readonly company: string | undefined
  readonly title: string | undefined
  readonly address: string | undefined
  readonly twitter: string | undefined
  readonly photoUrl: string | undefined
  readonly url: string | undefined
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly websites: readonly string[]
}

/** One page of contacts. */
export interface ContactPage {
  readonly contacts: readonly BridgeContact[]
  /** How many contacts of the answer cannot be told apart, have no name, or are none. */
  readonly leftOut: number
  /** How many contacts of the answer have lost characters. */
  readonly damaged: number
  /** The ids of those that were left out and have one: the service still has them. */
  readonly leftOutIds: readonly string[]
  /** Where the next page begins. Undefined: this is the last one. */
  readonly nextOffset: BridgeMark | undefined
  /** Where the next synchronization begins, once this one is complete. */
  readonly checkpoint: BridgeMark | undefined
  /** Goes back with the next page, whatever it is. */
  readonly context: Json | undefined
}

/**
 * Reads the answer to a contact synchronization. Contacts that cannot be told apart or have no name are left out. An answer
 * with an offset or a checkpoint that cannot go back is none: the next synchronization would not begin where this one ends.
 */
export function readContactPage(body: Json | undefined, text: AnswerText = {}): BridgeAnswer<ContactPage> {
  const faults = createFaults()
  const whole = wholeOf(faults, body, '{ "contacts": [] }')
  const unread = { value: undefined, faults: faults.list }
  if (whole === undefined) return unread
  const nextOffset = readMark(faults, whole, 'next_offset')
  if (nextOffset === undefined) return unread
  const checkpoint = readMark(faults, whole, 'synchronization_checkpoint')
  if (checkpoint === undefined) return unread
  const parts = readParts(faults, whole.members.contacts, 'contacts')
  if (parts === undefined) return unread
  const damaged = text.isDamaged ? countDamaged(faults, whole, parts) : 0
  if (damaged === undefined) return unread
  const contacts = withoutRepeats(faults, parts, (part) => readContact(faults, part))
  const given = Array.isArray(whole.members.contacts) ? whole.members.contacts.length : 0
  const value = {
    contacts,
    leftOut: given - contacts.length,
    damaged,
    leftOutIds: idsLeftOut(parts, contacts),
    nextOffset: nextOffset ?? undefined,
    checkpoint: checkpoint ?? undefined,
    context: whole.members.context,
  }
  return { value, faults: faults.list }
}

function readContact(faults: Faults, part: Part): BridgeContact | undefined {
  const id = readId(faults, part)
  const name = requireText(faults, part, 'name', bridgeLimits.name)
  const emails = readTexts(faults, part, 'emails').map((email) => email.trim())
  for (const email of emails) {
    if (!isEmail(email)) faults.add(pathOf(part, 'emails'), 'One of them is no e-mail address.')
  }
  const rest = {
    emails,
    phones: readTexts(faults, part, 'phones'),
    websites: readTexts(faults, part, 'websites'),
    company: readText(faults, part, 'company'),
    title: readText(faults, part, 'title'),
    address: readText(faults, part, 'address'),
    twitter: readText(faults, part, 'twitter'),
    photoUrl: readText(faults, part, 'photo_url'),
    url: readText(faults, part, 'url'),
  }
  return id === undefined || name === undefined ? undefined : { id, isNumber: isNumberId(part), name, ...rest }
}

/** Reads each part, and keeps the first of those with the same id. */
export function withoutRepeats<Entry extends { readonly id: string }>(
  faults: Faults,
  parts: readonly Part[],
  read: (part: Part) => Entry | undefined,
): readonly Entry[] {
  const byId = new Map<string, Entry>()
  for (const part of parts) {
    const entry = read(part)
    if (entry === undefined) continue
    if (byId.has(entry.id)) faults.add(pathOf(part, 'id'), 'Another entry of this answer has the same id.')
    else byId.set(entry.id, entry)
  }
  return [...byId.values()]
}

/** The ids of the parts that have become no entry. */
export function idsLeftOut(parts: readonly Part[], entries: readonly { readonly id: string }[]): readonly string[] {
  if (parts.length === entries.length) return []
  const kept = new Set(entries.map(({ id }) => id))
  // What is wrong with an id has been said when the parts were read.
  const said = createFaults()
  const ids = parts.map((part) => readId(said, part)).filter((id) => id !== undefined)
  return [...new Set(ids)].filter((id) => !kept.has(id))
}
