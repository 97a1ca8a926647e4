import { isCaught, isFinal, type RunListItem } from '@patchbay/shared/api'
import { runsTexts } from '../ui/texts/runs.ts'
import { startedRunTexts } from '../ui/texts/started-runs.ts'
import { waitingText } from './waiting-text.ts'

export interface RunNote {
  readonly text: string
  readonly tone: 'bad' | 'warn' | 'plain'
}

/**
 * The one sentence under a run's name. The status of a run is not that of its steps: one that took On Failure
 * and reached its end has succeeded, and says so here, as a warning.
 */
export function runNote(run: RunListItem): RunNote | null {
  const waits = waitingText(run)
  if (waits !== null) return { text: waits, tone: 'plain' }
  if (run.status === 'failed' && run.error !== null) return { text: run.error.message, tone: 'bad' }
  if (run.failedStep !== null) {
    return { text: runsTexts.failedNote(nodeName(run.failedStep)), tone: isCaught(run) ? 'warn' : 'bad' }
  }
  if (run.warnings > 0) return { text: runsTexts.warnings(run.warnings), tone: 'warn' }
  return null
}

/** Which run has started this one, as the list of all runs says it where there is nothing else to say. */
export function startedBy({ parent }: RunListItem): RunNote | null {
  const flow = parent?.flowName ?? null
  if (parent == null || flow === null) return null
  return { text: startedRunTexts.by(flow, parent.nodeId), tone: 'plain' }
}

/** `#2 Forecast`. */
export function nodeName({ nodeId, name }: { readonly nodeId: number; readonly name: string }): string {
  return `#${nodeId} ${name}`
}

/** Milliseconds a run took or has taken by now; null while it only waits. */
export function runDuration(run: RunListItem, now: number): number | null {
  const started = Date.parse(run.startedAt)
  if (run.finishedAt !== null) return Math.max(0, Date.parse(run.finishedAt) - started)
  if (isFinal(run.status) || run.status !== 'running') return null
  return Math.max(0, now - started)
}
