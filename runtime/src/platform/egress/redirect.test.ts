import { describe, expect, it } from 'vitest'
import { failureOf, get, standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json, type Reply } from '../../../test/helpers/stand-in.ts'

describe('redirects', () => {
  function moving(status: number, location: (origin: string) => string): Reply {
    return (response, { url, headers }) => {
      if (url === '/end') response.end('{}')
      else response.writeHead(status, { location: location(`http://${headers.host}`) }).end('moved')
    }
  }

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [301, 'PUT', 'PUT'],
    [302, 'DELETE', 'DELETE'],
    [307, 'POST', 'POST'],
    [308, 'PATCH', 'PATCH'],
  ])('follows %i of a %s with %s', async (status, method, expected) => {
    const service = await standIn(moving(status, () => '/end'))
    const headers = [
      ['Content-Type', 'text/plain'],
      ['X-Key', 'k'],
    ] as const
    await webClient().request(get(service.origin, { method, headers, body: 'body' }))
    const [, second] = service.requests
    const keeps = method === expected
    expect(second).toMatchObject({ method: expected, url: '/end', body: keeps ? 'body' : '' })
    expect(second?.headers['content-type']).toBe(keeps ? 'text/plain' : undefined)
    expect(second?.headers['x-key']).toBe('k')
  })

  it('leaves credentials and secret headers behind when the origin changes', async () => {
    const other = await standIn(json({}))
    const service = await standIn(moving(302, () => `${other.origin}/end`))
    const headers = [
      ['Authorization', 'Bearer x'],
      ['Cookie', 'a=b'],
      ['X-Api-Key', 'k'],
      ['X-Marked', 'm'],
      ['X-Plain', 'p'],
    ] as const
    await webClient().request(get(service.origin, { headers, secretHeaders: ['x-marked'] }))
    const {
      authorization,
      cookie,
      'x-api-key': key,
      'x-marked': marked,
      'x-plain': plain,
    } = other.requests[0]?.headers ?? {}
    expect([authorization, cookie, key, marked, plain]).toEqual([undefined, undefined, undefined, undefined, 'p'])
    expect(service.requests[0]?.headers.authorization).toBe('Bearer x')
  })

  it('checks every address on the way', async () => {
    const service = await standIn(moving(302, () => 'http://169.254.169.254/latest/meta-data/'))
    expect((await failureOf(webClient().request(get(service.origin)))).code).toBe('EGRESS_REFUSED')
  })

  it.each(['ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'file:///etc/passwd'])(
    'does not follow to %s',
    async (location) => {
      const service = await standIn(moving(302, () => location))
      expect((await failureOf(webClient().request(get(service.origin)))).code).toBe('INVALID_URL')
    },
  )

  it('gives up after five', async () => {
    const service = await standIn(moving(302, () => '/again'))
    expect((await failureOf(webClient().request(get(service.origin)))).code).toBe('TOO_MANY_REDIRECTS')
    expect(service.requests).toHaveLength(6)
  })

  it('gives up after as many as the request allows', async () => {
    const service = await standIn(moving(302, () => '/again'))
    const failure = await failureOf(webClient().request(get(service.origin, { maxRedirects: 1 })))
    expect(failure).toMatchObject({ code: 'TOO_MANY_REDIRECTS', message: expect.stringMatching(/more than 1 time\./) })
    expect(service.requests).toHaveLength(2)
  })

  it('answers a redirect as it is when asked to, and one without a place to go to', async () => {
    const service = await standIn(moving(302, () => '/end'))
    expect((await webClient().request(get(service.origin, { maxRedirects: 0 }))).statusCode).toBe(302)
    const nowhere = await standIn((response) => void response.writeHead(302).end())
    expect((await webClient().request(get(nowhere.origin))).statusCode).toBe(302)
  })
})
