import { SMS_CHANNEL } from '@patchbay/shared/api'
import { type Kysely, sql } from 'kysely'
import type { ErasedContact } from '../../kit/erased-contact.ts'
import type { OpenTransaction } from '../../platform/queue/boss-database.ts'
import { jsonText } from '../../store/json-text.ts'
import type { TextPart } from './part.ts'

export interface VonageTables {
  vonageParts: VonagePartsTable
}

/** Parts by their numbers. */
type StoredParts = Readonly<Record<string, { readonly id: string; readonly text: string }>>

interface VonagePartsTable {
  accountId: string
  contact: string
  address: string
  ref: string
  total: number
  parts: StoredParts
  begunAt: Date
  /** When what had come by then was taken as the text. */
  closedAt: Date | null
}

/** Which text it is. */
export interface TextKey {
  readonly accountId: string
  readonly contact: string
  readonly address: string
  readonly ref: string
}

export interface JoinedText {
  /** Vonage's id of its first part. */
  readonly id: string
  readonly text: string
}

/** What a part makes of its text. A part that comes again makes the same of it. */
export type AfterPart =
  | { readonly kind: 'waiting'; readonly here: number }
  | { readonly kind: 'joined'; readonly joined: JoinedText }
  /** It came after its text was taken without it, or belongs to another text with the same reference. */
  | { readonly kind: 'late' }

export interface PartRepository {
  /** @param begin called in the transaction that stores the first part of a text */
  add(
    accountId: string,
    part: TextPart,
    at: Date,
    begin: (transaction: OpenTransaction) => Promise<void>,
  ): Promise<AfterPart>
  /** What has come of a text that began then, and of which no part is waited for any longer. */
  close(key: TextKey, begunAt: Date, at: Date): Promise<JoinedText | undefined>
  deleteBegunBefore(time: Date): Promise<void>
  /** Forgets the texts of a contact that is erased. */
  eraseContact(contact: ErasedContact): Promise<void>
}

export function createPartRepository(kysely: Kysely<VonageTables>): PartRepository {
  return {
    add: (accountId, part, at, begin) =>
      kysely.transaction().execute(async (transaction) => {
        const { contact, address, ref, total, number, id, text } = part
        const key = { accountId, contact, address, ref }
        const fresh = { ...key, total, parts: partsText({ [number]: { id, text } }), begunAt: at, closedAt: null }
        const inserted = await transaction
          .insertInto('vonageParts')
          .values(fresh)
          .onConflict((conflict) => conflict.doNothing())
          .returning('ref')
          .executeTakeFirst()
        if (inserted !== undefined) {
          await begin(transaction)
          return { kind: 'waiting', here: 1 }
        }
        const stored = await textOf(transaction, key)
        const same = stored?.parts[number]
        const isEnded = stored === undefined || stored.closedAt !== null || isComplete(stored)
        if (stored !== undefined && same?.id === id) return stateOf(stored)
        if (isEnded && (same !== undefined || stored?.total !== total)) {
          // The phone has begun to count anew.
          await transaction.updateTable('vonageParts').set(fresh).where(isText(key)).execute()
          await begin(transaction)
          return { kind: 'waiting', here: 1 }
        }
        if (isEnded || same !== undefined || stored.total !== total) return { kind: 'late' }
        const parts = { ...stored.parts, [number]: { id, text } }
        await transaction
          .updateTable('vonageParts')
          .set({ parts: partsText(parts) })
          .where(isText(key))
          .execute()
        return stateOf({ ...stored, parts })
      }),
    close: (key, begunAt, at) =>
      kysely.transaction().execute(async (transaction) => {
        const stored = await textOf(transaction, key)
        if (stored === undefined || stored.begunAt.getTime() !== begunAt.getTime()) return undefined
        if (stored.closedAt === null && !isComplete(stored)) {
          await transaction.updateTable('vonageParts').set({ closedAt: at }).where(isText(key)).execute()
        }
        return joinedOf(stored)
      }),
    async deleteBegunBefore(time) {
      await kysely.deleteFrom('vonageParts').where('begunAt', '<', time).execute()
    },
    async eraseContact({ points, tables }) {
      // Vonage writes numbers without the plus.
      const contacts = points.flatMap(({ channel, value }) => (channel === SMS_CHANNEL ? [value.replace('+', '')] : []))
      if (contacts.length === 0) return
      await tables<VonageTables>().deleteFrom('vonageParts').where('contact', 'in', contacts).execute()
    },
  }
}

/** Locked until the end of the transaction. */
function textOf(transaction: Kysely<VonageTables>, key: TextKey) {
  return transaction.selectFrom('vonageParts').selectAll().where(isText(key)).forUpdate().executeTakeFirst()
}

function isText({ accountId, contact, address, ref }: TextKey) {
  return sql<boolean>`(account_id, contact, address, ref) = (${accountId}, ${contact}, ${address}, ${ref})`
}

function partsText(parts: StoredParts) {
  // The column is JSON; the driver takes its text.
  return jsonText(parts) as unknown as StoredParts
}

function isComplete({ parts, total }: Pick<VonagePartsTable, 'parts' | 'total'>): boolean {
  return Object.keys(parts).length === total
}

function stateOf(stored: Pick<VonagePartsTable, 'parts' | 'total' | 'closedAt'>): AfterPart {
  if (isComplete(stored) || stored.closedAt !== null) return { kind: 'joined', joined: joinedOf(stored) }
  return { kind: 'waiting', here: Object.keys(stored.parts).length }
}

function joinedOf({ parts }: Pick<VonagePartsTable, 'parts'>): JoinedText {
  const inOrder = Object.entries(parts)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, part]) => part)
  return { id: inOrder[0]?.id ?? '', text: inOrder.map(({ text }) => text).join('') }
}
