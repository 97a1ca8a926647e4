import { AppError } from '@patchbay/shared/errors'
import type { Flow } from '@patchbay/shared/flow'
import type { Kysely, Transaction } from 'kysely'
import { type NewEvent, storeEvents } from '../events/store-events.ts'
import { subscribeFlow } from '../events/subscribe-flow.ts'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import type { ChangeStamp } from './flow-repository.ts'
import { lockFlow, staleRevision } from './flow-rows.ts'
import { claimWebhookPaths, releaseWebhookPaths } from './webhook-paths.ts'

/** The webhook paths that a document listens to, or the types of events. */
export type PathsOf = (document: Flow) => readonly string[]

/** What a document starts to hear when it goes live. */
export interface Listening {
  readonly pathsOf: PathsOf
  readonly eventTypesOf: PathsOf
}

/** In the transaction that makes a document live: from its commit on every path and event is the flow's. */
async function listen(
  transaction: Transaction<Tables>,
  listening: Listening,
  id: string,
  document: Flow,
): Promise<void> {
  await claimWebhookPaths(transaction, id, listening.pathsOf(document))
  await subscribeFlow(transaction, id, listening.eventTypesOf(document))
}

/** Stores the draft as an immutable version and makes it the live one. @throws STALE_REVISION, PATH_IN_USE */
export async function deployFlow(
  kysely: Kysely<Tables>,
  listening: Listening,
  flow: { readonly id: string; readonly revision?: number } & ChangeStamp,
): Promise<void> {
  const { id, revision, by, at } = flow
  await kysely.transaction().execute(async (transaction) => {
    const stored = await lockFlow(transaction, id)
    if (revision !== undefined && revision !== stored.revision) throw staleRevision(stored)
    await listen(transaction, listening, id, stored.document)
    const { last } = await transaction
      .selectFrom('flowVersion')
      .select(({ fn }) => fn.max('version').as('last'))
      .where('flowId', '=', id)
      .where('version', '>', 0)
      .executeTakeFirstOrThrow()
    const version = (last ?? 0) + 1
    await transaction
      .insertInto('flowVersion')
      .values({ flowId: id, version, document: jsonText(stored.document), deployedAt: at, deployedBy: by })
      .execute()
    await transaction.updateTable('flow').set({ liveVersion: version, liveAt: at }).where('id', '=', id).execute()
    await storeEvents(transaction, [deployed(id, version)], at)
  })
}

/** Makes an earlier version the live one. @throws VERSION_NOT_FOUND, PATH_IN_USE */
export async function goLiveWith(
  kysely: Kysely<Tables>,
  listening: Listening,
  flow: { readonly id: string; readonly version: number } & ChangeStamp,
): Promise<void> {
  const { id, version, at } = flow
  await kysely.transaction().execute(async (transaction) => {
    await lockFlow(transaction, id)
    const known = await transaction
      .selectFrom('flowVersion')
      .select('document')
      .where('flowId', '=', id)
      .where('version', '=', version)
      .executeTakeFirst()
    if (known === undefined) throw versionNotFound(version)
    await listen(transaction, listening, id, known.document)
    await transaction.updateTable('flow').set({ liveVersion: version, liveAt: at }).where('id', '=', id).execute()
    await storeEvents(transaction, [deployed(id, version)], at)
  })
}

/** Takes the flow off live: no part of it serves arriving events any more. */
export async function takeOff(kysely: Kysely<Tables>, id: string): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    await lockFlow(transaction, id)
    await releaseWebhookPaths(transaction, id)
    await subscribeFlow(transaction, id, [])
    await transaction.updateTable('flow').set({ liveVersion: null, liveAt: null }).where('id', '=', id).execute()
  })
}

/** The name of who did it is stored with the version; events have ids only. */
function deployed(flowId: string, version: number): NewEvent {
  return { type: 'FLOW/DEPLOYED', initiator: { type: 'SYSTEM' }, content: { flowId, version } }
}

export function versionNotFound(version: number): AppError {
  return new AppError('VERSION_NOT_FOUND', `The flow has no version ${version}.`)
}
