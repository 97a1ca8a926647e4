import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { flowOf, nodeOf } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let service: StandIn

beforeAll(async () => {
  service = await startStandIn(
    json({ temperature: 84, token: 'sesame-of-the-service', access_token: 'access-of-the-flow', token_type: 'bearer' }),
  )
  test = await startHttpTest()
})

afterAll(async () => {
  await test.close()
  await service.close()
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

  it('opens no secret of the flow in a field that is none for it', async () => {
    const trigger = nodeOf(1, 'inbound-api', { authToken: 'token-of-the-flow' })
    const { body } = await test.call('POST', '/api/flows', { body: flowOf('Token', [trigger]) })
    const reference = body.document.nodes[0].inputs.authToken
    const call = { method: 'POST', timeoutSeconds: 5, url: service.origin, contentType: 'text/plain' }
    const oauth = { type: 'oauth2', clientId: 'c', clientSecret: 's', tokenUrl: service.origin, scope: reference }
    for (const inputs of [
      { ...call, body: reference },
      { ...call, auth: oauth },
    ]) {
      const before = service.requests.length
      const answer = await run(inputs, { flowId: body.id })
      expect([answer.status, answer.body.code]).toEqual([422, 'INVALID_INPUT'])
      expect(service.requests).toHaveLength(before)
    }
    const password = { ...call, auth: { type: 'basic', username: 'u', password: reference } }
    expect((await run(password, { flowId: body.id })).body.code).toBe('SECRET_MISSING')
  })

  it('sends no OAuth token of the flow to a service it was not set up for', async () => {
    const auth = { type: 'oauth2', clientId: 'c', clientSecret: 'secret-1234', tokenUrl: `${service.origin}/token` }
    const call = nodeOf(1, 'external-web-call', { method: 'GET', url: `${service.origin}/`, timeoutSeconds: 5, auth })
    const { body } = await test.call('POST', '/api/flows', { body: flowOf('OAuth', [call]) })
    const { inputs } = body.document.nodes[0]
    expect((await run(inputs, { flowId: body.id })).body.exit).toBe('success')
    const elsewhere = { ...inputs, url: 'http://127.0.0.1:1/' }
    expect((await run(elsewhere, { flowId: body.id })).body.code).toBe('SECRET_MISSING')
  })

  it('sends no stored secret to a host that a variable names', async () => {
    const headers = [{ key: 'X-Api-Key', value: 'sesame-1234', secret: true }]
    const call = nodeOf(1, 'external-web-call', { method: 'GET', url: 'http://$host/', timeoutSeconds: 5, headers })
    const { body } = await test.call('POST', '/api/flows', { body: flowOf('Anywhere', [call]) })
    const before = service.requests.length
    const { inputs } = body.document.nodes[0]
    const variables = { host: service.origin.replace('http://', '') }
    const answer = await run(inputs, { flowId: body.id, variables })
    expect(answer.body).toMatchObject({ code: 'SECRET_MISSING', detail: expect.stringContaining('a variable decides') })
    expect(service.requests).toHaveLength(before)
    // What is typed for the test is the tester's own.
    expect((await run({ ...inputs, headers }, { flowId: body.id, variables })).body.exit).toBe('success')
  })

  it('is not there for actions that have none', async () => {
    for (const type of ['wait', 'inbound-api', 'no-such', '__proto__']) {
      const answer = await test.call('POST', `/api/actions/${type}/test`, { body: { inputs: {} } })
      expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND'])
    }
  })
})

describe('the preview of a schedule', () => {
  const preview = (inputs: unknown, timeZone = 'Europe/Berlin') =>
    test.call('POST', '/api/actions/schedule/preview', { body: { inputs, timeZone } })

  it('shows the next times on the clock of the zone', async () => {
    const { status, body } = await preview({ frequency: 'daily', time: '09:00' })
    expect(status).toBe(200)
    expect(body.lines).toHaveLength(5)
    expect(body.lines[0]).toEqual({ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT09:00:00\+0[12]:00$/) })
    expect(body.help).toContain('Europe/Berlin')
  })

  it.each([
    [{ time: '25:00' }, 'Europe/Berlin', 'inputs.time'],
    [{ frequency: 'cron', cron: '0 9 31 2 *' }, 'Europe/Berlin', 'inputs.cron'],
    [{ frequency: 'cron', cron: '0 9 * * moon' }, 'Europe/Berlin', 'inputs.cron'],
    [{}, 'Mars/Olympus', 'timeZone'],
  ])('names what is wrong in %j, %s', async (inputs, zone, path) => {
    const { status, body } = await preview(inputs, zone)
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'INVALID_INPUT', path])
  })

  it('is not there for actions that have none', async () => {
    const answer = await test.call('POST', '/api/actions/wait/preview', { body: { inputs: {}, timeZone: 'UTC' } })
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND'])
  })
})
