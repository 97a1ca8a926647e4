import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Measured } from './client.ts'
import type { Standing } from './turns.ts'

export interface Result {
  readonly candidate: string
  readonly clients: number
  readonly measured: Measured
  /** Commits of the run writer for each run: with many clients one commit holds steps of many runs. */
  readonly commitsPerRun?: number
  /** Processor time of one run by who used it. */
  readonly cpu?: string
}

export const HANDLER = 'handler'
export const NODE_RED = 'Node-RED'

/** A table of runs a second, times and ratios against both others at the same number of clients. */
export function table(results: readonly Result[]): string {
  const head = '| Clients | Candidate | runs/s | p50 ms | p99 ms | × handler | × Node-RED | commits per run | failed |'
  const rule = '|---|---|---|---|---|---|---|---|---|'
  const rows = results.map((result) => {
    const { candidate, clients, measured, commitsPerRun } = result
    const figures = [
      clients,
      candidate,
      measured.perSecond.toFixed(0),
      measured.p50.toFixed(2),
      measured.p99.toFixed(2),
      ratio(result, results, HANDLER),
      ratio(result, results, NODE_RED),
      commitsPerRun === undefined ? '' : commitsPerRun.toFixed(2),
      measured.failed,
    ]
    return `| ${figures.join(' | ')} |`
  })
  return [head, rule, ...rows].join('\n')
}

/** Unlike runs a second these figures hardly depend on what else the machine does. */
export function cpuTable(results: readonly Result[]): string {
  const rows = results.filter(({ cpu }) => cpu !== undefined)
  const lines = rows.map(({ candidate, clients, cpu }) => `| ${clients} | ${candidate} | ${cpu} |`)
  return ['| Clients | Candidate | Processor time |', '|---|---|---|', ...lines].join('\n')
}

function ratio({ candidate, clients, measured }: Result, results: readonly Result[], other: string): string {
  const base = results.find((result) => result.candidate === other && result.clients === clients)
  if (base === undefined || candidate === other || base.measured.perSecond === 0) return ''
  return (measured.perSecond / base.measured.perSecond).toFixed(2)
}

/** What was measured in turns, against both others. */
export function turnsTable(standings: readonly Standing[]): string {
  const others = [HANDLER, NODE_RED].filter((other) => standings.some(({ name }) => name === other))
  const rows = standings.map(({ name, perSecond, against }) => {
    const ratios = others.map((other) => (other === name ? '' : against(other).toFixed(2)))
    return `| ${[name, perSecond.toFixed(0), ...ratios].join(' | ')} |`
  })
  const head = ['Candidate', 'runs/s', ...others.map((other) => `× ${other}`)]
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n')
}

/** Writes the report as `results/<time>.md`, with something before the time if asked, and answers where. */
export function writeReport(text: string, now: Date, prefix = ''): string {
  const folder = fileURLToPath(new URL('results/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  const minute = now.toISOString().slice(0, 16).replace(':', '')
  const path = `${folder}${prefix}${minute}.md`
  writeFileSync(path, text)
  return path
}
