import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type FloorPlan, floorPlans } from './floors.ts'
import { importsOf } from './imports-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** One sentence for each import that climbs, and for each folder that has no floor. */
export function floorFaults(
  { floors, mayTypesClimb = false }: FloorPlan,
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const floorOf = new Map(floors.flatMap((folders, floor) => folders.map((folder) => [folder, floor] as const)))
  const folderOf = (path: string) => folderWithin(path, floorOf)
  const folders = new Set([...files.keys()].map(folderOf))
  const faults = [...folders].filter((folder) => !floorOf.has(folder)).map((folder) => `${folder} has no floor`)
  faults.push(...[...floorOf.keys()].filter((folder) => !folders.has(folder)).map((name) => `${name} has no files`))
  for (const [file, text] of files) {
    const from = folderOf(file)
    for (const { path, isType } of importsOf(text)) {
      const target = posix.join(posix.dirname(file), path)
      if (!path.startsWith('.') || target.startsWith('..') || (isType && mayTypesClimb)) continue
      const to = folderOf(target)
      if (from !== to && (floorOf.get(from) ?? 0) <= (floorOf.get(to) ?? 0)) faults.push(`${file} imports ${target}`)
    }
  }
  return faults
}

/** The folder of a file that has a floor: the first one of its path, or one within it that is listed itself. */
function folderWithin(path: string, floors: ReadonlyMap<string, number>): string {
  const [first = '', second = '', ...rest] = path.split('/')
  if (second === '') return '.'
  const inner = `${first}/${second}`
  return rest.length > 0 && floors.has(inner) ? inner : first
}

function main(): void {
  const faults = Object.entries(floorPlans).flatMap(([source, plan]) =>
    floorFaults(plan, readSources(source)).map((fault) => `${source}: ${fault}`),
  )
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  if (faults.length > 0) {
    process.stderr.write('An import goes down only: scripts/floors.ts has the order, ARCHITECTURE.md the folders.\n')
    process.exitCode = 1
  }
}

/** Tests are left out: they set their scene with whatever it takes. */
function readSources(source: string): ReadonlyMap<string, string> {
  const cwd = join(root, source)
  const paths = globSync('**/*.{ts,tsx}', { cwd }).filter((path) => !/\.test\.tsx?$/.test(path))
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(cwd, path), 'utf8')]))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
