import type { RunErrorBody } from '@patchbay/shared/api'
import { isFailureExit } from '@patchbay/shared/flow'
import type { StepResult } from '../kit/node.ts'
import type { Mask } from '../platform/secrets/mask.ts'
import type { RunEnd } from '../store/runs/run-records.ts'
import type { PlanAction } from './plan.ts'

export interface Ending {
  readonly node: PlanAction
  readonly result: StepResult
  readonly mask: Mask
  readonly finishedAt: Date
}

/**
 * How a run ends after a step whose exit leads nowhere. An open failure exit ends the run as failed, with the error of
 * the step. Any other open exit ends it as succeeded, with the outputs of the step.
 */
export function endAfter({ node, result, mask, finishedAt }: Ending): RunEnd {
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
