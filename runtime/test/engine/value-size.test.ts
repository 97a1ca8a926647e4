import type { RunResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const token = 'open-sesame-open-sesame'

let place: TestPlace
let runtime: TestRuntime
let service: StandIn

beforeAll(async () => {
  service = await startStandIn(json({ text: 'x'.repeat(1_000_000) }))
  place = await createTestPlace()
  runtime = await place.start()
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
  await service.close()
})

describe('values that grow', () => {
  it('end the run in words, long before they are a burden', async () => {
    const flowId = await runtime.deploy(
      flowOf(
        [variables(2, { x: 'seed' }), variables(3, { x: '$x$x' })],
        [
          [1, 'next', 2],
          [2, 'next', 3],
          [3, 'next', 3],
        ],
      ),
    )
    const run = await started(flowId)
    expect(run.error).toMatchObject({ code: 'VALUE_TOO_LARGE', message: expect.stringContaining('8,388,608') })
    expect(run.steps.length).toBeLessThan(30)
  })

  it('lead a call to On Failure when its variables take the reply many times', async () => {
    const responseVariables = Array.from({ length: 30 }, (_, index) => ({ name: `v${index}`, query: 'text' }))
    const call = {
      id: 2,
      type: 'external-web-call',
      name: 'Call',
      position: { x: 0, y: 0 },
      inputs: { method: 'GET', timeoutSeconds: 10, url: service.origin, responseVariables },
    }
    const flowId = await runtime.deploy(
      flowOf(
        [call, variables(3, { seen: '$EXTCALL_2.error' })],
        [
          [1, 'next', 2],
          [2, 'failure', 3],
        ],
      ),
    )
    const run = await started(flowId)
    expect(run.status).toBe('succeeded')
    expect(run.steps[2]).toMatchObject({ variables: { seen: 'VALUE_TOO_LARGE' } })
  })
})

async function started(flowId: string): Promise<RunResource> {
  const headers = { 'content-type': 'application/json', authorization: token }
  const response = await runtime.request(`/triggers/${flowId}`, { method: 'POST', headers, body: '{}' })
  return runtime.ended(await startedRun(response))
}

function variables(id: number, values: Readonly<Record<string, string>>): Flow['nodes'][number] {
  const rows = Object.entries(values).map(([name, value]) => ({ name, value }))
  return { id, type: 'set-variables', name: `Set ${id}`, position: { x: 0, y: 0 }, inputs: { variables: rows } }
}

function flowOf(nodes: Flow['nodes'], connections: readonly (readonly [number, string, number])[]): Flow {
  const trigger = { id: 1, type: 'inbound-api', name: 'Start', position: { x: 0, y: 0 }, inputs: { authToken: token } }
  return {
    formatVersion: 1,
    name: 'Values',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [trigger, ...nodes],
    connections: connections.map(([from, exit, to]) => ({ from, exit, to })),
    notes: [],
  }
}
