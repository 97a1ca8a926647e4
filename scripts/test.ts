import { spawnSync } from 'node:child_process'
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

interface Stage {
  readonly name: string
  run(): Counts
}

const stages: readonly Stage[] = [
  {
    name: 'types',
    run: () =>
      checks([
        ['tsc', '-p', 'shared'],
        ['tsc', '-p', 'runtime'],
        ['tsc', '-p', 'bench'],
        ['tsc', '-p', 'designer/tsconfig.test.json'],
      ]),
  },
  {
    name: 'lint',
    run: () =>
      checks([
        ['biome', 'check', '--error-on-warnings', '.'],
        ['node', 'scripts/check-floors.ts'],
      ]),
  },
  { name: 'unit', run: () => vitest('pure', 'embedded') },
  { name: 'postgres', run: () => vitest('postgres') },
  { name: 'crash', run: () => checks([['node', 'runtime/test/crash/main.ts', '--short']]) },
  { name: 'browser', run: browser },
]

/**
 * Runs every check of the project, or the named stages only (`npm test -- unit browser`), each to its end, and
 * closes with one line of counts. The exit code is 1 when anything failed.
 */
function main(names: readonly string[]): void {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length > 0)
    throw new Error(`No stage ${unknown.join(', ')}. There are: ${stages.map((stage) => stage.name).join(', ')}.`)
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const lines: string[] = []
  for (const stage of stages) {
    if (names.length > 0 && !names.includes(stage.name)) continue
    process.stdout.write(`\n── ${stage.name} ──\n`)
    const startedAt = performance.now()
    const counts = stage.run()
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    lines.push(`${stage.name.padEnd(9)} ${describe(counts)} (${seconds} s)`)
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
  }
  rmSync(reports, { recursive: true, force: true })
  process.stdout.write(`\n${lines.join('\n')}\n\n${describe(total)}\n`)
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
}

function describe(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`
}

/** Runs one tool of node_modules/.bin; true when it exits with 0. */
function tool(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const path = join(root, 'node_modules/.bin', name)
  const child = spawnSync(path, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NO_COLOR: '1', ...env } })
  return child.status === 0
}

function checks(commands: readonly (readonly [string, ...string[]])[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const [name, ...args] of commands) {
    if (tool(name, args)) counts.passed++
    else counts.failed++
  }
  return counts
}

function vitest(...projects: readonly string[]): Counts {
  const report = join(reports, `${projects.join('-')}.json`)
  const isFine = tool('vitest', [
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

function browser(): Counts {
  const chromium = ensureChromium()
  if (!tool('node', ['scripts/build-designer.ts', '--if-needed'])) return { passed: 0, failed: 1, skipped: 0 }
  const report = join(reports, 'browser.json')
  const isFine = tool('playwright', ['test', '--config', 'designer/playwright.config.ts', '--reporter=list,json'], {
    PATCHBAY_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  })
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

main(process.argv.slice(2))
