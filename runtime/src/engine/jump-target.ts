import { AppError } from '@patchbay/shared/errors'
import { isJumpedInto } from '@patchbay/shared/flow'
import type { Jump } from '../kit/child-runs.ts'
import type { ActiveRun } from './active-run.ts'
import type { LiveFlows } from './live-flows.ts'
import type { Plan } from './plan.ts'

/** Where a jump leads: a version of a flow, and a trigger of it that jumps start. */
export interface JumpTarget {
  readonly plan: Plan
  readonly triggerNodeId: number
}

/**
 * Finds where a jump leads. A jump within a flow stays in the version of its run.
 * @throws AppError FLOW_NOT_LIVE
 */
export function createJumpTarget(liveFlows: Pick<LiveFlows, 'get'>) {
  return (run: ActiveRun, { flowId, nodeId }: Jump): JumpTarget => {
    if (flowId === undefined) return targetIn(run.plan, nodeId)
    const live = liveFlows.get(flowId)
    if (live === undefined) throw notLive('The flow to jump into is not live.', 'Deploy it, or choose another flow.')
    if (live.paused) throw notLive(`The flow "${live.name}" is paused.`, 'Resume it.')
    return targetIn(live.plan, nodeId)
  }
}

function targetIn(plan: Plan, nodeId: number | undefined): JumpTarget {
  const triggerNodeId = jumpTriggers(plan).find((id) => nodeId === undefined || id === nodeId)
  if (triggerNodeId !== undefined) return { plan, triggerNodeId }
  const which = nodeId === undefined ? 'no Jump From' : `no Jump From with the number ${nodeId}`
  throw notLive(`The flow "${plan.name}" has ${which}.`, 'Add one to it and deploy it again.')
}

/** Numbers of the triggers that jumps start, lowest first. */
export function jumpTriggers({ nodes }: Plan): readonly number[] {
  const triggers = [...nodes.values()].filter(
    ({ kind, definition }) => kind === 'trigger' && isJumpedInto(definition.listens),
  )
  return triggers.map(({ id }) => id).sort((one, other) => one - other)
}

function notLive(message: string, help: string): AppError {
  return new AppError('FLOW_NOT_LIVE', message, { extra: { help } })
}
