import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { readSampleFlow } from '../helpers/flow-cases.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { forecastText, weatherService } from '../helpers/weather.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const number = '+17865550177'
let http: HttpTest
let weather: StandIn
let gateway: StandIn
let accountId: string
let secret: string

beforeAll(async () => {
  http = await startHttpTest()
  weather = await startStandIn(weatherService())
  gateway = await startStandIn(json({ id: 'g-1' }))
  const properties = { url: `${gateway.origin}/messages`, honoursKeys: true }
  const created = await http.call('POST', '/api/accounts', { body: { type: 'http-gateway', name: 'Ours', properties } })
  expect(created.status, created.text).toBe(201)
  accountId = created.body.id
  secret = created.body.secrets.inboundSecret
  const added = await http.call('POST', '/api/numbers', { body: { number, accountId } })
  expect(added.body).toMatchObject({ number, accountId, accountName: 'Ours' })
  const document = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', weather.origin)
  const flowId = await http.deploy(JSON.parse(document))
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [number], replace: true } })
})
afterAll(async () => {
  await http.close()
  await weather.close()
  await gateway.close()
})

const inbound = (id: string) => ({ id, from: '+1 305 555 0119', to: number, text: 'Weather' })

function post(body: unknown, headers: Record<string, string>, account = accountId) {
  const raw = JSON.stringify(body)
  const all = { 'content-type': 'application/json', ...headers }
  return http.call('POST', `/channels/http-gateway/${account}`, { token: null, raw, headers: all })
}

function signed(body: unknown, key = secret): Record<string, string> {
  return { 'x-patchbay-signature': `sha256=${createHmac('sha256', key).update(JSON.stringify(body)).digest('hex')}` }
}

describe('a text that an HTTP gateway posts', () => {
  it('starts the flow of its number once, and the flow answers through the gateway', async () => {
    const before = gateway.requests.length
    const first = await post(inbound('m-1'), signed(inbound('m-1')))
    expect(first.status, first.text).toBe(202)
    expect(first.body).toMatchObject({ runId: expect.any(String), duplicate: false })
    const again = await post(inbound('m-1'), signed(inbound('m-1')))
    expect(again.body).toEqual({ ...first.body, duplicate: true })
    await gateway.arrived(before + 1)
    const sent = JSON.parse(gateway.requests[before]?.body ?? '')
    expect(sent).toMatchObject({ from: number, to: '+13055550119', text: forecastText })
    const run = await eventually(async () => {
      const { body } = await http.call('GET', `/api/runs/${first.body.runId}`)
      return body.status === 'succeeded' && body
    })
    expect(run.contact).toBe('+13055550119')
    expect(gateway.requests.length - before).toBe(1)
  })

  it('may come with the secret as a token', async () => {
    expect((await post(inbound('m-2'), { authorization: `Bearer ${secret}` })).status).toBe(202)
  })

  it.each([
    ['nothing', () => ({})],
    ['a wrong token', () => ({ authorization: 'Bearer wrong' })],
    ['a signature with another key', () => signed(inbound('m-3'), 'another key')],
    ['a signature of another body', () => signed(inbound('m-4'))],
    ['a wrong signature beside the right token', () => ({ ...signed({}), authorization: `Bearer ${secret}` })],
  ])('is refused with %s', async (_name, headers) => {
    expect((await post(inbound('m-3'), headers())).status).toBe(401)
  })

  it('is refused for a number of another account, and for an account that is not there', async () => {
    const body = { ...inbound('m-5'), to: '+17865550100' }
    expect((await post(body, signed(body))).body.code).toBe('NUMBER_NOT_FOUND')
    const other = '01990000-0000-7000-8000-000000000001'
    expect((await post(body, signed(body), other)).body.code).toBe('ACCOUNT_NOT_FOUND')
    expect((await post(body, signed(body), 'simulator')).body.code).toBe('ACCOUNT_NOT_FOUND')
  })

  it('is refused when it is no text, once the sender is known', async () => {
    expect((await post({ id: 'm-6' }, signed({ id: 'm-6' }))).body).toMatchObject({
      status: 422,
      code: 'INVALID_INPUT',
    })
    expect((await post({ id: 'm-6' }, {})).status).toBe(401)
  })
})

describe('a number', () => {
  it('keeps its account from being removed', async () => {
    const answer = await http.call('DELETE', `/api/accounts/${accountId}`)
    expect(answer.body).toMatchObject({ status: 409, code: 'ACCOUNT_IN_USE' })
  })

  it('cannot belong to an account that has none', async () => {
    const zapier = { type: 'zapier', name: 'Zaps', properties: { username: 'zaps' } }
    const { body } = await http.call('POST', '/api/accounts', { body: zapier })
    for (const id of [body.id, '01990000-0000-7000-8000-000000000001', 'nowhere']) {
      const answer = await http.call('POST', '/api/numbers', { body: { number: '+17865550178', accountId: id } })
      expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'accountId' }] })
    }
  })
})

describe('Test Connection of an HTTP gateway', () => {
  const test = async (change: object) => {
    const properties = { url: `${gateway.origin}/messages`, ...change }
    const { body } = await http.call('POST', '/api/accounts', { body: { type: 'http-gateway', name: 'T', properties } })
    return (await http.call('POST', `/api/accounts/${body.id}/test`)).body
  }

  it('says that the gateway answers, without sending a text', async () => {
    gateway.replyWith(json({ taken: false }, 404))
    expect(await test({ statusUrl: `${gateway.origin}/messages/{id}` })).toMatchObject({ ok: true })
    expect(gateway.requests.at(-1)?.method).toBe('GET')
  })

  it.each([
    ['a credential that is not taken', json({}, 401), {}],
    ['a Status URL that says nothing', json({ error: 'Not Found' }, 404), { status: true }],
    ['a Status URL that knows what was never sent', json({ taken: true }), { status: true }],
  ])('names %s', async (_name, reply, { status }: { status?: boolean }) => {
    gateway.replyWith(reply)
    const answer = await test(status === true ? { statusUrl: `${gateway.origin}/messages/{id}` } : {})
    expect(answer.ok).toBe(false)
    expect(answer.message).not.toBe('')
  })
})
