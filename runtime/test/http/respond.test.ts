import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { authToken, flowOf, nodeOf } from './helpers/documents.ts'
import { type CallOptions, type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

const json = { status: 201, contentType: 'application/json', body: '{"order": "$OrderNo"}' }

/** An API flow that answers as `respond` says, and then sets a variable. */
function apiFlow(respond: Record<string, unknown> = json, trigger: Record<string, unknown> = {}) {
  return flowOf(
    'Order status',
    [
      nodeOf(1, 'inbound-api', { authToken, expectedInputs: [{ name: 'OrderNo', required: false }], ...trigger }),
      nodeOf(2, 'respond', respond),
      nodeOf(3, 'set-variables', { variables: [{ name: 'after', value: 'done' }] }),
    ],
    [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'success', to: 3 },
    ],
  )
}

const waits = { answer: 'respond', answerSeconds: 20 }

function call(flowId: string, options: CallOptions = {}) {
  return test.call('POST', `/triggers/${flowId}`, { token: authToken, body: { OrderNo: 'SV-"1"' }, ...options })
}

describe('Respond to the caller of an API flow', () => {
  it('answers one whom the flow lets wait, with status, body and headers, as stored', async () => {
    const headers = [{ key: 'X-Order', value: '$OrderNo' }]
    const answer = await call(await test.deploy(apiFlow({ ...json, headers }, waits)))
    expect(answer.status, answer.text).toBe(201)
    expect(answer.body).toEqual({ order: 'SV-"1"' })
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('x-order')).toBe('SV-"1"')
    const run = await test.call('GET', `/api/runs/${answer.headers.get('x-run-id')}`)
    expect(run.body.steps[1]).toMatchObject({ type: 'respond', outputs: { status: 201 }, warnings: [] })
  })

  it('answers one that asked to wait', async () => {
    const answer = await call(await test.deploy(apiFlow()), { headers: { prefer: 'wait=20' } })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('preference-applied')).toBe('wait=20')
  })

  it('answers a repeated request as it did the first', async () => {
    const flowId = await test.deploy(apiFlow(json, waits))
    const headers = { 'idempotency-key': 'again' }
    const first = await call(flowId, { headers })
    const second = await call(flowId, { headers })
    expect([second.status, second.body]).toEqual([first.status, first.body])
    expect(second.headers.get('x-run-id')).toBe(first.headers.get('x-run-id'))
  })

  it('is a warning where nobody waits', async () => {
    const flowId = await test.deploy(apiFlow())
    const { status, body } = await call(flowId)
    expect(status).toBe(202)
    const answer = await call(flowId, { headers: { prefer: 'wait=20' } })
    expect(answer.headers.get('x-run-id')).not.toBe(body.runId)
    const steps = await eventually(async () => (await test.call('GET', `/api/runs/${body.runId}`)).body.steps[1])
    expect(steps.warnings).toMatchObject([{ code: 'NOT_ANSWERED' }])
  })

  it('counts once: a second one is a warning', async () => {
    const flow = apiFlow(json, waits)
    flow.nodes[2] = nodeOf(3, 'respond', { ...json, status: 500 })
    const answer = await call(await test.deploy(flow))
    expect(answer.status).toBe(201)
    const path = `/api/runs/${answer.headers.get('x-run-id')}`
    const second = await eventually(async () => (await test.call('GET', path)).body.steps[2])
    expect(second.warnings).toMatchObject([{ code: 'NOT_ANSWERED' }])
  })

  it('reaches a caller after a pause of the run', async () => {
    const flow = apiFlow(json, waits)
    flow.nodes.push(nodeOf(4, 'wait', { kind: 'duration', amount: '1', unit: 'seconds' }))
    const [first, second] = flow.connections
    if (first === undefined || second === undefined) throw new Error('The flow has two connections.')
    flow.connections = [{ ...first, to: 4 }, { from: 4, exit: 'next', to: 2 }, second]
    const answer = await call(await test.deploy(flow))
    expect(answer.status, answer.text).toBe(201)
  })

  it('that fails, or never comes, leaves the caller with 202 and the id of the run', async () => {
    const broken = await call(await test.deploy(apiFlow({ ...json, body: '{"order": $OrderNo' }, waits)))
    expect([broken.status, typeof broken.body.runId]).toEqual([202, 'string'])
    const silent = apiFlow(json, waits)
    silent.connections = []
    expect((await call(await test.deploy(silent))).status).toBe(202)
  })

  it('gives no script a place on this server', async () => {
    const body = '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'
    const answer = await call(await test.deploy(apiFlow({ status: 200, contentType: 'application/xml', body }, waits)))
    expect(answer.text).toBe(body)
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('cannot be deployed with a header that is ours', async () => {
    const flow = apiFlow({ ...json, headers: [{ key: 'Set-Cookie', value: 'patchbay=1' }] })
    const { body } = await test.call('POST', '/api/flows', { body: flow })
    const deployed = await test.call('POST', `/api/flows/${body.id}/deploy`)
    expect(deployed.status).toBe(422)
    expect(deployed.text).toContain('set-cookie')
  })
})

describe('Respond to the caller of a webhook', () => {
  const hookFlow = (path: string, trigger: Record<string, unknown>) => {
    const flow = apiFlow({ status: 200, contentType: 'text/plain', body: 'Thanks, $WEBHOOK_1.body.name' })
    flow.nodes[0] = nodeOf(1, 'webhook', { path, ...trigger })
    return flow
  }

  it('answers what the flow says, and lets allowed pages read it', async () => {
    await test.deploy(hookFlow('answering', { ...waits, allowedOrigins: 'https://shop.example' }))
    const headers = { origin: 'https://shop.example' }
    const answer = await test.call('POST', '/hooks/answering', { token: null, body: { name: 'Dana' }, headers })
    expect([answer.status, answer.text]).toEqual([200, 'Thanks, Dana'])
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  })

  it('is not waited for unless the trigger says so', async () => {
    await test.deploy(hookFlow('quick', {}))
    expect((await test.call('POST', '/hooks/quick', { token: null, body: { name: 'Dana' } })).status).toBe(202)
  })
})
