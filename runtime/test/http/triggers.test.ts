import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { apiFlow, authToken, contact, newContact, nodeOf, numberOfWeather, smsFlow } from './helpers/documents.ts'
import { administrator, type CallOptions, type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let flowId: string
const order = { OrderNo: 'A-1001', ANI: contact, DNIS: numberOfWeather }
const orderOf = (OrderNo: string) => ({ OrderNo, ANI: newContact(), DNIS: numberOfWeather })
const nobodysId = '00000000-0000-7000-8000-000000000000'

beforeAll(async () => {
  test = await startHttpTest({
    PATCHBAY_ADMIN_EMAIL: administrator.email,
    PATCHBAY_ADMIN_PASSWORD: administrator.password,
  })
  flowId = await test.deploy(apiFlow())
})

afterAll(() => test.close())

const start = (options: CallOptions = {}, id = flowId) =>
  test.call('POST', `/triggers/${id}`, { token: authToken, body: orderOf('A-1001'), ...options })

async function textsTo(person: string): Promise<string[]> {
  const { body } = await test.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(person)}&limit=200`)
  return body.items.map((message: { text: string }) => message.text)
}

describe('POST /triggers/:flowId', () => {
  it('starts the flow: the text arrives', async () => {
    const answer = await start({ body: { ...order, ANI: '+13055550120', Comment: 'Bring a bag.' } })
    expect(answer.status, answer.text).toBe(202)
    expect(answer.body.statusUrl).toBe(`http://localhost/triggers/${flowId}/runs/${answer.body.runId}`)
    expect(answer.headers.get('location')).toBe(answer.body.statusUrl)
    await eventually(async () => (await textsTo('+13055550120')).includes('Order A-1001 is ready. Bring a bag.'))
  })

  it.each([
    ['a wrong token', { authorization: 'Bearer wrong' }, 'INVALID_TOKEN'],
    ['a part of the token', { authorization: `Bearer ${authToken.slice(0, -1)}` }, 'INVALID_TOKEN'],
    ['no token', {}, 'UNAUTHENTICATED'],
    ['a name and password of no account', { authorization: 'Basic eDp5' }, 'INVALID_TOKEN'],
  ])('answers 401 to %s', async (_, headers, code) => {
    const answer = await start({ token: null, headers })
    expect(answer.status).toBe(401)
    expect(answer.body.code).toBe(code)
    expect(answer.headers.has('www-authenticate')).toBe(true)
  })

  it('takes the token with Bearer or raw', async () => {
    for (const authorization of [`Bearer ${authToken}`, `bearer  ${authToken}`, authToken]) {
      expect((await start({ token: null, headers: { authorization } })).status, authorization).toBe(202)
    }
  })

  it("takes a token of the role API user and the administrator's, no other", async () => {
    expect((await start({ token: await test.tokenOf('api-user') })).status).toBe(202)
    expect((await start({ token: await test.tokenOf('administrator') })).status).toBe(202)
    for (const role of ['viewer', 'editor'] as const) {
      expect((await start({ token: await test.tokenOf(role) })).body.code).toBe('FORBIDDEN')
    }
  })

  it('names a missing Expected Input and its near match', async () => {
    const answer = await start({ body: { orderno: 'A-1', ANI: contact, DNIS: numberOfWeather } })
    expect(answer.status).toBe(400)
    expect(answer.body.code).toBe('MISSING_INPUT')
    expect(answer.body.errors).toEqual([{ path: 'OrderNo', message: expect.stringContaining('"orderno"') }])
  })

  it('reads values by their types, also of a form, and names each that is wrong', async () => {
    const flow = apiFlow('Typed')
    flow.nodes[0] = nodeOf(1, 'inbound-api', {
      authToken,
      expectedInputs: [
        { name: 'count', type: 'number' },
        { name: 'urgent', type: 'boolean', default: 'no' },
      ],
    })
    flow.nodes[1] = nodeOf(2, 'set-variables', { variables: [{ name: 'x', value: '$count $urgent' }] })
    const typed = await test.deploy(flow)
    const wrong = await start({ body: { count: 'two', urgent: 'perhaps' } }, typed)
    expect([wrong.status, wrong.body.code]).toEqual([400, 'WRONG_INPUT'])
    expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(['count', 'urgent'])
    const form = { 'content-type': 'application/x-www-form-urlencoded', prefer: 'wait=10' }
    const answer = await start({ headers: form, raw: 'count=2', body: undefined }, typed)
    const run = await test.call('GET', `/api/runs/${answer.body.runId}`)
    expect(run.body.steps[0].variables).toMatchObject({ count: 2, urgent: false })
  })

  it('answers 404 to an unknown flow and 409 to one that is not live', async () => {
    expect((await start({}, nobodysId)).body.code).toBe('FLOW_NOT_FOUND')
    expect((await start({}, 'nonsense')).body.code).toBe('FLOW_NOT_FOUND')
    const draft = (await test.call('POST', '/api/flows', { body: apiFlow('Draft') })).body.id
    expect((await start({}, draft)).body.code).toBe('FLOW_NOT_LIVE')
    const texted = await test.deploy(smsFlow())
    expect((await start({}, texted)).body.code).toBe('FLOW_NOT_LIVE')
  })

  it.each(['[1]', 'null', '"x"', '{', ''])('answers 400 to the body %s', async (raw) => {
    const answer = await start({ headers: { 'content-type': 'application/json' }, raw, body: undefined })
    expect(answer.status).toBe(400)
  })

  it('answers 413 to more than 1 MiB and 415 to text', async () => {
    const big = JSON.stringify({ ...order, pad: 'x'.repeat(1024 * 1024) })
    const json = { 'content-type': 'application/json' }
    expect((await start({ headers: json, raw: big, body: undefined })).status).toBe(413)
    const text = { 'content-type': 'text/plain' }
    expect((await start({ headers: text, raw: 'OrderNo=1', body: undefined })).status).toBe(415)
  })

  it('reads no body of a caller that it does not know', async () => {
    const big = `[${'9'.repeat(1024 * 1024)}`
    const json = { 'content-type': 'application/json' }
    for (const path of [`/triggers/${flowId}`, '/_rest/v4/sfgen/apitriggers', '/v2/api/apitriggers']) {
      for (const token of [null, 'wrong']) {
        const answer = await test.call('POST', path, { token, headers: json, raw: big })
        expect(answer.status, path).toBe(401)
      }
    }
  })

  it('makes an address that guesses tokens wait, and lets the right token pass', async () => {
    const guess = () => start({ token: 'guess', peer: '10.9.9.9' })
    const statuses = await Promise.all(Array.from({ length: 100 }, guess))
    expect(statuses.every((answer) => answer.status === 401)).toBe(true)
    const blocked = await guess()
    expect(blocked.status).toBe(429)
    expect(blocked.headers.has('retry-after')).toBe(true)
    expect((await start({ peer: '10.9.9.9' })).status).toBe(202)
    expect((await guess()).status).toBe(429)
  })
})

