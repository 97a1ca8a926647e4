import { AppError } from '@patchbay/shared/errors'
import { headerBytes } from '@patchbay/shared/expressions'
import { afterEach, describe, expect, it } from 'vitest'
import { closeSocket, hang, json, type Reply, startStandIn, text } from '../../../../test/helpers/stand-in.ts'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import { forecast, weatherService } from '../../../../test/helpers/weather.ts'
import type { WebCallInputs } from './build-request.ts'
import { externalWebCallAction } from './run.ts'
import { testWebCall } from './test-web-call.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function standIn(reply: Reply) {
  const service = await startStandIn(reply)
  cleanUps.push(() => service.close())
  return service
}

function createContext(options: Parameters<typeof createStepContext>[0] = {}) {
  const context = createStepContext(options)
  cleanUps.push(() => context.close())
  return context
}

function inputsTo(url: string, change: Partial<WebCallInputs> = {}): WebCallInputs {
  return { method: 'GET', url, timeoutSeconds: 5, ...change }
}

async function run(inputs: WebCallInputs, context = createContext()) {
  return externalWebCallAction.run(inputs, context, externalWebCallAction.prepare?.(inputs))
}

const weatherVariables = [
  { name: 'temp', query: 'temperature' },
  { name: 'winds', query: 'windSpeed' },
  { name: 'forecast', query: 'detailedForecast' },
]
const userAgent = [{ key: 'User-Agent', value: 'patchbay-test' }]

describe('the reply', () => {
  it('gives its values to the response variables', async () => {
    const service = await standIn(weatherService())
    const result = await run(inputsTo(service.origin, { headers: userAgent, responseVariables: weatherVariables }))
    expect(result).toMatchObject({
      exit: 'success',
      variables: { temp: 84, winds: '14 mph', forecast: expect.stringMatching(/^A change of showers/) },
      outputs: { statusCode: 200, responseBody: forecast(), error: '' },
      warnings: [],
    })
    expect(result.outputs?.headers).toMatchObject({ 'content-type': 'application/geo+json' })
    expect(service.requests[0]?.headers['user-agent']).toBe('patchbay-test')
  })

  it('leaves a variable empty and warns when the reply lacks it', async () => {
    const service = await standIn(weatherService('detailedForecast'))
    const result = await run(inputsTo(service.origin, { headers: userAgent, responseVariables: weatherVariables }))
    expect(result.exit).toBe('success')
    expect(result.variables).toMatchObject({ temp: 84, forecast: null })
    expect(result.warnings).toEqual([
      { code: 'QUERY_NO_MATCH', message: expect.stringMatching(/^\$forecast is empty\. ./) },
    ])
  })

  it('reads XML with the same queries', async () => {
    const service = await standIn(text('<o><id>07</id><line n="2">x</line></o>', { contentType: 'text/xml' }))
    const responseVariables = [
      { name: 'id', query: 'id' },
      { name: 'n', query: 'o.line.@n' },
    ]
    const result = await run(inputsTo(service.origin, { responseVariables }))
    expect(result.variables).toEqual({ id: '07', n: '2' })
    expect(result.outputs?.responseBody).toBe('<o><id>07</id><line n="2">x</line></o>')
  })

  it('needs no readable body when no variable is wanted', async () => {
    const service = await standIn(text('thanks'))
    expect(await run(inputsTo(service.origin))).toMatchObject({ exit: 'success', outputs: { responseBody: 'thanks' } })
  })

  it('takes a 204 for what it is', async () => {
    const service = await standIn((response) => void response.writeHead(204).end())
    const result = await run(inputsTo(service.origin, { responseVariables: [{ name: 'id', query: 'id' }] }))
    expect(result).toMatchObject({ exit: 'success', variables: { id: null }, warnings: [{ code: 'QUERY_NO_MATCH' }] })
  })

  it('follows a redirect', async () => {
    const service = await standIn((response, { url }) => {
      if (url === '/end') response.end('{}')
      else response.writeHead(302, { location: '/end' }).end()
    })
    expect(await run(inputsTo(service.origin))).toMatchObject({ exit: 'success', outputs: { statusCode: 200 } })
  })
})

