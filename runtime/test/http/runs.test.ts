import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { flowOf, nodeOf, numberOfWeather, smsFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let service: StandIn

beforeAll(async () => {
  service = await startStandIn(json({ temperature: 84, token: 'sesame-of-the-service' }))
  test = await startHttpTest()
})

afterAll(async () => {
  await test.close()
  await service.close()
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

  it('that are not there are 404', async () => {
    for (const id of ['00000000-0000-7000-8000-000000000000', 'x', '%00']) {
      expect((await test.call('GET', `/api/runs/${id}`)).status).toBe(404)
      expect((await test.call('POST', `/api/runs/${id}/cancel`)).status).toBe(404)
    }
  })
})

describe('the test of a web call', () => {
  const run = (inputs: unknown, more: Record<string, unknown> = {}) =>
    test.call('POST', '/api/actions/external-web-call/test', { body: { inputs, ...more } })

  it('sends the request with sample values and shows what came and what was taken from it', async () => {
    const { status, body } = await run(
      {
        method: 'POST',
        timeoutSeconds: 5,
        url: `${service.origin}/at/$city?x=$EXTCALL_2.list[0].id`,
        contentType: 'application/json',
        body: '{"a": "$city", "missing": $nothing}',
        responseVariables: [{ name: 'temp', query: 'temperature' }],
      },
      { variables: { city: 'Mi "ami', 'EXTCALL_2.list[0].id': 7 } },
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      exit: 'success',
      request: {
        method: 'POST',
        url: `${service.origin}/at/Mi%20%22ami?x=7`,
        body: '{"a": "Mi \\"ami", "missing": null}',
      },
      response: { statusCode: 200, format: 'json', tree: { temperature: 84 } },
      variables: [{ name: 'temp', query: 'temperature', found: true, value: 84 }],
      error: null,
    })
    expect(body.warnings[0].code).toBe('VARIABLE_EMPTY')
  })

  it('shows no secret, also where the service echoes it', async () => {
    const headers = [{ key: 'X-Api-Key', value: 'sesame-of-the-service', secret: true }]
    const answer = await run({ method: 'GET', timeoutSeconds: 5, url: service.origin, headers })
    expect(service.requests.at(-1)?.headers['x-api-key']).toBe('sesame-of-the-service')
    expect(answer.text).not.toContain('sesame-of-the-service')
  })

  it('goes the failure exit for what a run would fail for', async () => {
    const { body } = await run({ method: 'GET', timeoutSeconds: 5, url: 'http://10.0.0.1/' })
    expect(body).toMatchObject({ exit: 'failure', response: null, error: { code: 'EGRESS_REFUSED' } })
  })

  it('names wrong inputs', async () => {
    const { status, body } = await run({ method: 'BREW', timeoutSeconds: 5, url: service.origin })
    expect(status).toBe(422)
    expect(body.errors[0].path).toBe('inputs.method')
  })

  it('uses no secret of another flow', async () => {
    const headers = [{ key: 'X-Api-Key', value: 'sesame-1234', secret: true }]
    const call = nodeOf(2, 'external-web-call', {
      method: 'GET',
      url: `${service.origin}/`,
      timeoutSeconds: 5,
      headers,
    })
    const own = await test.call('POST', '/api/flows', { body: flowOf('Own', [nodeOf(1, 'inbound-sms'), call]) })
    const { inputs } = own.body.document.nodes[1]
    expect((await run(inputs, { flowId: own.body.id })).body.exit).toBe('success')
    expect(service.requests.at(-1)?.headers['x-api-key']).toBe('sesame-1234')
    expect((await run(inputs)).body.code).toBe('SECRET_MISSING')
    const elsewhere = { ...inputs, url: 'http://127.0.0.1:1/' }
    expect((await run(elsewhere, { flowId: own.body.id })).body.code).toBe('SECRET_MISSING')
  })
})
