import { SECOND_MS } from '@patchbay/shared/time'
import type { OutcomeWait } from '../engine/engine.ts'
import type { LiveTrigger } from '../engine/live-flows.ts'
import { answerSeconds } from '../kit/answer-inputs.ts'
import type { TriggerEvent } from '../kit/trigger.ts'
import { isRecord } from '../platform/is-record.ts'

/**
 * How long a caller waits, and for what; undefined for a caller that is answered at once. A caller that asked to wait gets what comes first, the answer or the end
 * of the run; one that the flow lets wait gets the answer, also after a pause of the run.
 */
export function callerWait({ live, triggerNodeId }: LiveTrigger, asked = 0): OutcomeWait | undefined {
  if (asked > 0) return { waitMs: asked * SECOND_MS, for: canAnswer(live) ? 'any' : 'end' }
  const node = live.plan.nodes.get(triggerNodeId)
  const inputs = node?.kind === 'trigger' && isRecord(node.inputs) ? node.inputs : {}
  const seconds = answerSeconds(inputs)
  return seconds > 0 ? { waitMs: seconds * SECOND_MS, for: 'answer' } : undefined
}

/** What the event says of its caller, for the steps of the run. */
export function untilOf(wait: OutcomeWait | undefined, now: Date): Pick<TriggerEvent, 'callerUntil'> {
  return wait === undefined ? {} : { callerUntil: new Date(now.getTime() + wait.waitMs) }
}

/** Without an action that answers, nothing but the end of the run has to be looked for. */
function canAnswer({ plan }: LiveTrigger['live']): boolean {
  return [...plan.nodes.values()].some(({ definition }) => definition.answers === true)
}
