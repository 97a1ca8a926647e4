import { AppError } from '@patchbay/shared/errors'
import { headerBytes } from '@patchbay/shared/expressions'
import { describe, expect, it } from 'vitest'
import { standIn, stepContext } from '../../../../test/helpers/outside-calls.ts'
import { closeSocket, hang, json, text } from '../../../../test/helpers/stand-in.ts'
import { forecast, weatherService } from '../../../../test/helpers/weather.ts'
import type { WebCallInputs } from '../../../web-call/index.ts'
import { externalWebCallAction } from './run.ts'

function inputsTo(url: string, change: Partial<WebCallInputs> = {}): WebCallInputs {
  return { method: 'GET', url, timeoutSeconds: 5, ...change }
}

async function run(inputs: WebCallInputs, context = stepContext()) {
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

  it.each([200, 201, 202, 204, 205])('takes a %i without a body for done, with empty variables', async (status) => {
    const service = await standIn((response) => void response.writeHead(status).end())
    const result = await run(inputsTo(service.origin, { responseVariables: [{ name: 'id', query: 'id' }] }))
    const warnings = [{ code: 'QUERY_NO_MATCH', message: '$id is empty. The reply has no body.' }]
    expect(result).toMatchObject({ exit: 'success', variables: { id: null }, warnings })
  })

  it('reads white space as no body, and an empty list as data', async () => {
    const wanted = { responseVariables: [{ name: 'id', query: 'id' }] }
    const blank = await standIn(text(' \r\n', { contentType: 'application/json' }))
    expect(await run(inputsTo(blank.origin, wanted))).toMatchObject({ exit: 'success', variables: { id: null } })
    const none = await standIn(json([]))
    expect((await run(inputsTo(none.origin, wanted))).outputs?.responseBody).toEqual([])
  })

  it('keeps several Set-Cookie apart, and joins other repeated headers', async () => {
    const cookies = ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2']
    const service = await standIn((response) => {
      const [first = '', second = ''] = cookies
      response.writeHead(200, ['Set-Cookie', first, 'Vary', 'a', 'SET-COOKIE', second, 'Vary', 'b']).end('{}')
    })
    const result = await run(inputsTo(service.origin))
    expect(result.outputs?.headers).toMatchObject({ 'set-cookie': cookies, vary: 'a, b' })
  })

  it('keeps a single Set-Cookie as text', async () => {
    const service = await standIn((response) => void response.writeHead(200, { 'set-cookie': 'a=1' }).end('{}'))
    expect((await run(inputsTo(service.origin))).outputs?.headers).toMatchObject({ 'set-cookie': 'a=1' })
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
    const call = run(inputsTo(service.origin), stepContext({ signal: cancel.signal }))
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

  it('sends query parameters, and form fields with their content type', async () => {
    const service = await standIn(json({}))
    const contentType = 'application/x-www-form-urlencoded'
    const fields = [{ name: 'text', value: 'Zoë & co' }]
    const query = [{ name: 'lang', value: 'es' }]
    await run(inputsTo(`${service.origin}/a?k=1`, { method: 'POST', query, contentType, fields }))
    expect(service.requests[0]).toMatchObject({ url: '/a?k=1&lang=es', body: 'text=Zo%C3%AB%20%26%20co' })
    expect(service.requests[0]?.headers['content-type']).toBe(contentType)
  })

  it('sends a body that is no form as it is, whatever fields are left', async () => {
    const service = await standIn(json({}))
    const fields = [{ name: 'old', value: 'x' }]
    await run(inputsTo(service.origin, { method: 'POST', contentType: 'application/json', body: '{}', fields }))
    expect(service.requests[0]?.body).toBe('{}')
  })

  it('carries the key of the visit where that is wanted, in place of a row of that name', async () => {
    const service = await standIn(json({}))
    const headers = [{ key: 'idempotency-key', value: 'row' }]
    const context = stepContext()
    await run(inputsTo(service.origin, { method: 'POST', headers, idempotencyKey: true }), context)
    await run(inputsTo(service.origin, { method: 'POST', headers }), context)
    const keys = service.requests.map((request) => request.headers['idempotency-key'])
    expect(keys).toEqual([context.idempotencyKey, 'row'])
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

  it('sends a tab inside a header value, and no other control character', async () => {
    const service = await standIn(json({}))
    await run(inputsTo(service.origin, { headers: [{ key: 'X-T', value: headerBytes('a\tb\r\nc\u0000d\u007fe') }] }))
    expect(service.requests[0]?.headers['x-t']).toBe('a\tbcde')
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

describe('Success Statuses', () => {
  async function exitOf(status: number, successStatuses: string) {
    const service = await standIn((response) => void response.writeHead(status).end('{"id":7}'))
    const responseVariables = [{ name: 'id', query: 'id' }]
    return run(inputsTo(service.origin, { successStatuses, responseVariables }))
  }

  it.each([
    [404, '200-299, 404'],
    [204, '200-299, 404'],
    [500, '404,500 - 503'],
    [200, ' '],
  ])('take On Success on %i with "%s"', async (status, successStatuses) => {
    const result = await exitOf(status, successStatuses)
    expect(result).toMatchObject({ exit: 'success', outputs: { statusCode: status, error: '' } })
    if (status !== 204) expect(result.variables).toEqual({ id: 7 })
  })

  it('leave every other status to On Failure, also a 200', async () => {
    const help = 'Add the status to Success Statuses if it is good.'
    const error = { code: 'HTTP_STATUS', message: 'The service answered 200 OK', help }
    expect(await exitOf(200, '404')).toMatchObject({ exit: 'failure', error })
    expect((await exitOf(405, '200-299, 404')).exit).toBe('failure')
  })

  it.each(['abc', '200,', '2xx', '299-200', '600'])('of "%s" stop the deploy', (successStatuses) => {
    const [problem] = externalWebCallAction.problems?.(inputsTo('https://a.example', { successStatuses })) ?? []
    expect(problem).toEqual({ path: 'successStatuses', message: expect.stringMatching(/such as 200-299, 404\.$/) })
  })

  it.each([undefined, '', '200-299, 404'])('of "%s" are fine', (successStatuses) => {
    const inputs = inputsTo('https://a.example', successStatuses === undefined ? {} : { successStatuses })
    expect(externalWebCallAction.problems?.(inputs)).toEqual([])
  })
})

describe('Redirects', () => {
  const moved = () =>
    standIn((response, { url }) => {
      const step = Number(url?.slice(1))
      if (step === 2) response.end('{}')
      else response.writeHead(302, { location: `/${step + 1}` }).end()
    })

  it('are followed as often as allowed', async () => {
    const service = await moved()
    expect(await run(inputsTo(`${service.origin}/0`, { maxRedirects: 2 }))).toMatchObject({ exit: 'success' })
    const failure = await run(inputsTo(`${service.origin}/0`, { maxRedirects: 1 }))
    expect(failure.error?.code).toBe('TOO_MANY_REDIRECTS')
  })

  it('are replies like any other with 0', async () => {
    const service = await moved()
    const failure = await run(inputsTo(`${service.origin}/0`, { maxRedirects: 0 }))
    const help = expect.stringMatching(/^The service sends the call elsewhere\. /)
    expect(failure).toMatchObject({ exit: 'failure', error: { code: 'HTTP_STATUS', help } })
    const inputs = inputsTo(`${service.origin}/0`, { maxRedirects: 0, successStatuses: '302' })
    expect(await run(inputs)).toMatchObject({
      exit: 'success',
      outputs: { statusCode: 302, headers: { location: '/1' } },
    })
    expect(service.requests).toHaveLength(2)
  })
})
