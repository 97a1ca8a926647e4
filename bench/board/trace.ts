import type { Browser, Page } from '@playwright/test'

/** What is read of an event of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string
  readonly phase: string
  readonly processId: number
  readonly threadId: number
  readonly at: number
  readonly duration: number
  /** Time on the processor; what others took of it does not count. */
  readonly cpuDuration: number
}

const categories = [
  'devtools.timeline',
  'devtools.timeline.frame',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'toplevel',
  'blink.user_timing',
  '__metadata',
]

/** Traces the browser while `work` goes on. */
export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  await browser.startTracing(page, { categories })
  let text: Buffer
  try {
    await work()
  } finally {
    text = await browser.stopTracing()
  }
  return readTrace(JSON.parse(text.toString('utf8')))
}

function readTrace(trace: unknown): readonly TraceEvent[] {
  if (!isRecord(trace) || !Array.isArray(trace.traceEvents)) throw new Error('Chromium gave no trace.')
  return trace.traceEvents.filter(isRecord).map((event) => ({
    name: String(event.name),
    phase: String(event.ph),
    processId: Number(event.pid),
    threadId: Number(event.tid),
    at: Number(event.ts),
    duration: Number(event.dur ?? 0),
    cpuDuration: Number(event.tdur ?? event.dur ?? 0),
  }))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
