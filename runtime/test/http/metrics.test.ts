import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { apiToken } from '../helpers/runtime-process.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const authorization = `Bearer ${apiToken}`
const position = { x: 0, y: 0 }
const flow: Flow = {
  formatVersion: 1,
  name: 'Measured',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 10 },
  nodes: [
    { id: 1, type: 'inbound-api', name: 'Start', position, inputs: {} },
    { id: 2, type: 'set-variables', name: 'Note', position, inputs: { variables: [{ name: 'x', value: '1' }] } },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

let place: TestPlace
let runtime: TestRuntime

beforeAll(async () => {
  place = await createTestPlace()
  runtime = await place.start()
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
})

/** Sums by name and labels, as they stand in the text. */
async function metrics(): Promise<ReadonlyMap<string, number>> {
  const response = await runtime.request('/metrics', { headers: { authorization } })
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

describe('the metrics', () => {
  it('count runs, steps by type and exit, and what was stored; of tests only what was stored', async () => {
    const flowId = await runtime.deploy(flow)
    const headers = { authorization, 'content-type': 'application/json' }
    const before = await metrics()
    for (let count = 0; count < 3; count += 1) {
      await runtime.ended(
        await startedRun(await runtime.request(`/triggers/${flowId}`, { method: 'POST', headers, body: '{}' })),
      )
    }
    const test = { method: 'POST', headers, body: JSON.stringify({ version: 'draft' }) }
    await runtime.ended(await startedRun(await runtime.request(`/api/flows/${flowId}/test`, test)))
    const after = await metrics()
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0)
    expect(grown('patchbay_runs_total{status="succeeded"}')).toBe(3)
    expect(grown('patchbay_step_seconds_count{type="set-variables",exit="next"}')).toBe(3)
    expect(grown('patchbay_steps_total{code="none"}')).toBe(3)
    // A run is accepted and its step stored: two records each, also of the test.
    expect(grown('patchbay_flush_records_sum')).toBe(8)
    expect(grown('patchbay_flush_seconds_count')).toBeGreaterThan(0)
    expect(grown('patchbay_flush_bytes_total')).toBeGreaterThan(100)
    expect(grown('patchbay_http_request_seconds_count{route="/triggers/:flowId",method="POST",status="202"}')).toBe(3)
  })

  it('tell the load, the queue, what waits and how the event loop does', async () => {
    const known = await metrics()
    const zero = [
      'patchbay_runs_active',
      'patchbay_runs_waiting',
      'patchbay_runs_open{status="queued"}',
      'patchbay_runs_open{status="running"}',
      'patchbay_runs_open{status="waiting"}',
      'patchbay_queue_age_seconds',
      'patchbay_deliveries_waiting',
      'patchbay_deliveries_age_seconds',
    ]
    for (const name of zero) expect(known.get(name), name).toBe(0)
    expect(known.get('patchbay_nodejs_eventloop_lag_p99_seconds')).toBeTypeOf('number')
    expect(known.get('patchbay_process_resident_memory_bytes')).toBeGreaterThan(1e7)
  })
})
