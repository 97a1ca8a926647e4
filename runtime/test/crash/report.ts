import type { Page, RunListItem, RunResource } from '@patchbay/shared/api'
import { isFinal } from '@patchbay/shared/api'
import { eventually } from '../helpers/eventually.ts'
import { brokenPromises, countHits, type Hits, longestStandstill, readLog, sendersOf, type Texts } from './checks.ts'
import { type createEvents, driverOf } from './scene.ts'

export interface Report {
  readonly name: string
  readonly hits: Hits
  readonly runs: number
  readonly problems: readonly string[]
  readonly standstillMs: number
}

type CrashEvents = ReturnType<typeof createEvents>

interface ReportOptions {
  readonly name: string
  readonly url: string
  readonly origin: string
  readonly log: string
  readonly events: CrashEvents
}

/** Waits until every run has ended, then looks what was promised and what was kept. */
export async function reportOf({ name, url, origin, log, events }: ReportOptions): Promise<Report> {
  const driver = driverOf(url)
  // A text that came late still has to be answered.
  const isAnswered = () =>
    events.talks().every(({ answeredRunId }) => answeredRunId !== undefined) &&
    events.calls().every(({ runId }) => runId !== undefined)
  await eventually(async () => {
    await events.sendOpen(url)
    return isAnswered()
  }, 60_000).catch(() => {})
  const open = ['queued', 'running', 'waiting']
  await eventually(async () => {
    const pages = await Promise.all(
      open.map((status) => driver.call<Page<RunListItem>>('GET', `/runs?status=${status}&limit=1`)),
    )
    return pages.every(({ items }) => items.length === 0)
  }, 90_000).catch(() => {})
  // The stand-ins are ours and answer this shape.
  const texts = (await (await fetch(`${origin}/texts`)).json()) as Texts
  const acknowledged = [...events.all(), ...events.talks(), ...events.calls()].flatMap(({ runId }) => runId ?? [])
  const runs: RunResource[] = []
  for (const runId of new Set([...acknowledged, ...sendersOf(texts)])) {
    const run = await driver.run(runId).catch(() => undefined)
    if (run !== undefined) runs.push(run)
  }
  const lines = readLog(log)
  const sent = { events: events.all(), talks: events.talks(), calls: events.calls() }
  const problems = brokenPromises({ ...sent, runs, texts, log: lines })
  const ended = runs.filter(({ status }) => isFinal(status)).length
  return { name, hits: countHits(lines), runs: ended, problems, standstillMs: longestStandstill(lines) }
}
