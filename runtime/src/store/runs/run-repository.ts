import {
  type Address,
  isUuid,
  type Page,
  type RunCounts,
  type RunErrorBody,
  type RunStatus,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { DAY_MS } from '@patchbay/shared/time'
import type { Kysely } from 'kysely'
import type { ChildOutcome } from '../../kit/child-runs.ts'
import type { FailedStep } from '../schema/run-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { openChildren } from './advance-children.ts'
import { caughtSince } from './caught-since.ts'
import { type ChildrenKey, childOutcomes } from './child-outcomes.ts'
import { countHeld, type HeldCount } from './held-runs.ts'
import { listRuns } from './list-runs.ts'
import type { Parent, ReplayOrigin, RunTest, StepRow } from './run-records.ts'
import { selectRuns, toParent, toRunRows } from './run-rows.ts'
import { stepsOfRuns } from './run-steps.ts'

export interface RunRow {
  readonly id: string
  readonly flowId: string
  /** The current name of the flow. */
  readonly flowName: string
  readonly timeZone: string | null
  readonly version: number
  readonly status: RunStatus
  readonly trigger: { readonly nodeId: number; readonly type: string }
  readonly contact: string | null
  readonly address: Address | null
  readonly waitingFor: string | null
  readonly waitingUntil: Date | null
  /** When it was accepted. */
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly error: RunErrorBody | null
  readonly failedStep: FailedStep | null
  readonly warnings: number
  /** The run that this one repeats, and the step from which it does. */
  readonly replayOf: ReplayOrigin | null
  /** The run that has started this one. */
  readonly parent: Parent | null
  /** The current name of the flow of that run. */
  readonly parentFlow: string | null
  /** Set for a run that tests a draft. */
  readonly test: RunTest | null
}

export interface RunDetail extends RunRow {
  readonly input: JsonObject
  readonly result: JsonObject | null
  /** How many runs it has started. */
  readonly startedRuns: number
  readonly steps: readonly StepRow[]
}

export interface RunListOptions {
  readonly flowId?: string
  readonly status?: RunStatus
  /** Only runs that succeeded after a failure that was caught. */
  readonly caught?: boolean
  readonly contact?: string
  /** Only runs that test a draft, or only the others. */
  readonly isTest?: boolean
  /** Only runs that this run has started. Without it, runs over one exit of an action are left out. */
  readonly parentId?: string
  /** Only runs accepted at this time or later. */
  readonly from?: Date
  /** Only runs accepted before this time. */
  readonly to?: Date
  /** A run id, or part of contact, address or the event's text in any case. */
  readonly q?: string
  readonly limit: number
  readonly after?: string
}

export interface RunRepository {
  /**
   * Newest first. A search by `q` reads a limited stretch of history per page, so a page may be short or even empty
   * although `next` leads to more.
   */
  list(options: RunListOptions): Promise<Page<RunRow>>
  /** @throws RUN_NOT_FOUND */
  get(id: string): Promise<RunDetail>
  /** Status and end only, for callers that wait for the end of a run. @throws RUN_NOT_FOUND */
  outcome(id: string): Promise<RunOutcomeRow>
  /** What the first step of one of these types without an error left; undefined while there is none. */
  outputsOf(id: string, types: readonly string[]): Promise<JsonObject | undefined>
  /** Runs of the last 24 hours (to the quarter of an hour) by flow id. Flows without runs are absent. */
  counts24h(now: Date, flowIds?: readonly string[]): Promise<ReadonlyMap<string, RunCounts>>
  /** As `counts24h`, for runs that started since this time. */
  countsSince(since: Date, flowIds: readonly string[]): Promise<ReadonlyMap<string, RunCounts>>
  hasOpenRuns(flowId: string): Promise<boolean>
  /** Ids of the runs that this one has started and waits for, as far as they are not over. */
  openChildren(parentId: string): Promise<readonly string[]>
  /** Outcomes of the runs that a visit of an action has started, in that order. Reads them page by page. */
  childOutcomes(key: ChildrenKey): AsyncIterable<ChildOutcome>
  /** The run with its steps and its input, as it is stored. Undefined when it is gone. */
  stored(id: string): Promise<StoredRun | undefined>
  /** Events held while their flow is paused, by flow id. Flows without held events are absent. */
  heldEvents(flowIds: readonly string[]): Promise<ReadonlyMap<string, HeldCount>>
}

export interface RunOutcomeRow {
  readonly id: string
  readonly flowId: string
  readonly status: RunStatus
  readonly result: JsonObject | null
  readonly error: RunErrorBody | null
  readonly finishedAt: Date | null
}

export function createRunRepository(kysely: Kysely<Tables>): RunRepository {
  return {
    list: (options) => listRuns(kysely, options),
    async get(id) {
      if (!isUuid(id)) throw runNotFound()
      const row = await selectRuns(kysely)
        .select(['run.input', 'run.result'])
        .where('run.id', '=', id)
        .executeTakeFirst()
      const [run] = await toRunRows(kysely, row === undefined ? [] : [row])
      if (row === undefined || run === undefined) throw runNotFound()
      const steps = await stepsOfRuns(kysely, [id])
      const startedRuns = await countChildren(kysely, id)
      return { ...run, input: row.input, result: row.result, startedRuns, steps: steps.get(id) ?? [] }
    },
    async outcome(id) {
      if (!isUuid(id)) throw runNotFound()
      const row = await kysely
        .selectFrom('run')
        .select(['id', 'flowId', 'status', 'result', 'error', 'finishedAt'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (row === undefined) throw runNotFound()
      return row
    },
    async outputsOf(id, types) {
      if (!isUuid(id) || types.length === 0) return undefined
      const row = await kysely
        .selectFrom('runStep')
        .select('outputs')
        .where('runId', '=', id)
        .where('type', 'in', types)
        .where('error', 'is', null)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst()
      return row?.outputs
    },
    counts24h: (now, flowIds) => countsSince(kysely, new Date(now.getTime() - DAY_MS), flowIds),
    countsSince: (since, flowIds) => countsSince(kysely, since, flowIds),
    openChildren: async (parentId) => (await openChildren(kysely, parentId)).map(({ id }) => id),
    childOutcomes: (key) => childOutcomes(kysely, key),
    stored: (id) => storedRun(kysely, id),
    hasOpenRuns: (flowId) => hasOpenRuns(kysely, flowId),
    heldEvents: (flowIds) => countHeld(kysely, flowIds),
  }
}

async function countChildren(kysely: Kysely<Tables>, parentId: string): Promise<number> {
  const row = await kysely
    .selectFrom('run')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('parentId', '=', parentId)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** What a run that another one has started takes over from it. */
export interface StoredRun {
  readonly id: string
  readonly input: JsonObject
  readonly parent: Parent | null
  readonly trigger: { readonly nodeId: number; readonly type: string }
  readonly steps: readonly StepRow[]
}

async function storedRun(kysely: Kysely<Tables>, id: string): Promise<StoredRun | undefined> {
  const row = await kysely
    .selectFrom('run')
    .select(['id', 'input', 'parentId', 'parent', 'triggerNodeId', 'triggerType'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const steps = (await stepsOfRuns(kysely, [id])).get(id) ?? []
  const trigger = { nodeId: row.triggerNodeId, type: row.triggerType }
  return { id, input: row.input, parent: toParent(row), trigger, steps }
}

export async function hasOpenRuns(kysely: Kysely<Tables>, flowId: string): Promise<boolean> {
  const row = await kysely
    .selectFrom('run')
    .select('id')
    .where('flowId', '=', flowId)
    .where('status', 'in', ['queued', 'running', 'waiting'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function countsSince(
  kysely: Kysely<Tables>,
  since: Date,
  flowIds?: readonly string[],
): Promise<ReadonlyMap<string, RunCounts>> {
  if (flowIds?.length === 0) return new Map()
  let query = kysely
    .selectFrom('runCount')
    .select('flowId')
    .select(({ fn }) => [fn.sum<number>('total').as('total'), fn.sum<number>('failed').as('failed')])
    .where('startedQuarter', '>', since)
    .groupBy('flowId')
  if (flowIds !== undefined) query = query.where('flowId', 'in', flowIds)
  const [rows, caught] = await Promise.all([query.execute(), caughtSince(kysely, since, flowIds)])
  return new Map(rows.map(({ flowId, total, failed }) => [flowId, { total, failed, caught: caught.get(flowId) ?? 0 }]))
}

function runNotFound(): AppError {
  return new AppError('RUN_NOT_FOUND', 'There is no run with this id. It may have been removed because of its age.')
}