describe('On Failure', () => {
  it.each([
    [500, 'The service answered 500 Internal Server Error'],
    [404, 'The service answered 404 Not Found'],
    [403, 'The service answered 403 Forbidden'],
    [304, 'The service answered 304 Not Modified'],
    [300, 'The service answered 300 Multiple Choices'],
  ])('is taken on %i', async (status, message) => {
    const service = await standIn((response) => void response.writeHead(status).end(status === 304 ? '' : '{"why":1}'))
    const result = await run(inputsTo(service.origin, { responseVariables: weatherVariables }))
    expect(result).toMatchObject({
      exit: 'failure',
      error: { code: 'HTTP_STATUS', message, nodeId: 2, help: expect.any(String) },
      outputs: { statusCode: status, error: 'HTTP_STATUS' },
    })
    expect(result.variables).toBeUndefined()
  })

  it('keeps the body of an error', async () => {
    const service = await standIn(json({ reason: 'no such order' }, 422))
    expect((await run(inputsTo(service.origin))).outputs).toMatchObject({
      statusCode: 422,
      responseBody: { reason: 'no such order' },
    })
  })

  it('is taken when no reply comes in time, in words that name the action', async () => {
    const service = await standIn(hang)
    const result = await run(inputsTo(service.origin, { timeoutSeconds: 1 }))
    expect(result).toMatchObject({
      exit: 'failure',
      error: {
        code: 'TIMEOUT',
        message: 'No reply in 1 second',
        help: 'Raise Timeout in #2 Forecast, or keep the On Failure path for such moments.',
      },
      outputs: { statusCode: null, responseBody: null, error: 'TIMEOUT' },
    })
  })

  it.each([
    ['malformed JSON', text('{"properties": [', { contentType: 'application/json' })],
    ['a page', text('<html><temperature>1</temperature></html>', { contentType: 'text/html' })],
    ['plain text', text('84 F')],
    ['malformed XML', text('<a><b></a>', { contentType: 'application/xml' })],
    ['nothing', text('')],
  ] as const)('is taken on a 200 with %s when variables are wanted', async (_what, reply) => {
    const service = await standIn(reply)
    const result = await run(inputsTo(service.origin, { responseVariables: weatherVariables }))
    expect(result).toMatchObject({
      exit: 'failure',
      error: { code: 'RESPONSE_NOT_READABLE' },
      outputs: { statusCode: 200, error: 'RESPONSE_NOT_READABLE' },
    })
  })

  it('is taken on a reply that is too large, whose status is known all the same', async () => {
    const service = await standIn(text('x'.repeat(5 * 1024 * 1024 + 1)))
    expect(await run(inputsTo(service.origin))).toMatchObject({
      exit: 'failure',
      error: { code: 'RESPONSE_TOO_LARGE' },
      outputs: { statusCode: 200, responseBody: null },
    })
  })

  it('is taken when the connection is closed', async () => {
    const service = await standIn(closeSocket)
    expect((await run(inputsTo(service.origin))).error?.code).toBe('CONNECTION_FAILED')
  })

  it.each([
    ['http://10.0.0.1/', 'EGRESS_REFUSED'],
    ['api.example.com', 'INVALID_URL'],
    ['https://user:secret@example.com/', 'INVALID_URL'],
  ])('is taken on the URL %s', async (url, code) => {
    expect(await run(inputsTo(url))).toMatchObject({ exit: 'failure', error: { code, help: expect.any(String) } })
  })

  it('is not taken when the run is cancelled: the reason comes through', async () => {
    const service = await standIn(hang)
    const cancel = new AbortController()
    const call = run(inputsTo(service.origin), createContext({ signal: cancel.signal }))
    await service.arrived(1)
    const reason = new AppError('CANCELLED', 'By Maya.')
    cancel.abort(reason)
    await expect(call).rejects.toBe(reason)
  })
})

