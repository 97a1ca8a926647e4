import type { RunErrorBody, RunStatus } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'

/**
 * Runs that an action starts. They are stored before anything of them happens, once for each place of a visit, so
 * after a crash the action may start them again. Those that it waits for begin once its run is stored as waiting.
 */
export interface ChildRuns {
  /**
   * Stores a run over the branch of one exit for each of `outputs`, which are the outputs of its first step.
   * @throws AppError STEP_LIMIT within too many other lists
   */
  startItems(branch: ItemBranch): Promise<void>
  /**
   * Starts a run of a live flow.
   * @throws AppError FLOW_NOT_LIVE when the flow is not live, is paused, or has no such Jump From
   */
  jump(jump: Jump): Promise<{ readonly runId: string }>
  /**
   * The outcomes of the runs that this visit has started, in that order. Reads them page by page.
   * @param from the place of the first one. Default: 0
   */
  outcomes(from?: number): AsyncIterable<ChildOutcome>
}

export interface ItemBranch {
  readonly exit: string
  /** The place of the first of them, from 0. */
  readonly first: number
  readonly outputs: readonly JsonObject[]
}

export interface Jump {
  /** Absent: the flow itself, in the version of the run. */
  readonly flowId?: string
  /** The Jump From. Absent: the one with the lowest number. */
  readonly nodeId?: number
  readonly values: JsonObject
  readonly isAwaited: boolean
}

export interface ChildOutcome {
  readonly runId: string
  /** Its place among the runs of the visit, from 0. */
  readonly item: number
  readonly status: RunStatus
  /** What it hands back. Null unless it has succeeded. */
  readonly result: JsonObject | null
  readonly error: RunErrorBody | null
}

/** How the runs that an action waits for take their turns. */
export interface ChildTurns {
  /** How many of them work at the same time. */
  readonly atOnce: number
  /** Once one of them has not succeeded, those that have not begun are cancelled. */
  readonly stopsOnFailure: boolean
}
