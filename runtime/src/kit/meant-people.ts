import type { Json, JsonObject } from '@patchbay/shared/json'
import { fieldOf, textOf } from './values.ts'

/** Ids of those whom `$contact` and `$conversation` mean in a run; left out where nobody has named them. */
export interface MeantPeople {
  readonly contactId?: string
  readonly conversationId?: string
}

/** Whom the data of an event, or the `$item` that a trigger made of it, names. */
export function meantPeople(data: JsonObject): MeantPeople & JsonObject {
  const id = (value: Json | undefined) => textOf(value).trim()
  const [contactId, conversationId] = [id(fieldOf(data, 'contactId')), id(fieldOf(data, 'conversationId'))]
  return { ...(contactId === '' ? {} : { contactId }), ...(conversationId === '' ? {} : { conversationId }) }
}
