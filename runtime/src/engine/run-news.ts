import type { RunStatus } from '@patchbay/shared/api'
import type { EndedRun, Parent, RunEnd } from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { LiveEvents } from './live-events.ts'
import type { RunResults } from './run-results.ts'
import { createTimeText } from './time-text.ts'

export interface RunNewsOptions {
  readonly events: Pick<LiveEvents, 'publish'>
  readonly results: RunResults
  /** Called when a run has ended, with the run that has started it. */
  onEnded(parent: Parent | null): void
  /** Called when a run of this process has ended. */
  onSettled(run: ActiveRun): void
  now(): Date
}

/** Publishes changes of a run to live events and to callers that wait for its result. */
export interface RunNews {
  reached(run: ActiveRun, status: RunStatus): void
  settled(run: ActiveRun, end: RunEnd): void
  ended(run: EndedRun): void
}

export function createRunNews({ events, results, now, onEnded, onSettled }: RunNewsOptions): RunNews {
  const timeText = createTimeText()
  const nowText = () => timeText(now())

  function ended({ id: runId, flowId, version, contact, parent = null, isTest = false, end }: EndedRun): void {
    const event = { type: 'run', runId, flowId, version, status: end.status, contact, at: nowText() } as const
    events.publish(isTest ? { ...event, isTest } : event)
    results.answer({ runId, status: end.status, result: end.result, error: end.error })
    onEnded(parent)
  }

  return {
    reached({ id: runId, plan, contact, test }, status) {
      const { flowId, version } = plan
      const event = { type: 'run', runId, flowId, version, status, contact, at: nowText() } as const
      events.publish(test === null ? event : { ...event, isTest: true })
    },
    settled(run, end) {
      const { id, plan, contact, parent, test } = run
      ended({ id, flowId: plan.flowId, version: plan.version, contact, parent, isTest: test !== null, end })
      onSettled(run)
    },
    ended,
  }
}
