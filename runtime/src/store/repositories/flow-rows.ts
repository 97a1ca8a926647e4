import { type Address, isUuid } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Flow } from '@patchbay/shared/flow'
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { FlowTable, Tables } from '../schema/tables.ts'
import type { FlowRecord, LiveFlowRecord } from './flow-repository.ts'

type FlowRow = Selectable<FlowTable> & { readonly liveDocument: Flow | null }

/** Flows that are not deleted, each with its live document. */
export function selectFlows(kysely: Kysely<Tables>) {
  return kysely
    .selectFrom('flow')
    .leftJoin('flowVersion as live', (join) =>
      join.onRef('live.flowId', '=', 'flow.id').onRef('live.version', '=', 'flow.liveVersion'),
    )
    .selectAll('flow')
    .select('live.document as liveDocument')
    .where('flow.deletedAt', 'is', null)
}

export function toFlowRecord(row: FlowRow): FlowRecord {
  const { liveVersion, liveAt, liveDocument } = row
  const isLive = liveVersion !== null && liveAt !== null && liveDocument !== null
  return {
    id: row.id,
    revision: row.revision,
    document: row.document,
    live: isLive ? { version: liveVersion, deployedAt: liveAt, document: liveDocument } : null,
    paused: row.paused,
    nextNodeId: row.lastNodeId + 1,
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
    modifiedBy: row.modifiedBy,
  }
}

/** All live flows, or the one with this id. */
export async function liveFlows(kysely: Kysely<Tables>, id?: string): Promise<LiveFlowRecord[]> {
  if (id !== undefined && !isUuid(id)) return []
  let query = selectFlows(kysely).where('flow.liveVersion', 'is not', null)
  if (id !== undefined) query = query.where('flow.id', '=', id)
  const flows = (await query.execute()).map(toFlowRecord)
  const addresses = await addressesOf(
    kysely,
    flows.map((flow) => flow.id),
  )
  return flows.flatMap(({ id: flowId, live, paused }) => {
    if (live === null) return []
    const { version, document } = live
    return [{ flowId, name: document.name, version, paused, document, addresses: addresses.get(flowId) ?? [] }]
  })
}

/** Locks the flow, so that no other transaction changes it until this one ends. @throws FLOW_NOT_FOUND */
export async function lockFlow(transaction: Transaction<Tables>, id: string): Promise<Selectable<FlowTable>> {
  if (!isUuid(id)) throw flowNotFound()
  const row = await transaction
    .selectFrom('flow')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw flowNotFound()
  return row
}

export function flowNotFound(): AppError {
  return new AppError('FLOW_NOT_FOUND', 'There is no flow with this id. It may have been deleted.')
}

export function staleRevision(stored: { readonly revision: number; readonly modifiedBy: string }): AppError {
  const message = `The flow was changed by ${stored.modifiedBy} since you opened it. Load it again and repeat your change.`
  return new AppError('STALE_REVISION', message, { extra: { revision: stored.revision } })
}

async function addressesOf(
  kysely: Kysely<Tables>,
  flowIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Address[]>> {
  const byFlow = new Map<string, Address[]>(flowIds.map((flowId) => [flowId, []]))
  if (flowIds.length === 0) return byFlow
  const rows = await kysely
    .selectFrom('address')
    .select(['flowId', 'channel', 'value'])
    .where('flowId', 'in', flowIds)
    .orderBy('channel')
    .orderBy('value')
    .execute()
  for (const { flowId, channel, value } of rows) {
    if (flowId !== null) byFlow.get(flowId)?.push({ channel, value })
  }
  return byFlow
}
