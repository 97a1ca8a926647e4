import { isJsonObject, type Json, type JsonObject } from '../json/index.ts'
import { type BridgeAnswer, createFaults, type Faults } from './bridge-answer.ts'
import { isNumberId, readId, readText, wholeOf } from './members.ts'

/** The members of the answer to an action that are documented: texts, and an id that may be a number. */
export const actionAnswerFields = [
  'message',
  'external_id',
  'contact_external_id',
  'contact_external_type',
  'contact_external_url',
] as const

/** What a bridge says of an action. */
export type ActionAnswer = Readonly<Record<(typeof actionAnswerFields)[number], string | undefined>>

/** Reads the answer to an action. No body at all is good, too. */
export function readActionAnswer(body: Json | undefined): BridgeAnswer<ActionAnswer> {
  const faults = createFaults()
  const example = '{ "message": "Ticket created", "external_id": "t-1" }'
  const whole = body === undefined ? { members: {}, path: '' } : wholeOf(faults, body, example)
  if (whole === undefined) return { value: undefined, faults: faults.list }
  const value = {
    message: readText(faults, whole, 'message'),
    external_id: readText(faults, whole, 'external_id'),
    contact_external_id: namedContact(faults, whole.members)?.id,
    contact_external_type: readText(faults, whole, 'contact_external_type'),
    contact_external_url: readText(faults, whole, 'contact_external_url'),
  }
  return { value, faults: faults.list }
}

/** What a bridge calls a contact. */
interface NamedContact {
  readonly id: string
  /** The id came as a number, and goes back to the bridge as one. */
  readonly isNumber: boolean
}

/** Reads what a bridge calls the contact that an action has made. Without value and faults, it names none. */
export function readNamedContact(body: Json | undefined): BridgeAnswer<NamedContact> {
  const faults = createFaults()
  return { value: namedContact(faults, isJsonObject(body) ? body : {}), faults: faults.list }
}

function namedContact(faults: Faults, members: JsonObject): NamedContact | undefined {
  const key = 'contact_external_id'
  const whole = { members, path: '' }
  if (members[key] === undefined || members[key] === null || members[key] === '') return undefined
  const id = readId(faults, whole, key)
  return id === undefined ? undefined : { id, isNumber: isNumberId(whole, key) }
}
