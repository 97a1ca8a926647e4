import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Flow } from '@patchbay/shared/flow'
import type { Page } from '@playwright/test'
import { build } from '../../scripts/build.ts'
import { machineFacts } from '../facts.ts'
import { writeReport } from '../report.ts'
import { budgets, type Finding, table } from './budgets.ts'
import { gestures } from './gestures.ts'
import { measureHeap } from './heap.ts'
import { largeFlow } from './large-flow.ts'
import { measureLoading } from './loading.ts'
import { measureGesture, openBoard, type Smoothness } from './smoothness.ts'
import { type Stage, setStage } from './stage.ts'

/**
 * `npm run bench:board`: the designer's budgets, measured in a real browser against a real Patchbay. `-- --minutes 1`
 * pans for a shorter time, `--rounds` repeats each gesture more often, `--only loading,frames,heap` measures parts.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'loading,frames,heap' },
  },
})
const NODES = 500
const VISITS = 5
const root = fileURLToPath(new URL('../..', import.meta.url))
const startedAt = new Date()
// Read before anything adds to the load.
const facts = machineFacts()
const findings: Finding[] = []
const details: string[] = []

function found(finding: Finding): void {
  findings.push(finding)
  process.stdout.write(`${finding.what}: ${finding.measured}\n`)
}

async function loading(stage: Stage): Promise<void> {
  // The document of a sample is a flow; the API checks it again.
  const weather = JSON.parse(await readFile(`${root}/flows/weather-forecast.flow.json`, 'utf8')) as Flow
  const { scriptKb, scripts, interactiveMs, workMs } = await measureLoading(stage, await stage.board(weather), VISITS)
  found({
    what: 'script until the weather board is usable with #2 selected',
    budget: `≤ ${budgets.scriptKb} kB gzipped`,
    measured: `${scriptKb.toFixed(0)} kB in ${scripts} files`,
    isHeld: scriptKb <= budgets.scriptKb,
  })
  found({
    what: `time to interactive, weather board (median of ${VISITS} first visits)`,
    budget: `≤ ${budgets.interactiveMs / 1000} s`,
    measured: `${(interactiveMs / 1000).toFixed(2)} s, of it ${(workMs / 1000).toFixed(2)} s work of the main thread`,
    isHeld: interactiveMs <= budgets.interactiveMs,
  })
}

async function frames(stage: Stage, page: Page): Promise<void> {
  for (const gesture of gestures) {
    const smoothness = await measureGesture(stage.browser, page, gesture, Number(values.rounds))
    const { p50, p95, max, frames: count } = smoothness.work
    found({
      what: `${gesture.name}: main-thread work per frame`,
      budget: gesture.hasBudget ? `p95 ≤ ${budgets.frameMs} ms` : '',
      measured: `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}, max ${max.toFixed(1)} ms (${count} frames)`,
      ...(gesture.hasBudget ? { isHeld: p95 <= budgets.frameMs } : {}),
    })
    details.push(detail(smoothness))
  }
}

function detail({ gesture, kinds }: Smoothness): string {
  const parts = kinds.slice(0, 6).map(([name, ms]) => `${name} ${ms.toFixed(1)}`)
  return `- ${gesture.name}: ${parts.join(', ')}`
}

async function heap(page: Page): Promise<void> {
  const { minutes, firstMb, lastMb, growth } = await measureHeap(page, Number(values.minutes))
  found({
    what: `JS heap after ${minutes} minutes of panning, against a tenth of that time`,
    budget: `< ${budgets.heapGrowth * 100} % more`,
    measured: `${firstMb.toFixed(1)} → ${lastMb.toFixed(1)} MB (${(growth * 100).toFixed(1)} %)`,
    isHeld: growth < budgets.heapGrowth,
  })
}

function report(): string {
  return [
    `# The board, measured on ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC\n`,
    ...facts.map((fact) => `- ${fact}`),
    `- ${NODES} actions and 20 notes, all in sight, 1440 × 900; work is time on the processor\n`,
    table(findings),
    ...(details.length > 0 ? ['\nWhere it goes, in ms per frame:\n', ...details] : []),
    '',
  ].join('\n')
}

await build({ ifNeeded: true })
const stage = await setStage()
try {
  const parts = new Set(values.only.split(','))
  if (parts.has('loading')) await loading(stage)
  if (parts.has('frames') || parts.has('heap')) {
    const { page } = await stage.visit()
    await openBoard(page, await stage.board(largeFlow(NODES)), NODES)
    if (parts.has('frames')) await frames(stage, page)
    if (parts.has('heap')) await heap(page)
  }
} finally {
  await stage.close()
}
process.stdout.write(`\n${table(findings)}\n\nwritten to ${writeReport(report(), startedAt, 'board-')}\n`)
if (findings.some(({ isHeld }) => isHeld === false)) process.exitCode = 1
