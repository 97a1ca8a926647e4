import type { RunErrorBody } from '@patchbay/shared/api'
import { isFailureExit } from '@patchbay/shared/flow'
import type { StepResult } from '../nodes/node-module.ts'
import type { RunEnd } from '../store/run-records.ts'
import type { PlanAction } from './plan.ts'

/**
 * The end of a run after this step, or undefined when another action follows. An open failure exit ends the run
 * as failed with the step's error; any other open exit ends it as succeeded with the step's outputs.
 */
export function endAfter(
  node: PlanAction,
  result: StepResult,
  nextNodeId: number | null,
  finishedAt: Date,
): RunEnd | undefined {
  if (nextNodeId !== null) return undefined
  if (!isFailureExit(result.exit)) {
    return { status: 'succeeded', error: null, result: result.outputs ?? {}, finishedAt }
  }
  const error = result.error ?? { code: 'INTERNAL', message: 'The action failed without saying why.' }
  return failedEnd({ ...error, nodeId: node.id }, finishedAt)
}

export function failedEnd(error: RunErrorBody, finishedAt: Date): RunEnd {
  return { status: 'failed', error, result: null, finishedAt }
}

export function cancelledEnd(finishedAt: Date): RunEnd {
  const error = { code: 'CANCELLED', message: 'The run was cancelled.' }
  return { status: 'cancelled', error, result: null, finishedAt }
}
