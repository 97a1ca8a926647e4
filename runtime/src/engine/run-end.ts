import type { RunErrorBody } from '@patchbay/shared/api'
import { isFailureExit } from '@patchbay/shared/flow'
import type { StepResult } from '../nodes/node-module.ts'
import type { Mask } from '../secrets/mask.ts'
import type { RunEnd } from '../store/run-records.ts'
import type { PlanAction } from './plan.ts'

export interface Ending {
  readonly node: PlanAction
  readonly result: StepResult
  /** The action connected to the exit taken, if any. */
  readonly nextNodeId: number | null
  readonly mask: Mask
  readonly finishedAt: Date
}

/**
 * The end of a run after this step, or undefined when another action follows. An open failure exit ends the run
 * as failed with the step's error; any other open exit ends it as succeeded with the step's outputs.
 */
export function endAfter({ node, result, nextNodeId, mask, finishedAt }: Ending): RunEnd | undefined {
  if (nextNodeId !== null) return undefined
  if (!isFailureExit(result.exit)) {
    return { status: 'succeeded', error: null, result: mask.hide(result.outputs ?? {}), finishedAt }
  }
  const error = result.error ?? { code: 'INTERNAL', message: 'The action failed without saying why.' }
  return failedEnd(mask.hide({ ...error, nodeId: node.id }), finishedAt)
}

export function failedEnd(error: RunErrorBody, finishedAt: Date): RunEnd {
  return { status: 'failed', error, result: null, finishedAt }
}

export function cancelledEnd(finishedAt: Date): RunEnd {
  const error = { code: 'CANCELLED', message: 'The run was cancelled.' }
  return { status: 'cancelled', error, result: null, finishedAt }
}
