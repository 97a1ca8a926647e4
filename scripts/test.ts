import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './chromium.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'patchbay-test-'))

interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Runs one tool of node_modules/.bin; true when it exits with 0. */
type Tool = (name: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<boolean>

interface Stage {
  readonly name: string
  /** Mostly waits: runs beside the others, which have the terminal, and its output is shown when it has ended. */
  readonly isAside?: true
  run(tool: Tool): Promise<Counts>
}

const stages: readonly Stage[] = [
  {
    name: 'types',
    run: (tool) =>
      checks(tool, [
        ['tsc', '-p', 'shared'],
        ['tsc', '-p', 'runtime'],
        ['tsc', '-p', 'designer/tsconfig.test.json'],
      ]),
  },
  {
    name: 'lint',
    run: (tool) =>
      checks(tool, [
        ['biome', 'check', '--error-on-warnings', '.'],
        ['node', 'scripts/check-floors.ts'],
        ['knip', '--no-progress'],
      ]),
  },
  { name: 'unit', run: (tool) => vitest(tool, 'pure', 'embedded') },
  { name: 'postgres', run: (tool) => vitest(tool, 'postgres') },
  {
    name: 'crash',
    isAside: true,
    run: (tool) => checks(tool, [['node', 'runtime/test/crash/main.ts', '--short']]),
  },
  { name: 'browser', run: browser },
]

/**
 * Runs every check of the project, or the named stages only (`npm test -- unit browser`), each to its end, and
 * closes with one line of counts. The exit code is 1 when anything failed.
 */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length > 0)
    throw new Error(`No stage ${unknown.join(', ')}. There are: ${stages.map((stage) => stage.name).join(', ')}.`)
  const chosen = stages.filter(({ name }) => names.length === 0 || names.includes(name))
  const isAlone = chosen.length === 1
  const done = new Map<Stage, Result>()
  // Begun first, shown last.
  const aside = chosen.filter((stage) => stage.isAside && !isAlone).map((stage) => ({ stage, ...runAside(stage) }))
  for (const stage of chosen) {
    if (aside.some((other) => other.stage === stage)) continue
    title(stage)
    done.set(stage, await timed(stage, (name, args, env) => ended(startTool(name, args, env, 'inherit'))))
  }
  for (const { stage, result, output } of aside) {
    done.set(stage, await result)
    title(stage)
    process.stdout.write(output())
  }
  rmSync(reports, { recursive: true, force: true })
  close(chosen.flatMap((stage) => done.get(stage) ?? []))
}

interface Result {
  readonly stage: Stage
  readonly counts: Counts
  readonly seconds: number
}

function title({ name }: Stage): void {
  process.stdout.write(`\n── ${name} ──\n`)
}

/** A stage whose tools write into memory. */
function runAside(stage: Stage): { readonly result: Promise<Result>; output(): string } {
  const chunks: string[] = []
  const result = timed(stage, (name, args, env) => {
    const child = startTool(name, args, env, 'pipe')
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => void chunks.push(String(chunk)))
    return ended(child)
  })
  return { result, output: () => chunks.join('') }
}

async function timed(stage: Stage, tool: Tool): Promise<Result> {
  const startedAt = performance.now()
  const counts = await stage.run(tool).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  return { stage, counts, seconds: (performance.now() - startedAt) / 1000 }
}

/** One line for each stage, one for all. */
function close(results: readonly Result[]): void {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const lines = results.map(({ stage, counts, seconds }) => {
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
    return `${stage.name.padEnd(9)} ${describe(counts)} (${seconds.toFixed(1)} s)`
  })
  process.stdout.write(`\n${lines.join('\n')}\n\n${describe(total)}\n`)
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
}

function describe(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`
}

const running = new Set<ChildProcess>()
// Whoever ends this command ends the stages that run beside the others, too.
process.on('exit', () => {
  for (const child of running) child.kill()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

function startTool(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  output: 'inherit' | 'pipe',
): ChildProcess {
  return spawn(join(root, 'node_modules/.bin', name), args, {
    cwd: root,
    stdio: ['inherit', output, output],
    env: { ...process.env, NO_COLOR: '1', ...env },
  })
}

async function ended(child: ChildProcess): Promise<boolean> {
  running.add(child)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => running.delete(child))
  return code === 0
}

async function checks(tool: Tool, commands: readonly (readonly [string, ...string[]])[]): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const [name, ...args] of commands) {
    if (await tool(name, args)) counts.passed++
    else counts.failed++
  }
  return counts
}

async function vitest(tool: Tool, ...projects: readonly string[]): Promise<Counts> {
  const report = join(reports, `${projects.join('-')}.json`)
  const isFine = await tool('vitest', [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const read = readReport(report)
  return atLeastOneFailure(isFine, {
    passed: count(read, 'numPassedTests'),
    failed: count(read, 'numFailedTests'),
    skipped: count(read, 'numPendingTests') + count(read, 'numTodoTests'),
  })
}

async function browser(tool: Tool): Promise<Counts> {
  const chromium = ensureChromium()
  if (!(await tool('node', ['scripts/build.ts', '--if-needed']))) return { passed: 0, failed: 1, skipped: 0 }
  const report = join(reports, 'browser.json')
  const isFine = await tool(
    'playwright',
    ['test', '--config', 'designer/playwright.config.ts', '--reporter=list,json'],
    {
      PATCHBAY_CHROMIUM: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  )
  const stats = readReport(report).stats
  const read = isRecord(stats) ? stats : {}
  return atLeastOneFailure(isFine, {
    passed: count(read, 'expected') + count(read, 'flaky'),
    failed: count(read, 'unexpected'),
    skipped: count(read, 'skipped'),
  })
}

/** A runner that failed before it counted anything must not look like success. */
function atLeastOneFailure(isFine: boolean, counts: Counts): Counts {
  return isFine || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

function readReport(path: string): Record<string, unknown> {
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isRecord(report) ? report : {}
  } catch {
    return {}
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function count(report: Record<string, unknown>, key: string): number {
  const value = report[key]
  return typeof value === 'number' ? value : 0
}

await main(process.argv.slice(2))
