import type { Page, RunCounts, RunErrorBody, RunStatus } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { StepRow } from './run-records.ts'
import type { FailedStep } from './tables.ts'

export interface RunRow {
  readonly id: string
  readonly flowId: string
  /** Of the flow as it is called now. */
  readonly flowName: string
  readonly version: number
  readonly status: RunStatus
  readonly trigger: { readonly nodeId: number; readonly type: string }
  readonly contact: string | null
  readonly address: string | null
  readonly waitingFor: string | null
  /** When it was accepted. */
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly error: RunErrorBody | null
  readonly failedStep: FailedStep | null
  readonly warnings: number
}

export interface RunDetail extends RunRow {
  readonly input: JsonObject
  readonly result: JsonObject | null
  readonly steps: readonly StepRow[]
}

export interface RunListOptions {
  readonly flowId?: string
  readonly status?: RunStatus
  readonly contact?: string
  /** Accepted at or after. */
  readonly from?: Date
  /** Accepted before. */
  readonly to?: Date
  /** A run id, or part of contact, address or the event's text in any case. */
  readonly q?: string
  readonly limit: number
  readonly after?: string
}

export interface RunRepository {
  /**
   * Newest first. A search by `q` reads a bounded stretch of history per page, so a page may be short, even
   * empty, while `next` still leads on.
   */
  list(options: RunListOptions): Promise<Page<RunRow>>
  /** @throws RUN_NOT_FOUND */
  get(id: string): Promise<RunDetail>
  /** Status and end only, for who waits for it. @throws RUN_NOT_FOUND */
  outcome(id: string): Promise<RunOutcomeRow>
  /** Runs of the last 24 hours (to the quarter of an hour) by flow id; flows without any are absent. */
  counts24h(now: Date, flowIds?: readonly string[]): Promise<ReadonlyMap<string, RunCounts>>
  hasOpenRuns(flowId: string): Promise<boolean>
}

export interface RunOutcomeRow {
  readonly id: string
  readonly flowId: string
  readonly status: RunStatus
  readonly result: JsonObject | null
  readonly error: RunErrorBody | null
  readonly finishedAt: Date | null
}
