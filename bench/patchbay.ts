import { readFile } from 'node:fs/promises'
import type { Page, RunListItem, RunResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { type ApiDriver, createApiDriver } from '../runtime/test/helpers/api-driver.ts'
import { apiToken, type RuntimeProcess, startRuntime } from '../runtime/test/helpers/runtime-process.ts'

export interface BenchRuntime {
  readonly process: RuntimeProcess
  readonly driver: ApiDriver
  /** Where events are posted. */
  readonly url: string
  /** For an event whose answer is the end of the run. */
  readonly waitHeaders: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** How many groups of records were committed so far. */
  commits(): Promise<number>
  /** Megabytes that the process holds; 0 where the system does not tell. */
  memory(): Promise<number>
}

/** Patchbay with the settings of a default installation, in a process of its own, with the flow live. */
export async function startPatchbay(options: {
  readonly dataDir: string
  readonly service: string
  readonly env?: Readonly<Record<string, string>>
}): Promise<BenchRuntime> {
  // A profile names files, and those of a built server say nothing.
  const isBuilt = options.env?.NODE_OPTIONS === undefined
  const process = await startRuntime({ dataDir: options.dataDir, isBuilt, env: { ...options.env } })
  const driver = createApiDriver(process.api)
  const flowId = await driver.deploy(flow(options.service))
  const headers = { authorization: `Bearer ${apiToken}` }
  const metric = async (name: string) => {
    const text = await (await fetch(`${process.url}/metrics`, { headers })).text()
    const values = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }
  return {
    process,
    driver,
    url: `${process.url}/triggers/${flowId}`,
    headers,
    waitHeaders: { ...headers, prefer: 'wait=30' },
    commits: () => metric('patchbay_flush_seconds_count'),
    memory: async () => {
      const status = await readFile(`/proc/${process.pid}/status`, 'utf8').catch(() => '')
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
    },
  }
}

/** POST in → GET → extract → POST → answer. */
function flow(service: string): Flow {
  const call = (id: number, name: string, inputs: object) => ({
    id,
    type: 'external-web-call',
    name,
    position: { x: id * 240, y: 0 },
    inputs: { timeoutSeconds: 10, ...inputs },
  })
  return {
    formatVersion: 1,
    name: 'Bench',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      {
        id: 1,
        type: 'inbound-api',
        name: 'Event',
        position: { x: 0, y: 0 },
        inputs: { expectedInputs: [{ name: 'city', required: true, description: '' }] },
      },
      call(2, 'Forecast', {
        method: 'GET',
        url: `${service}/forecast`,
        responseVariables: [
          { name: 'temp', query: 'temperature' },
          { name: 'winds', query: 'windSpeed' },
        ],
      }),
      call(3, 'Report', {
        method: 'POST',
        url: `${service}/report`,
        contentType: 'application/json',
        body: '{"city":"$city","temperature":$temp,"wind":"$winds"}',
      }),
    ],
    connections: [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'success', to: 3 },
    ],
    notes: [],
  }
}

/** Reads random runs of this bench back and answers how many do not have every step they must have. */
export async function readBack(
  driver: ApiDriver,
  { wanted, since }: { readonly wanted: number; readonly since: Date },
): Promise<{ read: number; incomplete: number }> {
  const ids: string[] = []
  let after = ''
  while (ids.length < 20_000) {
    const page: Page<RunListItem> = await driver.call('GET', `/runs?limit=200${after}`)
    const own = page.items.filter(({ startedAt }) => new Date(startedAt) >= since)
    ids.push(...own.map(({ id }) => id))
    if (page.next === null || own.length < page.items.length) break
    after = `&after=${encodeURIComponent(page.next)}`
  }
  const chosen = ids.toSorted(() => Math.random() - 0.5).slice(0, wanted)
  let incomplete = 0
  for (const id of chosen) if (!isComplete(await driver.run(id))) incomplete += 1
  return { read: chosen.length, incomplete }
}

function isComplete({ status, steps }: RunResource): boolean {
  const [event, get, post] = steps
  return (
    status === 'succeeded' &&
    steps.length === 3 &&
    event?.outputs !== undefined &&
    get?.outputs.statusCode === 200 &&
    get.variables.temp === 84 &&
    post?.outputs.statusCode === 200
  )
}
