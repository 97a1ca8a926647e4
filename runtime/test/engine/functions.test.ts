// biome-ignore-all lint/suspicious/noTemplateCurlyInString: flows write names in ${…}
import type { RunResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

let place: TestPlace
let runtime: TestRuntime

const position = { x: 0, y: 0 }
const set = (id: number, values: Readonly<Record<string, string>>): Flow['nodes'][number] => ({
  id,
  type: 'set-variables',
  name: `Set ${id}`,
  position,
  inputs: { variables: Object.entries(values).map(([name, value]) => ({ name, value })) },
})

beforeAll(async () => {
  place = await createTestPlace()
  runtime = await place.start()
  await runtime.deploy({
    formatVersion: 1,
    name: 'Functions',
    description: '',
    settings: { timeZone: 'Europe/Berlin', maxSteps: 10 },
    nodes: [
      { id: 1, type: 'webhook', name: 'Hook', position, inputs: { path: 'sns', auth: { type: 'none' } } },
      set(2, {
        message: '${WEBHOOK_1.body.Message | json}',
        at: '{{WEBHOOK_1.body.Timestamp | date: "HH:mm"}}',
        speed: '${WEBHOOK_1.body.wind | number}',
        none: '${WEBHOOK_1.body.word | number}',
      }),
      set(3, { who: 'ID $message.user.id', next: 'ID ${message.user.id | plus: 1}' }),
    ],
    connections: [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'next', to: 3 },
    ],
    notes: [],
  })
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
})

it('read JSON text inside a field as data that later actions use, with all digits', async () => {
  const { steps } = await run('{"user":{"id":1329018829019312149}}', 'ten')
  expect(steps[2]?.variables).toEqual({ who: 'ID 1329018829019312149', next: 'ID 1329018829019312150' })
  expect(steps[1]?.variables).toMatchObject({ at: '15:30', speed: 14, none: null })
  expect(steps[1]?.warnings).toEqual([
    { code: 'FUNCTION_EMPTY', message: '$WEBHOOK_1.body.word | number: There is no number in: "ten".' },
  ])
})

it('go on with a warning where the text is no JSON', async () => {
  const { status, steps } = await run('{"user":', '5')
  expect(status).toBe('succeeded')
  expect(steps[1]?.warnings.map(({ message }) => message)).toEqual([expect.stringContaining('is not JSON')])
})

async function run(message: string, word: string): Promise<RunResource> {
  const body = JSON.stringify({ Message: message, Timestamp: '2026-01-31T14:30:05Z', wind: '14 mph', word })
  const headers = { 'content-type': 'application/json' }
  const response = await runtime.request('/hooks/sns', { method: 'POST', headers, body })
  return runtime.ended(await startedRun(response))
}
