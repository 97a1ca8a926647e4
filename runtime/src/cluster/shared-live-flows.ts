import type { LiveFlows } from '../engine/live-flows.ts'
import type { Signals } from './signals.ts'

/** Live flows whose changes are sent to the other processes once this process has read them. */
export function tellingOthers(liveFlows: LiveFlows, signals: Signals): LiveFlows {
  return {
    ...liveFlows,
    async refresh(flowId) {
      await liveFlows.refresh(flowId)
      if (flowId !== undefined) signals.send({ kind: 'flow', flowId })
    },
  }
}
