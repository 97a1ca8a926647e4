import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authToken, contact, flowOf, nodeOf, smsFlow, webhookFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let token: string

beforeAll(async () => {
  test = await startHttpTest()
  token = await test.tokenOf('editor')
})

afterAll(() => test.close())

/** Counts what it is sent; with `trigger`, the caller waits for the answer. */
const orderFlow = (trigger: Record<string, unknown> = {}) =>
  flowOf(
    'Order status',
    [
      nodeOf(1, 'inbound-api', {
        authToken,
        expectedInputs: [{ name: 'OrderNo' }, { name: 'pieces', type: 'number' }],
        ...trigger,
      }),
      nodeOf(2, 'respond', { status: 201, contentType: 'application/json', body: '{"order": "$OrderNo"}' }),
    ],
    [{ from: 1, exit: 'next', to: 2 }],
  )

const testCall = (flowId: string, body: Record<string, unknown>) =>
  test.call('POST', `/api/flows/${flowId}/test`, { token, body: { version: 'live', body } })

const order = { OrderNo: 'SV-1', pieces: 2, ANI: contact }

describe('a test of what is live', () => {
  it('starts the live flow as its trigger does, without the Auth Token, and lists the request', async () => {
    const flowId = await test.deploy(orderFlow())
    const answer = await testCall(flowId, order)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toEqual({ runId: expect.any(String), status: 202, answer: null })
    const run = await test.call('GET', `/api/runs/${answer.body.runId}`)
    expect(run.body).toMatchObject({ flowId, contact, test: null })
    const requests = await test.call('GET', `/api/flows/${flowId}/requests`)
    expect(requests.body.items).toMatchObject([{ nodeId: 1, verdict: 'started', runId: answer.body.runId }])
  })

  it('lists the request to a webhook with its method', async () => {
    const flowId = await test.deploy(webhookFlow('tested-by-put', { methods: ['PUT', 'POST'] }))
    const sent = async (request: Record<string, string>) =>
      (await test.call('POST', `/api/flows/${flowId}/test`, { token, body: { version: 'live', request } })).status
    expect([await sent({}), await sent({ method: 'POST' })]).toEqual([200, 200])
    const { body } = await test.call('GET', `/api/flows/${flowId}/requests`)
    expect(body.items.map(({ method }: { method: string }) => method)).toEqual(['POST', 'PUT'])
  })

  it('answers what the flow answers to a caller that it lets wait', async () => {
    const flowId = await test.deploy(orderFlow({ answer: 'respond', answerSeconds: 20 }))
    const answer = await testCall(flowId, order)
    expect(answer.body).toMatchObject({
      status: 201,
      answer: { contentType: 'application/json', body: '{"order": "SV-1"}' },
    })
  })

  it('names every input that is missing or wrong, starts nothing, and lists the refusal', async () => {
    const flowId = await test.deploy(orderFlow())
    const answer = await testCall(flowId, { pieces: 'two' })
    expect(answer.status, answer.text).toBe(400)
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual(['OrderNo', 'pieces'])
    expect((await test.call('GET', `/api/runs?flowId=${flowId}`)).body.items).toEqual([])
    const requests = await test.call('GET', `/api/flows/${flowId}/requests`)
    expect(requests.body.items).toMatchObject([{ verdict: 'refused', status: 400 }])
  })

  it('is refused where nothing is live or nobody calls, and to viewers', async () => {
    const draft = await test.call('POST', '/api/flows', { body: orderFlow() })
    expect((await testCall(draft.body.id, order)).body).toMatchObject({ status: 409, code: 'FLOW_NOT_LIVE' })
    const texted = await test.deploy(smsFlow())
    expect((await testCall(texted, order)).body).toMatchObject({ status: 409, code: 'FLOW_NOT_LIVE' })
    const viewer = await test.tokenOf('viewer')
    const path = `/api/flows/${draft.body.id}/test`
    expect((await test.call('POST', path, { token: viewer, body: { version: 'live' } })).status).toBe(403)
  })
})
