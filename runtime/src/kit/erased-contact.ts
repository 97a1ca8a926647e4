import type { Json } from '@patchbay/shared/json'
import type { Kysely } from 'kysely'

/** A contact that is being erased, for those who keep something of it in tables of their own. */
export interface ErasedContact {
  readonly at: Date
  readonly points: readonly { readonly channel: string; readonly value: string }[]
  /** Every text by which a flow may name it: its id, addresses in their spellings, ids elsewhere, and what its fields hold. */
  readonly names: readonly string[]
  /** Runs of the contact: nothing that their steps have handed over may stay. */
  readonly ownRuns: ReadonlySet<string>
  /** Runs that have started those, perhaps for many contacts: only the words of this one go. */
  readonly runsAbove: ReadonlySet<string>
  /** Replaces every text and number. */
  hideAll(value: Json): Json
  /** Replaces numbers, names and other words of the contact. */
  hideWords(value: Json): Json
  /** The integration's own tables, in the transaction that erases. */
  tables<Own>(): Kysely<Own>
}