describe('Idempotency-Key', () => {
  const keyed = (key: string, options: CallOptions = {}) =>
    start({ body: order, ...options, headers: { 'idempotency-key': key, ...options.headers } })

  it('starts one run for a repeated request, also when both come at once', async () => {
    const [first, second] = await Promise.all([keyed('order-1'), keyed('order-1')])
    const third = await keyed('order-1')
    expect([first.status, second.status, third.status]).toEqual([202, 202, 202])
    expect(new Set([first, second, third].map((answer) => answer.body.runId)).size).toBe(1)
  })

  it('with another body is 422', async () => {
    await keyed('order-2')
    const answer = await keyed('order-2', { body: { ...order, OrderNo: 'B' } })
    expect(answer.status).toBe(422)
    expect(answer.body.code).toBe('KEY_REUSED')
  })

  it('is another key for another flow or credential', async () => {
    const other = await test.deploy(apiFlow('Other'))
    const runs = [
      await keyed('order-3'),
      await keyed('order-3', { token: await test.tokenOf('api-user') }),
      await test.call('POST', `/triggers/${other}`, {
        token: authToken,
        headers: { 'idempotency-key': 'order-3' },
        body: order,
      }),
    ]
    expect(new Set(runs.map((answer) => answer.body.runId)).size).toBe(3)
  })

  it('is refused when it is no plain text', async () => {
    expect((await keyed('x'.repeat(256))).status).toBe(400)
  })
})

