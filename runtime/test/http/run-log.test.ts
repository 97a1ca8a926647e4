import type { Flow } from '@patchbay/shared/flow'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { apiToken } from '../helpers/runtime-process.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const contact = '+13055550187'
const position = { x: 0, y: 0 }
const flow: Flow = {
  formatVersion: 1,
  name: 'Logged',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 10 },
  nodes: [
    { id: 1, type: 'inbound-api', name: 'Start', position, inputs: {} },
    {
      id: 2,
      type: 'external-web-call',
      name: 'Refused',
      position,
      inputs: { method: 'GET', url: 'http://10.1.2.3/secret-place' },
    },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

let place: TestPlace
let runtime: TestRuntime
const lines: string[] = []

beforeAll(async () => {
  place = await createTestPlace()
  runtime = await place.start({}, { log: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }) })
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
})

describe('the log', () => {
  it('leads from a request to its run and to what went wrong in it, and holds nothing of the contact', async () => {
    const flowId = await runtime.deploy(flow)
    const response = await runtime.request(`/triggers/${flowId}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiToken}`,
        'content-type': 'application/json',
        'x-request-id': 'order-4711-a',
      },
      body: JSON.stringify({ ANI: contact }),
    })
    const runId = await startedRun(response)
    expect((await runtime.ended(runId)).status).toBe('failed')
    const own = lines.map((line): Record<string, unknown> => JSON.parse(line)).filter((line) => line.runId === runId)
    expect(own).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ msg: 'request', requestId: 'order-4711-a', status: 202, client: 'local' }),
        expect.objectContaining({ msg: 'step failed', flowId, nodeId: 2, code: 'EGRESS_REFUSED' }),
        expect.objectContaining({ msg: 'run ended', flowId, version: 1, status: 'failed' }),
      ]),
    )
    expect(lines.join('')).not.toContain(contact)
    expect(lines.join('')).not.toContain('secret-place')
  })
})
