import type { ContactField } from '@patchbay/shared/api'
import type { BridgeMark } from '@patchbay/shared/bridges'
import type { Json, JsonObject } from '@patchbay/shared/json'

/** How an action or a template names a contact. */
export type ContactKey =
  /** The other side of a conversation, as a run has it: `$ANI` on a channel, met at one of our addresses. */
  | { readonly by: 'point'; readonly channel: string; readonly contact: string; readonly address: string }
  | { readonly by: 'id'; readonly id: string }
  /** Whose field holds this, as people and services write it. A phone number is also an address for texts. */
  | { readonly by: 'field'; readonly key: string; readonly value: Json }
  | { readonly by: 'external-id'; readonly source: string; readonly externalId: string }

/** Which step changes a contact: its page tells so. */
export interface ContactStep {
  readonly runId: string
  readonly flowId: string
  readonly flowName: string
  readonly nodeId: number
}

/**
 * The contacts of this installation, as steps of runs use them (`context.services.contacts`). A value of a contact is
 * `$contact`: a member for every field of `fields()` by its key, null where it is empty, and beside them `id`, `contact`
 * (the number or id on the channel; of its first address where it was not found by one), `channel`, `consent` (`in`, `out`
 * or null), the address on each channel under the id of the channel, `phone` where texts are sent, `created_at` and
 * `updated_at` (ISO 8601). Numbers are numbers, yes or no is true or false, a date is `2026-01-31` or `2026-01-31T09:30`.
 */
export interface ContactPort {
  /** All fields, in their order: those of every installation, then own ones. */
  fields(): Promise<readonly ContactField[]>
  /** Reads one contact: the one heard of last, where several fit. Undefined when there is none. */
  find(key: ContactKey): Promise<JsonObject | undefined>
  /** Finds a contact, or makes one of what the key says. Two that look for the same at once get the same one. */
  findOrCreate(key: ContactKey, step: ContactStep): Promise<{ readonly contact: JsonObject; readonly isNew: boolean }>
  /**
   * Changes fields of a contact and resolves to what it is then; undefined when there is none. Null and empty texts empty a
   * field, and what is left out stays. It may be repeated: what is as it should be is neither written nor told.
   * @throws AppError INVALID_VALUE for a field that does not exist, and for a value that its kind does not take
   */
  update(key: ContactKey, fields: Readonly<Record<string, Json>>, step: ContactStep): Promise<JsonObject | undefined>
  /**
   * What another system calls a contact, as it came from there. Of several ids always the same one, and one that it still
   * has.
   */
  externalIdOf(key: ContactKey, source: string): Promise<BridgeMark | undefined>
  /**
   * Notes what another system calls a contact, unless it has called the contact otherwise before. It may be repeated.
   * @returns false when another contact has the id
   */
  addExternalId(key: ContactKey, given: GivenId, step: ContactStep): Promise<boolean>
}

/** An id of a contact in another system. */
interface GivenId {
  readonly source: string
  readonly externalId: string
  /** That system has it as a number. */
  readonly isNumber: boolean
  /** Where the contact is in that system. */
  readonly url: string | null
}

/** Of runs that test a draft on simulated phones: nothing is changed, and whoever is missing is made up. */
export function contactsOfTests(contacts: ContactPort): ContactPort {
  return {
    ...contacts,
    async findOrCreate(key) {
      const found = await contacts.find(key)
      return found === undefined ? { contact: { id: MADE_UP }, isNew: true } : { contact: found, isNew: false }
    },
    async update(key, fields) {
      const found = key.by === 'id' && key.id === MADE_UP ? { id: MADE_UP } : await contacts.find(key)
      return found === undefined ? undefined : { ...found, ...fields }
    },
    addExternalId: async () => true,
  }
}

/** An id that no contact has. */
const MADE_UP = '00000000-0000-0000-0000-000000000000'
