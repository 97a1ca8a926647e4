import type { RunResource, StepResource } from '@patchbay/shared/api'

/** Where a step's bar stands on the axis that all steps of the run share, in percent. */
export interface Bar {
  readonly left: number
  readonly width: number
}

const leastWidth = 1.5

/** One bar per step, in order. The axis runs from the start of the run to the end of its last step, or to `now`. */
export function timeAxis(run: Pick<RunResource, 'startedAt' | 'finishedAt' | 'steps'>, now: number): readonly Bar[] {
  const begin = Math.min(Date.parse(run.startedAt), ...run.steps.map(startOf))
  const lastEnd = Math.max(...run.steps.map((step) => startOf(step) + step.durationMs))
  const end = run.finishedAt === null ? Math.max(lastEnd, now) : lastEnd
  const length = Math.max(1, end - begin)
  return run.steps.map((step) => {
    const width = Math.min(100, Math.max(leastWidth, (step.durationMs / length) * 100))
    const left = ((startOf(step) - begin) / length) * 100
    return { left: Math.min(left, 100 - width), width }
  })
}

function startOf(step: StepResource): number {
  return Date.parse(step.startedAt)
}
