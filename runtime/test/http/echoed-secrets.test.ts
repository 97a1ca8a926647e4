import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { flowOf, nodeOf } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const TOKEN = 'token-of-the-service-0123456789'
const SECRET = 'sesame-of-the-flow'

/** In every form in which a service may repeat what it knows. */
const formsOf = (text: string) => [
  text,
  encodeURIComponent(text),
  ...packed(text),
  JSON.stringify(JSON.stringify(text)),
]
const packed = (text: string) =>
  (['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(text).toString(form))

let test: HttpTest
let service: StandIn

beforeAll(async () => {
  service = await startStandIn((response, request) => {
    if (request.url === '/token') return json({ access_token: TOKEN, token_type: 'bearer' })(response, request)
    response.setHeader('x-seen', `Bearer ${TOKEN}`)
    const body = { said: formsOf(TOKEN), [TOKEN]: 1, [SECRET]: 2, deep: { [`k-${SECRET}`]: TOKEN } }
    return json(body, request.url === '/fault' ? 500 : 200)(response, request)
  })
  test = await startHttpTest()
})

afterAll(async () => {
  await test.close()
  await service.close()
})

const auth = () => ({
  type: 'oauth2',
  grantType: 'client_credentials',
  tokenUrl: `${service.origin}/token`,
  tokenMethod: 'POST',
  tokenContentType: 'application/x-www-form-urlencoded',
  clientId: 'c',
  clientSecret: SECRET,
  scope: '',
})
const call = (change: object) => ({
  method: 'GET',
  timeoutSeconds: 5,
  headers: [],
  responseVariables: [
    { name: 'said', query: 'said' },
    { name: 'gone', query: 'said-of-the-flow' },
    { name: 'lost', query: 'token' },
  ],
  ...change,
})

function expectHidden(text: string): void {
  for (const secret of [TOKEN, SECRET])
    for (const form of formsOf(secret)) expect(text).not.toContain(form.slice(4, -4))
  expect(text).toContain('•••')
}

async function endOf(runId: string) {
  return eventually(async () => {
    const answer = await test.call('GET', `/api/runs/${runId}`)
    return ['succeeded', 'failed'].includes(answer.body.status) && answer
  })
}

describe('an access token and a secret that a service repeats', () => {
  it('are in no step of the run: neither in values and keys, nor in warnings, nor in later calls', async () => {
    const url = `${service.origin}/echo`
    const id = await test.deploy(
      flowOf(
        'Echo',
        [
          nodeOf(1, 'inbound-api'),
          nodeOf(2, 'external-web-call', call({ url, auth: auth() })),
          nodeOf(3, 'external-web-call', call({ url })),
          nodeOf(4, 'external-web-call', call({ url: `${service.origin}/fault` })),
        ],
        [
          { from: 1, exit: 'next', to: 2 },
          { from: 2, exit: 'success', to: 3 },
          { from: 3, exit: 'success', to: 4 },
        ],
      ),
    )
    const { body } = await test.call('POST', `/triggers/${id}`, { body: {} })
    const run = await endOf(body.runId)
    expect(run.body.steps).toHaveLength(4)
    expect(run.body.steps[1].warnings.length).toBeGreaterThan(0)
    expectHidden(run.text)
    expectHidden((await test.call('GET', `/api/runs?flowId=${id}&limit=5`)).text + run.text)
  })

  it('are not in what Test HTTP Request shows', async () => {
    const inputs = call({ url: `${service.origin}/echo`, auth: auth() })
    const answer = await test.call('POST', '/api/actions/external-web-call/test', { body: { inputs } })
    expect(answer.body.exit).toBe('success')
    expect(answer.body.warnings.length).toBeGreaterThan(0)
    expectHidden(answer.text)
  })
})
