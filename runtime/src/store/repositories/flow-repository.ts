import { type Address, isUuid, type Page } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { type Kysely, sql } from 'kysely'
import { jsonText } from '../json-text.ts'
import { containing, timeCursor, timeCursorText, toPage } from '../paging.ts'
import type { Tables } from '../schema/tables.ts'
import { deployFlow, goLiveWith, type PathsOf, takeOff, versionNotFound } from './deploy-flow.ts'
import { flowNotFound, liveFlows, selectFlows, staleRevision, toFlowRecord } from './flow-rows.ts'
import { keepDraft } from './keep-draft.ts'
import { removeFlow } from './remove-flow.ts'
export interface FlowRecord {
  readonly id: string
  readonly revision: number
  readonly document: Flow
  readonly live: { readonly version: number; readonly deployedAt: Date; readonly document: Flow } | null
  readonly paused: boolean
  /** One more than the highest Action ID that was ever used. */
  readonly nextNodeId: number
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly modifiedBy: string
}

export interface FlowVersionRecord {
  readonly version: number
  readonly deployedAt: Date
  readonly deployedBy: string
  readonly live: boolean
}

/** The part of a flow that serves arriving events. */
export interface LiveFlowRecord {
  readonly flowId: string
  readonly name: string
  readonly version: number
  readonly paused: boolean
  readonly document: Flow
  readonly addresses: readonly Address[]
}

export interface FlowListOptions {
  /** Matches a part of the name or description, in any case. */
  readonly search?: string
  readonly liveOnly?: boolean
  readonly limit: number
  /** The `next` of the page before. */
  readonly after?: string
}

/** The author and time of a change. */
export interface ChangeStamp {
  /** Name of the user or token. */
  readonly by: string
  readonly at: Date
}

/** Every method that names a flow throws FLOW_NOT_FOUND when there is none. */
export interface FlowRepository {
  create(flow: { readonly id: string; readonly document: Flow } & ChangeStamp): Promise<FlowRecord>
  get(id: string): Promise<FlowRecord>
  /** Throws as `get` does, without reading the document. */
  requireFlow(id: string): Promise<void>
  /** Last modified first. */
  list(options: FlowListOptions): Promise<Page<FlowRecord>>
  /** @throws STALE_REVISION when the stored revision is not `revision`, with the stored one as `extra.revision` */
  save(
    flow: { readonly id: string; readonly revision: number; readonly document: Flow } & ChangeStamp,
  ): Promise<FlowRecord>
  /**
   * Stores the draft as an immutable version and makes it the live one, in one transaction.
   * @throws STALE_REVISION when `revision` is given and is not the stored one; PATH_IN_USE
   */
  deploy(flow: { readonly id: string; readonly revision?: number } & ChangeStamp): Promise<FlowRecord>
  /** Makes an earlier version the live one. @throws VERSION_NOT_FOUND, PATH_IN_USE */
  goLive(flow: { readonly id: string; readonly version: number } & ChangeStamp): Promise<FlowRecord>
  undeploy(id: string): Promise<FlowRecord>
  setPaused(id: string, paused: boolean): Promise<FlowRecord>
  /** Removes flow, secrets and number assignments. The runs stay readable. @throws FLOW_IN_USE while a run is open */
  remove(id: string, at: Date): Promise<void>
  /**
   * Keeps a saved draft as a version for runs that test it, and returns its number, which is below zero. No event starts
   * it. Upkeep removes it once no run needs it.
   */
  keepDraft(
    draft: { readonly id: string; readonly revision: number; readonly document: Flow } & ChangeStamp,
  ): Promise<number>
  /** The deployed ones, newest first. */
  versions(id: string): Promise<readonly FlowVersionRecord[]>
  /** @throws VERSION_NOT_FOUND */
  version(id: string, version: number): Promise<FlowVersionRecord & { readonly document: Flow }>
  /** All live flows, or the one with this id. */
  live(id?: string): Promise<readonly LiveFlowRecord[]>
}

/**
 * @param pathsOf returns the webhook paths that a document claims when it goes live
 * @param eventTypesOf returns the types of events that start it then
 */
