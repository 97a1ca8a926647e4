import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '../runtime/src/platform/project-root.ts'

interface Part {
  readonly name: string
  /** Its last file to be written. */
  readonly result: string
  readonly sources: readonly string[]
  make(): Promise<void>
}

const parts: readonly Part[] = [
  {
    name: 'designer',
    result: 'designer/dist/index.html',
    sources: [
      'designer/src',
      'designer/index.html',
      'designer/vite.config.ts',
      'docs',
      'shared/src',
      'package-lock.json',
    ],
    make: async () => (await import('./build-designer.ts')).buildDesigner(),
  },
  {
    name: 'server',
    result: 'runtime/dist/server/main.js',
    sources: ['runtime/src', 'shared/src', 'scripts/build-server.ts', 'package-lock.json'],
    make: async () => (await import('./build-server.ts')).buildServer(),
  },
]

/** Builds what `npm start` runs, side by side; with `ifNeeded` only parts that a source is newer than. */
export async function build({ ifNeeded }: { readonly ifNeeded: boolean }): Promise<void> {
  const needed = parts.filter((part) => !ifNeeded || !isUpToDate(part))
  if (needed.length === 0) return
  process.stdout.write(`Building the ${needed.map(({ name }) => name).join(' and the ')} …\n`)
  await Promise.all(needed.map((part) => part.make()))
}

function isUpToDate({ result, sources }: Part): boolean {
  if (!existsSync(inRoot(result))) return false
  const builtAt = statSync(inRoot(result)).mtimeMs
  return sources.every((source) => newestChange(inRoot(source)) <= builtAt)
}

/** Tests are in no build. */
function newestChange(path: string): number {
  if (/\.test\.tsx?$/.test(path)) return 0
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

if (import.meta.main) await build({ ifNeeded: process.argv.includes('--if-needed') })
