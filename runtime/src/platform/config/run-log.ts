import type { LiveEvent } from '@patchbay/shared/api'
import type { Logger } from 'pino'

/**
 * A line for each run that ended and each step that failed, with the run's id: the same as in the line of the
 * request that started it. Ends that are good are many, so they are logged at `debug`. Nothing of what a run
 * holds is logged, contacts included.
 *
 * @returns a listener to live events; what other processes did is theirs to log
 */
export function logRuns(log: Logger): (event: LiveEvent, isHere?: boolean) => void {
  return (event, isHere = true) => {
    if (!isHere) return
    if (event.type === 'run') logEnd(log, event)
    if (event.type !== 'step' || event.errorCode === null) return
    const { runId, flowId, nodeId, errorCode: code, durationMs: ms } = event
    log.info({ runId, flowId, nodeId, code, ms }, 'step failed')
  }
}

function logEnd(log: Logger, event: Extract<LiveEvent, { type: 'run' }>): void {
  const { runId, flowId, version, status } = event
  if (status === 'failed' || status === 'cancelled') log.info({ runId, flowId, version, status }, 'run ended')
  if (status === 'succeeded') log.debug({ runId, flowId, version, status }, 'run ended')
}
