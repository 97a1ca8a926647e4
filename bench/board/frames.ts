import type { TraceEvent } from './trace.ts'

/** Milliseconds of main-thread work per frame. */
export interface FrameWork {
  readonly frames: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** The marks that a page sets around what is measured. */
export const BEGIN_MARK = 'bench:begin'
export const END_MARK = 'bench:end'

/**
 * What the main thread of the marked page worked for each frame between the marks: all its tasks since the frame
 * before was handed to the compositor, in time on the processor, so that busy neighbours do not count. Frames in which
 * there was next to nothing to do are left out: they would make the others look rare.
 * @throws Error when the marks are missing.
 */
export function workPerFrame(events: readonly TraceEvent[]): readonly number[] {
  const begin = events.find(({ name }) => name === BEGIN_MARK)
  const end = events.find(({ name }) => name === END_MARK)
  if (!begin || !end) throw new Error('The trace does not hold the marks of the measurement.')
  const own = events.filter(
    ({ processId, threadId, at }) =>
      processId === begin.processId && threadId === begin.threadId && at > begin.at && at < end.at,
  )
  const handedOver = timesOf(own, 'Commit').map(({ at }) => at)
  const work = handedOver.map(() => 0)
  let frame = 0
  for (const { at, cpuDuration } of timesOf(own, 'RunTask')) {
    while (frame < handedOver.length && (handedOver[frame] ?? 0) < at) frame += 1
    if (frame === handedOver.length) break
    work[frame] = (work[frame] ?? 0) + cpuDuration / 1000
  }
  return work.filter((ms) => ms >= IDLE_MS)
}

/** Frames with less work than this drew nothing new. */
const IDLE_MS = 0.5

function timesOf(events: readonly TraceEvent[], wanted: string): readonly TraceEvent[] {
  return events.filter(({ name, phase }) => name === wanted && phase === 'X').toSorted((a, b) => a.at - b.at)
}

export function summarize(work: readonly number[]): FrameWork {
  const sorted = work.toSorted((a, b) => a - b)
  return { frames: sorted.length, p50: share(sorted, 0.5), p95: share(sorted, 0.95), max: sorted.at(-1) ?? 0 }
}

/** The value that this share of all does not exceed. */
function share(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}

/** Which kinds of work took most of the time between the marks, in milliseconds per frame. */
export function kindsOfWork(events: readonly TraceEvent[]): readonly (readonly [string, number])[] {
  const begin = events.find(({ name }) => name === BEGIN_MARK)
  const frames = Math.max(1, workPerFrame(events).length)
  const totals = new Map<string, number>()
  for (const { name, processId, threadId, cpuDuration } of events) {
    if (processId !== begin?.processId || threadId !== begin.threadId || !kinds.has(name)) continue
    totals.set(name, (totals.get(name) ?? 0) + cpuDuration / 1000 / frames)
  }
  return [...totals].toSorted((a, b) => b[1] - a[1])
}

const kinds: ReadonlySet<string> = new Set([
  'FunctionCall',
  'HitTest',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'MinorGC',
  'MajorGC',
])
