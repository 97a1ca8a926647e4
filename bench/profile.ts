import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string }
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const parts: readonly (readonly [RegExp, string])[] = [
  [/\/runtime\/src\/store\//, 'Patchbay: store'],
  [/\/runtime\/src\/engine\//, 'Patchbay: engine'],
  [/\/runtime\/src\/(nodes|content)\//, 'Patchbay: actions and replies'],
  [/\/runtime\/src\/egress\//, 'Patchbay: web client'],
  [/\/runtime\/src\/(http|services)\//, 'Patchbay: HTTP and services'],
  [/\/runtime\/src\//, 'Patchbay: rest of the runtime'],
  [/\/shared\/src\//, 'Patchbay: templates, queries and JSON (shared)'],
  [/\/undici\//, 'undici'],
  [/\/(hono|@hono)\//, 'Hono'],
  [/\/(pg|pg-protocol|pg-pool|kysely)\//, 'pg and Kysely'],
  [/\/node_modules\//, 'other packages'],
  [/^node:/, 'Node: net, http, streams and timers'],
]

/** Where the busy time of the main thread went, by part, as a table. Idle time is left out. */
export function profileTable(folder: string): string {
  const profiles = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))
  // The main thread is the one that worked longest.
  const read = profiles.map((name): CpuProfile => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const times = read.map(timeByPart).toSorted((left, right) => total(right) - total(left))
  const [main] = times
  if (main === undefined) return 'No profile was written.'
  const all = total(main)
  const rows = [...main]
    .toSorted(([, left], [, right]) => right - left)
    .map(([part, micros]) => `| ${part} | ${((micros / all) * 100).toFixed(1)} % |`)
  return ['| Part | Share of busy time |', '|---|---|', ...rows].join('\n')
}

function timeByPart({ nodes, samples, timeDeltas }: CpuProfile): Map<string, number> {
  const partOf = new Map(nodes.map((node) => [node.id, nameOf(node)]))
  const times = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const part = partOf.get(id)
    if (part === undefined) continue
    times.set(part, (times.get(part) ?? 0) + (timeDeltas[index] ?? 0))
  }
  return times
}

function nameOf({ callFrame: { functionName, url } }: ProfileNode): string | undefined {
  if (functionName === '(idle)' || functionName === '(root)') return undefined
  if (functionName === '(garbage collector)') return 'garbage collector'
  if (url === '') return 'native code (system calls, JSON, regular expressions)'
  return parts.find(([pattern]) => pattern.test(url))?.[1] ?? 'other'
}

function total(times: ReadonlyMap<string, number>): number {
  return [...times.values()].reduce((sum, time) => sum + time, 0)
}
