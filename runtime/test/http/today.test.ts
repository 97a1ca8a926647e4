import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550100'
let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

/** Answers every text. */
const echo: Flow = {
  formatVersion: 1,
  name: 'Echo',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'In', position: { x: 0, y: 0 }, inputs: {} },
    { id: 2, type: 'send-sms', name: 'Out', position: { x: 260, y: 0 }, inputs: echoInputs() },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

function echoInputs() {
  return { to: '$ANI', from: '$DNIS', message: 'You said $ISMS_1.message' }
}

describe('the installation', () => {
  it('has a version, and no time zone until an administrator chooses one', async () => {
    const { body } = await test.call('GET', '/api/installation')
    expect(body).toEqual({ timeZone: null, canMail: false, version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    const refused = await test.call('PUT', '/api/installation', { body: { timeZone: 'Mars/Base' } })
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'timeZone'])
    const editor = await test.tokenOf('editor')
    const change = { body: { timeZone: 'Asia/Tokyo' } }
    expect((await test.call('PUT', '/api/installation', { ...change, token: editor })).status).toBe(403)
    await test.call('PUT', '/api/installation', change)
    expect((await test.call('GET', '/api/installation')).body.timeZone).toBe('Asia/Tokyo')
  })
})

/** Zones whose clocks show the same: what was counted for one of them is not remembered for the next. */
const zones = ['UTC', 'Etc/UTC', 'Etc/GMT', 'Africa/Abidjan', 'Africa/Accra', 'Africa/Dakar', 'Africa/Banjul']

describe('today', () => {
  const read = async (timeZone: string) => {
    const { body } = await test.call('GET', `/api/today?timeZone=${encodeURIComponent(timeZone)}`)
    return body.hours
  }
  const sumOf = (hours: readonly Record<string, number>[], name: string) =>
    hours.reduce((sum, hour) => sum + (hour[name] ?? 0), 0)

  it('counts texts, runs and conversations, and none of a test', async () => {
    const flowId = await test.deploy(echo)
    await test.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [ours], replace: true } })
    const contacts = ['+13055550119', '+13055550142']
    for (const from of contacts) {
      const { body } = await test.call('POST', '/api/simulator/messages', { body: { from, to: ours, text: 'Hello' } })
      await eventually(async () => (await test.call('GET', `/api/runs/${body.runId}`)).body.finishedAt !== null)
    }
    const tested = { draftOf: flowId, from: '+13055550119', to: ours, text: 'Only a test' }
    const { body } = await test.call('POST', '/api/simulator/messages', { body: tested })
    await eventually(async () => (await test.call('GET', `/api/runs/${body.runId}`)).body.finishedAt !== null)
    const conversations = (await test.call('GET', '/api/conversations?view=open')).body.items
    await test.call('POST', `/api/conversations/${conversations[0].id}/close`)
    const left = [...zones]
    await eventually(async () => {
      const hours = await read(left.pop() ?? 'Africa/Lome')
      const areTwo = ['received', 'sent', 'runs', 'opened'].every((name) => sumOf(hours, name) === 2)
      return areTwo && sumOf(hours, 'closed') === 1
    })
  })

  it('refuses what is no time zone', async () => {
    expect((await test.call('GET', '/api/today?timeZone=Mars%2FBase')).status).toBe(422)
  })
})
