import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const builtPage = join(root, 'designer/dist/index.html')
const sources = ['designer/src', 'designer/index.html', 'designer/vite.config.ts', 'shared/src', 'package-lock.json']

/** Builds the designer into `designer/dist`; with `--if-needed` only when a source is newer than the build. */
async function main(): Promise<void> {
  if (process.argv.includes('--if-needed') && isUpToDate()) return
  process.stdout.write('Building the designer …\n')
  await build({ root: join(root, 'designer'), logLevel: 'warn' })
}

function isUpToDate(): boolean {
  if (!existsSync(builtPage)) return false
  const builtAt = statSync(builtPage).mtimeMs
  return sources.every((source) => newestChange(join(root, source)) <= builtAt)
}

function newestChange(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

await main()
