import type { LiveFlows } from '../engine/live-flows.ts'
import type { Signals } from './signals.ts'

/** For who changes what is live: once this process knows it, the others are told. */
export function tellingOthers(liveFlows: LiveFlows, signals: Signals): LiveFlows {
  return {
    ...liveFlows,
    async refresh(flowId) {
      await liveFlows.refresh(flowId)
      if (flowId !== undefined) signals.send({ kind: 'flow', flowId })
    },
  }
}
