import type { RunListItem } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { startStandIn } from '../helpers/stand-in.ts'
import { flowOf, nodeOf, numberOfWeather, smsFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(async () => {
  await test.close()
})

describe('runs', () => {
  it('are listed by status, contact and text, and hold their steps', async () => {
    const id = await test.deploy(smsFlow('Thank you', 'Listed'))
    await test.call('POST', '/api/numbers/assign', { body: { flowId: id, numbers: [numberOfWeather], replace: true } })
    const from = '+13055550444'
    const sent = await test.call('POST', '/api/simulator/messages', {
      body: { from, to: numberOfWeather, text: 'unusual words' },
    })
    const { runId } = sent.body
    const run = await eventually(async () => {
      const { body } = await test.call('GET', `/api/runs/${runId}`)
      return body.status === 'succeeded' ? body : undefined
    })
    expect(run).toMatchObject({ flowId: id, flowName: 'Listed', version: 1, contact: from, address: numberOfWeather })
    expect(run.steps.map((step: { type: string; exit: string }) => [step.type, step.exit])).toEqual([
      ['inbound-sms', 'next'],
      ['send-sms', 'success'],
    ])
    for (const query of [`flowId=${id}`, `contact=${encodeURIComponent(from)}`, 'q=unusual', `q=${runId}`]) {
      const { items } = (await test.call('GET', `/api/runs?${query}`)).body
      expect(
        items.map((item: { id: string }) => item.id),
        query,
      ).toContain(runId)
    }
    const failed = (await test.call('GET', `/api/runs?flowId=${id}&status=failed`)).body.items
    expect(failed).toEqual([])
    expect((await test.call('POST', `/api/runs/${runId}/cancel`)).body.code).toBe('RUN_FINISHED')
  })

  it('under way can be cancelled', async () => {
    let release = (): void => {}
    const isReleased = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = await startStandIn(async (response) => {
      await isReleased
      response.end('{}')
    })
    const call = nodeOf(2, 'external-web-call', { method: 'GET', url: slow.origin, timeoutSeconds: 60 })
    const after = nodeOf(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'never' })
    const id = await test.deploy(
      flowOf(
        'Slow',
        [nodeOf(1, 'inbound-sms'), call, after],
        [
          { from: 1, exit: 'next', to: 2 },
          { from: 2, exit: 'success', to: 3 },
        ],
      ),
    )
    await test.call('POST', '/api/numbers/assign', { body: { flowId: id, numbers: [numberOfWeather], replace: true } })
    const from = '+13055550555'
    const { body } = await test.call('POST', '/api/simulator/messages', {
      body: { from, to: numberOfWeather, text: 'x' },
    })
    await eventually(() => slow.requests.length === 1)
    expect((await test.call('POST', `/api/runs/${body.runId}/cancel`)).status).toBe(200)
    release()
    const run = await eventually(async () => {
      const found = (await test.call('GET', `/api/runs/${body.runId}`)).body
      return found.status === 'cancelled' ? found : undefined
    })
    expect(run.steps.map((step: { nodeId: number }) => step.nodeId)).toEqual([1, 2])
    await slow.close()
  })

  it('that another run has started name the flow and the action of that run', async () => {
    const jump = nodeOf(2, 'jump-to', { flow: 'this', values: [], wait: true, returned: [] })
    const part = nodeOf(3, 'jump-from', { expected: [], handBack: [] })
    const trigger = nodeOf(1, 'webhook', { path: 'jumps' })
    const id = await test.deploy(flowOf('Reminders', [trigger, jump, part], [{ from: 1, exit: 'next', to: 2 }]))
    const { runId } = (await test.call('POST', '/hooks/jumps', { token: null, body: {} })).body
    const items = await eventually(async () => {
      const { body } = await test.call('GET', `/api/runs?flowId=${id}`)
      return body.items.length === 2 && body.items
    })
    const parent = { runId, flowName: 'Reminders', nodeId: 2, item: 0, isAwaited: true }
    expect(items.map((item: RunListItem) => item.parent)).toEqual([parent, null])
  })

  it('that are not there are 404', async () => {
    for (const id of ['00000000-0000-7000-8000-000000000000', 'x', '%00']) {
      expect((await test.call('GET', `/api/runs/${id}`)).status).toBe(404)
      expect((await test.call('POST', `/api/runs/${id}/cancel`)).status).toBe(404)
    }
  })
})
