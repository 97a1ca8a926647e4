import type { NotSent } from '../../kit/channel.ts'
import type { StepWait } from '../../kit/node.ts'

/** Waits until the quiet hours of the contact are over, and lets the action begin anew then. */
export function heldMessage({ heldUntil }: NotSent): StepWait | undefined {
  return heldUntil === undefined ? undefined : { wait: { until: heldUntil, for: 'quiet-hours', again: true } }
}
