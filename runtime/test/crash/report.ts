import type { Page, RunListItem, RunResource } from '@patchbay/shared/api'
import { isFinal } from '@patchbay/shared/api'
import { eventually } from '../helpers/eventually.ts'
import {
  brokenPromises,
  type CrashReceived,
  countHits,
  eventProblems,
  type Hits,
  longestStandstill,
  readLog,
  sendersOf,
  type Texts,
} from './checks.ts'
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
  const problems = [
    ...brokenPromises({ ...sent, runs, texts, log: lines }),
    ...(await brokenEvents({ origin, runs, events })),
  ]
  const ended = runs.filter(({ status }) => isFinal(status)).length
  return { name, hits: countHits(lines), runs: ended, problems, standstillMs: longestStandstill(lines) }
}

/** Other processes know a little later that ends of runs are wanted. */
const KNOWN_AFTER_MS = 15_000

/** Every run that began and ended while there was a receiver was told of, once. */
async function brokenEvents({
  origin,
  runs,
  events,
}: Pick<ReportOptions, 'origin' | 'events'> & { readonly runs: readonly RunResource[] }): Promise<readonly string[]> {
  const since = events.toldSince() + KNOWN_AFTER_MS
  const told = runs
    .filter(({ startedAt }) => Date.parse(startedAt) > since)
    .filter(({ status }) => status === 'succeeded' || status === 'failed')
    .map(({ id, status }) => ({ type: status === 'failed' ? 'RUN/FAILED' : 'RUN/SUCCEEDED', id }))
  let problems: readonly string[] = []
  await eventually(async () => {
    // The stand-in is ours and answers this shape.
    const received = (await (await fetch(`${origin}/events`)).json()) as readonly CrashReceived[]
    problems = eventProblems(received, told)
    return problems.length === 0
  }, 90_000).catch(() => {})
  return problems
}
