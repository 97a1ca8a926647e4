import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { floors } from './floors.ts'
import { importsOf } from './imports-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** One sentence for each import that climbs, and for each folder that has no floor. */
export function floorFaults(
  plan: readonly (readonly string[])[],
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const floorOf = new Map(plan.flatMap((folders, floor) => folders.map((folder) => [folder, floor] as const)))
  const folders = new Set([...files.keys()].map(folderOf))
  const faults = [...folders].filter((folder) => !floorOf.has(folder)).map((folder) => `${folder} has no floor`)
  faults.push(...[...floorOf.keys()].filter((folder) => !folders.has(folder)).map((name) => `${name} has no files`))
  for (const [file, text] of files) {
    for (const imported of importsOf(text)) {
      if (!imported.startsWith('.')) continue
      const target = posix.join(posix.dirname(file), imported)
      const [from, to] = [folderOf(file), folderOf(target)]
      if (from === to || target.startsWith('..')) continue
      if ((floorOf.get(from) ?? 0) <= (floorOf.get(to) ?? 0)) faults.push(`${file} imports ${target}`)
    }
  }
  return faults
}

/** The folder of a file below the root of its package; files at the root are a folder of their own, `.`. */
function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '.'
}

function main(): void {
  const faults = Object.entries(floors).flatMap(([source, plan]) =>
    floorFaults(plan, readSources(source)).map((fault) => `${source}: ${fault}`),
  )
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  if (faults.length > 0) {
    process.stderr.write('An import goes down only: scripts/floors.ts has the order, ARCHITECTURE.md the folders.\n')
    process.exitCode = 1
  }
}

function readSources(source: string): ReadonlyMap<string, string> {
  const cwd = join(root, source)
  const paths = globSync('**/*.{ts,tsx}', { cwd })
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(cwd, path), 'utf8')]))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