export function createFlowRepository(
  kysely: Kysely<Tables>,
  pathsOf: PathsOf = () => [],
  eventTypesOf: PathsOf = () => [],
): FlowRepository {
  const listening = { pathsOf, eventTypesOf }
  async function get(id: string): Promise<FlowRecord> {
    if (!isUuid(id)) throw flowNotFound()
    const row = await selectFlows(kysely).where('flow.id', '=', id).executeTakeFirst()
    if (row === undefined) throw flowNotFound()
    return toFlowRecord(row)
  }

  async function setPaused(id: string, paused: boolean): Promise<FlowRecord> {
    if (!isUuid(id)) throw flowNotFound()
    await kysely.updateTable('flow').set({ paused }).where('id', '=', id).where('deletedAt', 'is', null).execute()
    return get(id)
  }

  return {
    async create({ id, document, by, at }) {
      const row = { id, ...documentColumns(document), revision: 1, lastNodeId: highestNodeId(document) }
      const stamps = { createdAt: at, modifiedAt: at, modifiedBy: by }
      await kysely
        .insertInto('flow')
        .values({ ...row, ...stamps })
        .execute()
      return get(id)
    },
    get,
    async requireFlow(id) {
      if (!isUuid(id)) throw flowNotFound()
      const flow = kysely.selectFrom('flow').select('id').where('id', '=', id).where('deletedAt', 'is', null)
      await flow.executeTakeFirstOrThrow(flowNotFound)
    },
    list: (options) => listFlows(kysely, options),
    async save({ id, revision, document, by, at }) {
      if (!isUuid(id)) throw flowNotFound()
      const saved = await kysely
        .updateTable('flow')
        .set(documentColumns(document))
        .set((flow) => ({
          revision: flow('revision', '+', 1),
          // An Action ID is never used twice, even after its action was deleted.
          lastNodeId: flow.fn<number>('greatest', ['lastNodeId', flow.val(highestNodeId(document))]),
        }))
        .set({ modifiedAt: at, modifiedBy: by })
        .where('id', '=', id)
        .where('revision', '=', revision)
        .where('deletedAt', 'is', null)
        .returning('id')
        .executeTakeFirst()
      const stored = await get(id)
      if (saved === undefined) throw staleRevision(stored)
      return stored
    },
    async deploy(flow) {
      await deployFlow(kysely, listening, flow)
      return get(flow.id)
    },
    async goLive(flow) {
      await goLiveWith(kysely, listening, flow)
      return get(flow.id)
    },
    async undeploy(id) {
      await takeOff(kysely, id)
      return get(id)
    },
    setPaused,
    remove: (id, at) => removeFlow(kysely, id, at),
    keepDraft: (draft) => keepDraft(kysely, draft),
    async versions(id) {
      const { live } = await get(id)
      const rows = await selectVersions(kysely, id).where('version', '>', 0).orderBy('version', 'desc').execute()
      return rows.map((row) => ({ ...row, live: row.version === live?.version }))
    },
    async version(id, version) {
      const { live } = await get(id)
      const row = await selectVersions(kysely, id).select('document').where('version', '=', version).executeTakeFirst()
      if (row === undefined) throw versionNotFound(version)
      return { ...row, live: version === live?.version }
    },
    live: (id) => liveFlows(kysely, id),
  }
}

async function listFlows(kysely: Kysely<Tables>, options: FlowListOptions): Promise<Page<FlowRecord>> {
  const { search, liveOnly, limit, after } = options
  let query = selectFlows(kysely)
  if (search !== undefined) {
    const pattern = containing(search)
    query = query.where(({ eb, or }) =>
      or([eb('flow.name', 'ilike', pattern), eb(sql<string>`flow.document ->> 'description'`, 'ilike', pattern)]),
    )
  }
  if (liveOnly === true) query = query.where('flow.liveVersion', 'is not', null)
  if (after !== undefined) {
    const { time, id } = timeCursor(after)
    query = query.where(sql<boolean>`(flow.modified_at, flow.id) < (${time}, ${id})`)
  }
  const rows = await query
    .orderBy('flow.modifiedAt', 'desc')
    .orderBy('flow.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows.map(toFlowRecord), limit, ({ modifiedAt, id }) => timeCursorText({ time: modifiedAt, id }))
}

function selectVersions(kysely: Kysely<Tables>, id: string) {
  return kysely.selectFrom('flowVersion').select(['version', 'deployedAt', 'deployedBy']).where('flowId', '=', id)
}

function documentColumns(document: Flow) {
  return { name: document.name, document: jsonText(document) }
}

function highestNodeId({ nodes }: Flow): number {
  return nodes.reduce((highest, { id }) => Math.max(highest, id), 0)
}