describe('the request', () => {
  it.each(['POST', 'PATCH', 'PUT', 'DELETE', 'GET'] as const)('sends a body with %s', async (method) => {
    const service = await standIn(json({}))
    await run(inputsTo(service.origin, { method, contentType: 'application/json', body: '{"a":1}' }))
    expect(service.requests[0]).toMatchObject({ method, body: '{"a":1}' })
    expect(service.requests[0]?.headers['content-type']).toBe('application/json')
  })

  it('names no content type without a body', async () => {
    const service = await standIn(json({}))
    await run(inputsTo(service.origin, { contentType: 'application/json', body: '' }))
    expect(service.requests[0]?.headers['content-type']).toBeUndefined()
  })

  it('lets a header row say the content type', async () => {
    const service = await standIn(json({}))
    const headers = [{ key: 'content-type', value: 'application/vnd.api+json' }]
    await run(inputsTo(service.origin, { method: 'POST', headers, contentType: 'application/json', body: '{}' }))
    expect(service.requests[0]?.headers['content-type']).toBe('application/vnd.api+json')
  })

  it('sends header values as the UTF-8 bytes they are, and skips rows without a key', async () => {
    const service = await standIn(json({}))
    const headers = [
      { key: 'X-Name', value: headerBytes('Zoë') },
      { key: '', value: 'x' },
    ]
    await run(inputsTo(service.origin, { headers }))
    const raw = service.requests[0]?.rawHeaders ?? []
    expect(Buffer.from(raw[raw.indexOf('X-Name') + 1] ?? '', 'latin1').toString()).toBe('Zoë')
  })

  it('sends Basic Auth instead of an Authorization row, and nothing when both fields are empty', async () => {
    const service = await standIn(json({}))
    const headers = [{ key: 'Authorization', value: 'Bearer row' }]
    await run(inputsTo(service.origin, { headers, auth: { type: 'basic', username: 'dana', password: 'pä:ss' } }))
    await run(inputsTo(service.origin, { headers, auth: { type: 'basic', username: '', password: '' } }))
    const [first, second] = service.requests.map((request) => request.headers.authorization ?? '')
    expect(Buffer.from(first?.replace('Basic ', '') ?? '', 'base64').toString()).toBe('dana:pä:ss')
    expect(second).toBe('Bearer row')
  })
})

describe('OAuth 2.0', () => {
  /** Gives numbered tokens at /token and takes only those in `valid` elsewhere. */
  async function protectedService(valid: readonly string[]) {
    let given = 0
    return standIn((response, request) => {
      if (request.url === '/token') {
        given += 1
        return json({ access_token: `t${given}`, token_type: 'bearer', expires_in: 3600 })(response, request)
      }
      const isValid = valid.some((token) => request.headers.authorization === `Bearer ${token}`)
      return json({ ok: isValid }, isValid ? 200 : 401)(response, request)
    })
  }

  function oauthTo(origin: string): WebCallInputs {
    const auth = { type: 'oauth2', tokenUrl: `${origin}/token`, clientId: 'c', clientSecret: 's', scope: '' } as const
    return inputsTo(`${origin}/orders`, { auth })
  }

  it('asks for a token once and uses it for later calls', async () => {
    const service = await protectedService(['t1'])
    const context = createContext()
    expect((await run(oauthTo(service.origin), context)).exit).toBe('success')
    expect((await run(oauthTo(service.origin), context)).exit).toBe('success')
    expect(service.requests.map(({ url }) => url)).toEqual(['/token', '/orders', '/orders'])
  })

  it('asks for another one when the service refuses it, once', async () => {
    const service = await protectedService(['t2'])
    expect((await run(oauthTo(service.origin))).exit).toBe('success')
    expect(service.requests.map(({ url }) => url)).toEqual(['/token', '/orders', '/token', '/orders'])
    const strict = await protectedService([])
    expect(await run(oauthTo(strict.origin))).toMatchObject({ exit: 'failure', outputs: { statusCode: 401 } })
    expect(strict.requests).toHaveLength(4)
  })

  it('fails with the reason when no token is given', async () => {
    const service = await standIn(json({ error: 'unauthorized_client' }, 400))
    expect(await run(oauthTo(service.origin))).toMatchObject({
      exit: 'failure',
      error: { code: 'TOKEN_REQUEST_FAILED', message: expect.stringContaining('unauthorized_client') },
      outputs: { error: 'TOKEN_REQUEST_FAILED' },
    })
  })

  it('counts the token request into the time', async () => {
    const service = await standIn(hang)
    const result = await run({ ...oauthTo(service.origin), timeoutSeconds: 1 })
    expect(result.error).toMatchObject({ code: 'TIMEOUT', message: 'No reply in 1 second' })
    expect(service.requests.map(({ url }) => url)).toEqual(['/token'])
  })
})

