import { sql, type Transaction } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import type { ContactRecord, ExternalIdRecord, PointRecord } from './contact-record.ts'

export interface ContactRemoval {
  /** Ids. What the contact does not have is left out. */
  readonly removePoints?: readonly string[]
  readonly removeExternalIds?: readonly Pick<ExternalIdRecord, 'source' | 'externalId'>[]
}

export interface RemovedFromContact {
  /** The contact without it. */
  readonly left: ContactRecord
  readonly points: readonly PointRecord[]
  readonly ids: readonly ExternalIdRecord[]
  /** Points with conversations: they need another contact, which keeps these. */
  readonly talked: readonly PointRecord[]
}

/** Takes addresses and ids away from a contact. Consent is kept by address, so it stays. */
export async function removeFromContact(
  transaction: Transaction<Tables>,
  contact: ContactRecord,
  { removePoints = [], removeExternalIds = [] }: ContactRemoval,
): Promise<RemovedFromContact> {
  const points = contact.points.filter(({ id }) => removePoints.includes(id))
  const ids = contact.externalIds.filter((own) => removeExternalIds.some((given) => isSame(given, own)))
  const left = {
    ...contact,
    points: contact.points.filter((point) => !points.includes(point)),
    externalIds: contact.externalIds.filter((id) => !ids.includes(id)),
  }
  const talkedIds = await idsWithConversations(transaction, points)
  // The next message from the address after which a contact was named would find that contact again.
  const talked = points.filter(({ id }) => talkedIds.has(id) || id === contact.id)
  for (const { id } of points.filter((point) => !talked.includes(point))) {
    await transaction.deleteFrom('contactPoint').where('id', '=', id).execute()
  }
  for (const { source, externalId } of ids) {
    await transaction
      .deleteFrom('contactExternalId')
      .where('source', '=', source)
      .where('externalId', '=', externalId)
      .execute()
  }
  return { left, points, ids, talked }
}

/** Moves an address with its conversations to another contact, and puts both where they belong in the order of lists. */
export async function movePoint(
  transaction: Transaction<Tables>,
  { id }: PointRecord,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await transaction.updateTable('contactPoint').set({ contactId: to }).where('id', '=', id).execute()
  await sql`update contact set last_at = coalesce((
      select max(last_message_at) from contact_point as point
      join conversation on conversation.contact_point_id = point.id where point.contact_id = contact.id), created_at)
    where id in (${from}::uuid, ${to}::uuid)`.execute(transaction)
}

async function idsWithConversations(
  transaction: Transaction<Tables>,
  points: readonly PointRecord[],
): Promise<ReadonlySet<string>> {
  if (points.length === 0) return new Set()
  const rows = await transaction
    .selectFrom('conversation')
    .select('contactPointId')
    .distinct()
    .where(
      'contactPointId',
      'in',
      points.map(({ id }) => id),
    )
    .execute()
  return new Set(rows.map(({ contactPointId }) => contactPointId))
}

function isSame(
  one: Pick<ExternalIdRecord, 'source' | 'externalId'>,
  other: Pick<ExternalIdRecord, 'source' | 'externalId'>,
): boolean {
  return one.source === other.source && one.externalId === other.externalId
}
