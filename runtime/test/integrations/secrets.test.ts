import type { Flow, FlowNode } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integrations } from '../../src/integrations/index.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type Reply, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import { echo } from './echo-service.ts'

const secret = 'hunter2-and-more'
const base64 = Buffer.from(`guser:${secret}`).toString('base64')

/** As many proxies and debug pages do. */
const repeatCredential: Reply = (response, request) =>
  json({ seen: request.headers.authorization, plain: secret }, 500)(response, request)

let service: StandIn
let http: HttpTest

beforeAll(async () => {
  service = await startStandIn(repeatCredential)
  http = await startHttpTest(
    { PATCHBAY_SERVICE_URLS: `echo.api=${service.origin}` },
    { integrations: [...integrations, echo] },
  )
})
afterAll(async () => {
  await http.close()
  await service.close()
})

async function createAccount(type: string, properties: object): Promise<string> {
  const created = await http.call('POST', '/api/accounts', { body: { type, name: type, properties } })
  expect(created.status, created.text).toBe(201)
  return created.body.id
}

/** Runs a flow with one action and answers the run as text, with what is kept of it in the conversation. */
async function runOf(action: FlowNode): Promise<{ readonly text: string; readonly code: string }> {
  const document: Flow = {
    formatVersion: 1,
    name: action.name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 10 },
    nodes: [{ id: 1, type: 'inbound-api', name: 'Event', position: { x: 0, y: 0 }, inputs: {} }, action],
    connections: [{ from: 1, exit: 'next', to: action.id }],
    notes: [],
  }
  const flowId = await http.deploy(document)
  const started = await http.call('POST', `/triggers/${flowId}`, { body: {} })
  const run = await eventually(async () => {
    const answer = await http.call('GET', `/api/runs/${started.body.runId}`)
    return answer.body.status === 'failed' && answer
  })
  return { text: run.text, code: run.body.error.code }
}

describe('the secrets of an account', () => {
  it('are hidden where its gateway repeats them to a step', async () => {
    const properties = { url: `${service.origin}/m`, authentication: 'basic', username: 'guser', password: secret }
    const accountId = await createAccount('http-gateway', properties)
    await http.call('POST', '/api/numbers', { body: { number: '+17865550177', accountId } })
    const inputs = { to: '+13055550119', from: '+17865550177', message: 'Hello' }
    const run = await runOf({ id: 2, type: 'send-sms', name: 'Text', position: { x: 0, y: 0 }, inputs })
    expect(run.code).toBe('HTTP_STATUS')
    expect(run.text).toContain('•••')
    expect(run.text).not.toContain(secret)
    expect(run.text).not.toContain(base64.slice(8, -4))
  })

  it('are hidden where a service repeats them to an action that opened the account', async () => {
    const account = await createAccount('echo', { token: secret })
    const run = await runOf({ id: 2, type: 'echo-ask', name: 'Ask', position: { x: 0, y: 0 }, inputs: { account } })
    expect(run.code).toBe('HTTP_STATUS')
    expect(service.requests.at(-1)?.headers.authorization).toBe(`Bearer ${secret}`)
    expect(run.text).toContain('It said')
    expect(run.text).not.toContain(secret)
  })
})
