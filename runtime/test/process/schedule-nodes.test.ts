import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { RunListItem } from '@patchbay/shared/api'
import { afterAll, describe, expect, it } from 'vitest'
import { createApiDriver } from '../helpers/api-driver.ts'
import { createDatabasePlace } from '../helpers/database.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'

/** Real minutes take their time, so this is asked for: `PATCHBAY_TEST_MINUTES=3 npx vitest run schedule-nodes`. */
const minutes = Number(process.env.PATCHBAY_TEST_MINUTES ?? 0)
const nodeCount = 3
const flowCount = 3
const cleanUp: (() => Promise<unknown>)[] = []

afterAll(async () => {
  for (const step of cleanUp.toReversed()) await step()
})

async function startNodes(): Promise<readonly RuntimeProcess[]> {
  const place = await createDatabasePlace('postgres')
  cleanUp.push(() => place.remove())
  if (!('databaseUrl' in place.options)) throw new Error('This needs Postgres.')
  const env = {
    PATCHBAY_DATABASE_URL: place.options.databaseUrl,
    PATCHBAY_SECRET_KEY: 'one key of thirty-two characters for all nodes',
  }
  const nodes: RuntimeProcess[] = []
  for (let count = 0; count < nodeCount; count += 1) {
    const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-node-'))
    cleanUp.push(() => rm(dataDir, { recursive: true, force: true }))
    const node = await startRuntime({ dataDir, env })
    cleanUp.push(() => node.stop('SIGKILL'))
    nodes.push(node)
  }
  return nodes
}

describe.skipIf(minutes === 0)(`${nodeCount} nodes on one Postgres for ${minutes} minutes`, () => {
  it('start each minute of a schedule once', { timeout: (minutes + 2) * 60_000 }, async () => {
    const nodes = await startNodes()
    const drivers = nodes.map(({ api }) => createApiDriver(api))
    const [first] = drivers
    if (first === undefined) throw new Error('There are nodes.')
    const inputs = { frequency: 'minutes', every: 1 }
    const flowIds: string[] = []
    for (let count = 0; count < flowCount; count += 1) {
      const driver = drivers[count % drivers.length] ?? first
      const position = { x: 0, y: 0 }
      const id = await driver.deploy({
        formatVersion: 1,
        name: `Minute ${count}`,
        description: '',
        settings: { timeZone: 'UTC', maxSteps: 10 },
        nodes: [
          { id: 1, type: 'schedule', name: 'Schedule', position, inputs },
          { id: 2, type: 'set-variables', name: 'Note', position, inputs: { variables: [{ name: 'x', value: '1' }] } },
        ],
        connections: [{ from: 1, exit: 'next', to: 2 }],
        notes: [],
      })
      flowIds.push(id)
    }
    const begin = Date.now()
    // The minutes themselves are what this waits for; the last one gets a few seconds to be done.
    await delay(minutes * 60_000 + 5_000)
    const end = Date.now() - 5_000
    for (const flowId of flowIds) {
      const runs = await first.runs(`?flowId=${flowId}&limit=100`)
      const expected = ticks(begin, end)
      const details = await Promise.all(runs.map(({ id }: RunListItem) => first.run(id)))
      const due = details.map(({ steps }) => String(steps[0]?.outputs.scheduledFor).slice(0, 16)).sort()
      expect(due.filter((time) => expected.includes(time))).toEqual(expected)
      expect(new Set(due).size).toBe(due.length)
      expect(details.every(({ status }) => status === 'succeeded')).toBe(true)
    }
  })
})

function ticks(begin: number, end: number): string[] {
  const times: string[] = []
  for (let at = Math.ceil(begin / 60_000) * 60_000; at <= end; at += 60_000) {
    times.push(new Date(at).toISOString().slice(0, 16))
  }
  return times
}