describe('Test HTTP Request', () => {
  async function test(inputs: WebCallInputs) {
    const { services, signal } = createContext()
    return testWebCall(inputs, { services, signal, label: '#2 Forecast' })
  }

  it('shows request, reply and what each variable found', async () => {
    const service = await standIn(json({ id: 7 }))
    const shown = await test(
      inputsTo(`${service.origin}/orders`, {
        method: 'POST',
        headers: [
          { key: 'X-Name', value: headerBytes('Zoë') },
          { key: 'X-Api-Key', value: 'k-123' },
          { key: 'X-Other', value: 'o-123', secret: true },
          { key: 'X-Open-Key', value: 'open', secret: false },
        ],
        contentType: 'application/json',
        body: '{}',
        auth: { type: 'basic', username: 'u', password: 'p' },
        responseVariables: [
          { name: 'id', query: 'id' },
          { name: 'nothing', query: 'nothing' },
          { name: 'wrong', query: '$[' },
        ],
      }),
    )
    expect(shown).toMatchObject({
      exit: 'success',
      request: {
        method: 'POST',
        url: `${service.origin}/orders`,
        headers: [
          { name: 'X-Name', value: 'Zoë' },
          { name: 'X-Api-Key', value: '•••' },
          { name: 'X-Other', value: '•••' },
          { name: 'X-Open-Key', value: 'open' },
          { name: 'Content-Type', value: 'application/json' },
          { name: 'Authorization', value: '•••' },
        ],
        body: '{}',
      },
      response: { statusCode: 200, statusText: 'OK', body: '{"id":7}', bytes: 8, format: 'json', tree: { id: 7 } },
      outputs: { statusCode: 200, responseBody: { id: 7 } },
      error: null,
    })
    expect(shown.variables).toEqual([
      { name: 'id', query: 'id', found: true, value: 7 },
      { name: 'nothing', query: 'nothing', found: false, value: null, warning: expect.any(String) },
      { name: 'wrong', query: '$[', found: false, value: null, warning: expect.any(String) },
    ])
    expect(JSON.stringify(shown)).not.toMatch(/k-123|o-123/)
  })

  it('shows a failure as a step would have it', async () => {
    const service = await standIn(closeSocket)
    expect(await test(inputsTo(service.origin))).toMatchObject({
      exit: 'failure',
      response: null,
      variables: [],
      error: { code: 'CONNECTION_FAILED', help: expect.any(String) },
    })
  })

  it('shows the first MiB of a long body', async () => {
    const service = await standIn(text('x'.repeat(1024 * 1024 + 10)))
    const { response } = await test(inputsTo(service.origin))
    expect([response?.body.length, response?.bytes]).toEqual([1024 * 1024, 1024 * 1024 + 10])
  })
})