describe('Prefer: wait', () => {
  it('answers 200 with status and result once the run has ended', async () => {
    const answer = await start({ headers: { prefer: 'respond-async, wait=10' } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('preference-applied')).toBe('wait=10')
    expect(answer.body).toMatchObject({ status: 'succeeded', result: { status: 'delivered' } })
  })

  it('answers the stored outcome for a repeated key', async () => {
    const headers = { prefer: 'wait=10', 'idempotency-key': 'waited' }
    const first = await start({ headers, body: order })
    expect((await start({ headers, body: order })).body).toEqual(first.body)
  })
})

describe('GET /triggers/:flowId/runs/:runId', () => {
  const read = (runId: string, token: string | null, id = flowId) =>
    test.call('GET', `/triggers/${id}/runs/${runId}`, { token })

  it('answers the credential that started the run, nobody else', async () => {
    const apiUser = await test.tokenOf('api-user')
    const mine = (await start({ token: apiUser, headers: { prefer: 'wait=10' } })).body.runId
    expect((await read(mine, apiUser)).body).toMatchObject({ runId: mine, status: 'succeeded', error: null })
    expect((await read(mine, authToken)).body.code).toBe('RUN_NOT_FOUND')
    expect((await read(mine, await test.tokenOf('api-user'))).body.code).toBe('RUN_NOT_FOUND')
    expect((await read(mine, 'wrong')).status).toBe(401)
    expect((await read(mine, null)).status).toBe(401)
    const other = await test.deploy(apiFlow('Not it'))
    expect((await read(mine, apiUser, other)).body.code).toBe('RUN_NOT_FOUND')
    expect((await read('nonsense', apiUser)).body.code).toBe('RUN_NOT_FOUND')
  })
})

describe('GET /triggers', () => {
  it('lists what a credential may start, with its Expected Inputs', async () => {
    const own = apiFlow('Its own token')
    own.nodes[0] = nodeOf(1, 'inbound-api', { authToken: 'another-token-123456', expectedInputs: [{ name: 'X' }] })
    own.nodes[1] = nodeOf(2, 'send-sms', { from: numberOfWeather, message: '$X' })
    const id = await test.deploy(own)
    const { items } = (await test.call('GET', '/triggers', { token: 'another-token-123456' })).body
    expect(items).toEqual([
      {
        flowId: id,
        name: 'Its own token',
        url: `http://localhost/triggers/${id}`,
        expectedInputs: [{ name: 'X', type: 'any', required: true, default: '', example: '', description: '' }],
      },
    ])
    const all = (await test.call('GET', '/triggers', { token: await test.tokenOf('api-user') })).body.items
    expect(all.length).toBeGreaterThan(1)
    expect((await test.call('GET', '/triggers', { token: 'wrong' })).status).toBe(401)
  })
})

describe('GET /api/flows/:id/requests', () => {
  it('lists what came to the flow and what became of it, newest first', async () => {
    const id = await test.deploy(apiFlow('Listed'))
    const body = { flowId: id, ...orderOf('A-1') }
    await start({ headers: { 'idempotency-key': 'listed' }, body: order }, id)
    await start({ headers: { 'idempotency-key': 'listed' }, body: order }, id)
    await start({ body: {} }, id)
    await start({ token: 'wrong' }, id)
    await test.call('POST', '/v2/api/apitriggers', { token: authToken, body })
    const { items } = (await test.call('GET', `/api/flows/${id}/requests`)).body
    expect(items.map((item: { verdict: string; status: number }) => [item.verdict, item.status])).toEqual([
      ['started', 202],
      ['refused', 401],
      ['refused', 400],
      ['repeated', 202],
      ['started', 202],
    ])
    expect(items[2].detail).toBe('Expected Input "OrderNo" is missing.')
  })
})

describe('the SmartFlows addresses', () => {
  const paths = ['/_rest/v4/sfgen/apitriggers', '/v2/api/apitriggers']
  const json = { 'content-type': 'application/json' }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  it.each(paths)('%s starts a flow by JSON or form, keys with or without dollar', async (path) => {
    const bodies: readonly [Record<string, string>, string, string][] = [
      [json, JSON.stringify({ flowId, ...orderOf('plain') }), 'plain'],
      [json, JSON.stringify({ flowId, ANI: newContact(), DNIS: numberOfWeather, $OrderNo: 'dollar' }), 'dollar'],
      [json, JSON.stringify({ flowId, $ANI: newContact(), $DNIS: numberOfWeather, '${OrderNo}': 'brace' }), 'brace'],
      [form, new URLSearchParams({ flowId, ...orderOf('form & more') }).toString(), 'form & more'],
    ]
    for (const [headers, raw, value] of bodies) {
      const answer = await test.call('POST', path, { token: authToken, headers, raw })
      expect(answer.status, answer.text).toBe(202)
      expect(answer.text).toBe('true')
      const runId = answer.headers.get('location')?.split('/').at(-1)
      const run = await eventually(async () => {
        const { body } = await test.call('GET', `/api/runs/${runId}`)
        return body.status === 'succeeded' ? body : undefined
      })
      expect(run.steps[0].variables.OrderNo).toBe(value)
    }
  })

  it('answer problems as the other triggers do', async () => {
    const post = (body: unknown, token = authToken) => test.call('POST', paths[0] ?? '', { token, body })
    expect((await post({ flowId, ...order }, 'wrong')).status).toBe(401)
    expect((await post({ flowId, ANI: contact })).body.code).toBe('MISSING_INPUT')
    expect((await post({ flowId: '5e8367f36426c01425fbd1f5' })).body.code).toBe('FLOW_NOT_FOUND')
    expect((await post({ ...order })).status).toBe(400)
    expect(
      (await test.call('POST', paths[0] ?? '', { headers: { 'content-type': 'text/xml' }, raw: '<a/>' })).status,
    ).toBe(415)
  })

  const authenticate = (password: string, username: string = administrator.email) =>
    test.call('POST', '/_rest/v4/authenticate', { token: null, body: { username, password } })

  async function createUser(role: string) {
    const user = {
      name: 'Bo',
      email: `${role}-${newContact().slice(1)}@example.com`,
      password: 'a long password',
      role,
    }
    const { body } = await test.call('POST', '/api/users', { body: user })
    return { ...user, id: body.id }
  }

  it('give a token for a day to a user with a password', async () => {
    const answer = await authenticate(administrator.password)
    expect(answer.status, answer.text).toBe(200)
    const { token } = answer.body
    expect((await start({ token })).status).toBe(202)
    expect((await test.call('GET', '/api/flows', { token })).status).toBe(403)
    const wrong = await authenticate('wrong password')
    expect(wrong.status).toBe(401)
    expect(wrong.body).toEqual({ code: 401, error: 'Unauthorized' })
  })

  it('give a user one token, also to two programs at once', async () => {
    const answers = await Promise.all([authenticate(administrator.password), authenticate(administrator.password)])
    answers.push(await authenticate(administrator.password))
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(1)
    const { items } = (await test.call('GET', '/api/tokens')).body
    expect(items.filter(({ name }: { name: string }) => name.endsWith('(24 hours)'))).toHaveLength(1)
  })

  it('give a Viewer none', async () => {
    const viewer = await createUser('viewer')
    const answer = await authenticate(viewer.password, viewer.email)
    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN'])
  })

  it.each(['removed', 'made a Viewer'])('take the token back when its user is %s', async (what) => {
    const user = await createUser('editor')
    const { token } = (await authenticate(user.password, user.email)).body
    expect((await start({ token })).status).toBe(202)
    if (what === 'removed') await test.call('DELETE', `/api/users/${user.id}`)
    else await test.call('PUT', `/api/users/${user.id}`, { body: { role: 'viewer' } })
    expect((await start({ token })).status).toBe(401)
  })
})
