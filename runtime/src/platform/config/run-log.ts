import type { LiveEvent } from '@patchbay/shared/api'
import type { Logger } from 'pino'

/**
 * Logs a line for each run that ended and each step that failed. The run's id is the one in the line of the request
 * that started it. Good ends are many, so they are logged at `debug`. No contents of a run are logged, contacts
 * included.
 * @returns a listener for live events. Events of other processes are ignored: those processes log them.
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
