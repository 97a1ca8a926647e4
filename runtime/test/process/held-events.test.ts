import type { FlowResource, Page, RunListItem } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApiDriver, startedRun } from '../helpers/api-driver.ts'
import { createDataDir, type DataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'

const EVENTS = 5_000
/** So many callers at a time. */
const CALLERS = 100

let place: DataDir
let current: RuntimeProcess

beforeAll(async () => {
  place = await createDataDir()
  current = await startRuntime({ dataDir: place.path })
})

afterAll(async () => {
  await current.stop('SIGKILL')
  await place.remove()
})

/** One run at a time, so that the order of the starts is that of the ends. */
const flow: Flow = {
  formatVersion: 1,
  name: 'Held',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 10, concurrency: 1 },
  nodes: [
    {
      id: 1,
      type: 'webhook',
      name: 'Hook',
      position: { x: 0, y: 0 },
      inputs: { path: 'held', auth: { type: 'none' } },
    },
    { id: 2, type: 'stop', name: 'Stop', position: { x: 300, y: 0 }, inputs: {} },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

/** Sends that many events and answers the ids of their runs. */
async function sendAll(): Promise<readonly string[]> {
  const runIds: string[] = []
  let next = 0
  async function callOneAfterAnother(): Promise<void> {
    while (next < EVENTS) {
      const n = next++
      const answer = await fetch(`${current.url}/hooks/held`, { method: 'POST', body: JSON.stringify({ n }) })
      runIds.push(await startedRun(answer))
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, callOneAfterAnother))
  return runIds
}

async function runsOf(flowId: string): Promise<readonly RunListItem[]> {
  const { call } = createApiDriver(current.api)
  const runs: RunListItem[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: Page<RunListItem> = await call('GET', `/runs?flowId=${flowId}&limit=200${after && `&after=${after}`}`)
    runs.push(...page.items)
    after = page.next
  }
  return runs.toReversed()
}

it('5,000 events of a paused flow outlive kill -9, and each starts once, in order, after the resume', async () => {
  const before = createApiDriver(current.api)
  const flowId = await before.deploy(flow)
  await before.call('POST', `/flows/${flowId}/pause`)
  const runIds = await sendAll()
  await current.stop('SIGKILL')
  current = await startRuntime({ dataDir: place.path })
  const { call } = createApiDriver(current.api)
  expect(await call<FlowResource>('GET', `/flows/${flowId}`)).toMatchObject({ heldEvents: EVENTS })
  await call('POST', `/flows/${flowId}/resume`)
  const runs = await eventually(async () => {
    const { heldEvents } = await call<FlowResource>('GET', `/flows/${flowId}`)
    if (heldEvents !== 0) return undefined
    const found = await runsOf(flowId)
    return found.every(({ status }) => status === 'succeeded') && found
  }, 120_000)
  expect(runs.map(({ id }) => id)).toEqual([...runIds].sort())
  const ends = runs.map(({ finishedAt }) => finishedAt ?? '')
  expect(ends).toEqual([...ends].sort())
}, 240_000)
