import type { Json } from '../json/index.ts'
import { type BridgeAnswer, createFaults } from './bridge-answer.ts'
import { readText, wholeOf } from './members.ts'

/** The members of the answer to an action that are documented, all of them texts. */
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
    contact_external_id: readText(faults, whole, 'contact_external_id'),
    contact_external_type: readText(faults, whole, 'contact_external_type'),
    contact_external_url: readText(faults, whole, 'contact_external_url'),
  }
  return { value, faults: faults.list }
}
