import { describe, expect, it } from 'vitest'
import { givesUpAfterOne, jsonBytes, turns } from '../../../test/helpers/byte-server.ts'
import { failureOf, standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { hang, json, type Reply, type StandIn, type TakenRequest, text } from '../../../test/helpers/stand-in.ts'
import { createTokenSource } from './oauth-tokens.ts'

async function setUp(reply: Reply) {
  const service = await standIn(reply)
  const web = webClient()
  const clock = { ms: Date.UTC(2026, 0, 1) }
  const tokens = createTokenSource({ web, now: () => new Date(clock.ms) })
  return { service, tokens, clock, request: requestTo(service) }
}

function requestTo(service: StandIn) {
  return { tokenUrl: `${service.origin}/token`, clientId: 'shop:1', clientSecret: 's3cr3t/+', scope: 'read write' }
}

/** Gives token-1, token-2 … each with this life. */
function numbered(life: Record<string, unknown> = { expires_in: 3600 }): Reply {
  let count = 0
  return (response, request) => {
    count += 1
    return json({ access_token: `token-${count}`, token_type: 'Bearer', ...life })(response, request)
  }
}

const soon = { timeoutMs: 5_000 }

describe('createTokenSource', () => {
  it('asks by the client credentials grant, with the credentials in the Authorization header', async () => {
    const { tokens, service, request } = await setUp(numbered())
    expect(await tokens.token(request, soon)).toBe('token-1')
    const [asked] = service.requests
    expect(asked).toMatchObject({ method: 'POST', url: '/token' })
    expect(asked?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'read write',
    })
    const basic = Buffer.from(asked?.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()
    expect(basic.split(':').map(decodeURIComponent)).toEqual(['shop:1', 's3cr3t/+'])
  })

  it('asks once more on a new connection when the service has given up the kept one', async () => {
    const service = await givesUpAfterOne(jsonBytes('{"access_token":"t","token_type":"bearer"}'))
    const tokens = createTokenSource({ web: webClient(), now: () => new Date() })
    for (const clientId of ['a', 'b', 'c']) {
      const request = { tokenUrl: service.origin, clientId, clientSecret: 's', scope: '' }
      expect(await tokens.token(request, soon)).toBe('t')
      await turns()
    }
    expect(service.requests.length).toBeGreaterThan(3)
  })

  describe('finds the form of the credentials that the service takes', () => {
    const given = json({ access_token: 'ok', token_type: 'bearer' })

    /** Takes the credentials in one form only, and refuses all others with this. */
    function takes(form: 'encoded' | 'as they are' | 'body', pair: readonly [string, string], refusal: Reply): Reply {
      return (response, { headers, body }) => {
        const basic = Buffer.from((headers.authorization ?? '').slice(6), 'base64').toString()
        const fields = new URLSearchParams(body)
        const decoded = basic.split(':').map((part) => new URLSearchParams(`x=${part}`).get('x'))
        const sent = {
          encoded: decoded.join('\n'),
          'as they are': basic.replace(':', '\n'),
          body: `${fields.get('client_id')}\n${fields.get('client_secret')}`,
        }
        return (sent[form] === pair.join('\n') ? given : refusal)(response, { headers, body } as TakenRequest)
      }
    }

    const unknownClient = json({ error: 'invalid_client' }, 401)
    const guid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

    it.each([
      ['encoded', guid, 'abcDEF123', 1],
      ['as they are', guid, 'sk_live-abc.123*', 1],
      ['as they are', 'app', 'sk_live_abc-123~x.y', 2],
      ['as they are', 'app', 'Zm9vYmFy/+==', 2],
      ['as they are', 'maya@example.com', 'pä ss%41', 2],
      ['encoded', 'a:b', 'p%41 q', 1],
      ['encoded', 'app', 'ü+/=&', 1],
      ['body', 'app', 'secret', 2],
      ['body', 'app', 'Zm9v/+==', 3],
      ['body', 'a:b', 'c d', 2],
    ] as const)('%s: %s and %s, by request %#', async (form, clientId, clientSecret, asked) => {
      const service = await standIn(takes(form, [clientId, clientSecret], unknownClient))
      const tokens = createTokenSource({ web: webClient(), now: () => new Date() })
      expect(await tokens.token({ tokenUrl: service.origin, clientId, clientSecret, scope: '' }, soon)).toBe('ok')
      expect(service.requests).toHaveLength(asked)
    })

    it.each([
      ['400 invalid_request', json({ error: 'invalid_request' }, 400)],
      ['403 unauthorized_client', json({ error: 'unauthorized_client' }, 403)],
      ['400 invalid_grant', json({ error: 'invalid_grant' }, 400)],
      ['401 with a challenge', text('', { status: 401 })],
      ['422 with words of its own', json({ message: 'client_id is missing' }, 422)],
      ['400 with a page', text('<html>Bad Request</html>', { status: 400, contentType: 'text/html' })],
      ['200 with an error', json({ error: 'incorrect_client_credentials' })],
    ])('whatever it says without: %s', async (_what, refusal) => {
      const service = await standIn(takes('body', ['app', 'secret'], refusal))
      const tokens = createTokenSource({ web: webClient(), now: () => new Date() })
      const request = { tokenUrl: service.origin, clientId: 'app', clientSecret: 'secret', scope: '' }
      expect(await tokens.token(request, soon)).toBe('ok')
      expect(service.requests[1]?.headers.authorization).toBeUndefined()
    })

    it.each([
      ['404', json({}, 404)],
      ['429', json({ error: 'invalid_request' }, 429)],
      ['503', json({ error: 'temporarily_unavailable' }, 503)],
      ['invalid_scope', json({ error: 'invalid_scope' }, 400)],
      ['no error', json({})],
    ])('and does not look for one after %s', async (_what, refusal) => {
      const { tokens, service, request } = await setUp(refusal)
      expect((await failureOf(tokens.token(request, soon))).code).toBe('TOKEN_REQUEST_FAILED')
      expect(service.requests).toHaveLength(1)
    })

    it('and begins with it the next time', async () => {
      const service = await standIn(takes('body', ['app', 'secret'], unknownClient))
      const tokens = createTokenSource({ web: webClient(), now: () => new Date() })
      const request = { tokenUrl: service.origin, clientId: 'app', clientSecret: 'secret', scope: '' }
      await tokens.token(request, soon)
      await tokens.token(request, { ...soon, rejected: 'ok' })
      expect(service.requests).toHaveLength(3)
    })

    it('and tells of the form that the service wants when the secret is wrong', async () => {
      const { tokens, request } = await setUp((response, asked) => {
        const isBody = asked.body.includes('client_secret')
        return (isBody ? unknownClient : json({ error: 'invalid_request' }, 400))(response, asked)
      })
      expect((await failureOf(tokens.token(request, soon))).message).toContain('401 invalid_client')
    })
  })

  it('sends audience, resource and further parameters, and keeps their tokens apart', async () => {
    const { tokens, service, request } = await setUp(numbered())
    const parameters = [
      { key: 'resource', value: 'https://b.example' },
      { key: 'x y', value: 'a&b=ü' },
      { key: '', value: 'unused' },
      { key: 'empty', value: '' },
    ]
    const asked = { ...request, audience: ' https://api.example/ ', resource: 'https://a.example', parameters }
    expect(await tokens.token(asked, soon)).toBe('token-1')
    expect([...new URLSearchParams(service.requests[0]?.body)]).toEqual([
      ['grant_type', 'client_credentials'],
      ['scope', 'read write'],
      ['audience', 'https://api.example/'],
      ['resource', 'https://a.example'],
      ['resource', 'https://b.example'],
      ['x y', 'a&b=ü'],
    ])
    expect(await tokens.token({ ...asked, audience: 'other' }, soon)).toBe('token-2')
    expect(await tokens.token({ ...asked, resource: '' }, soon)).toBe('token-3')
    expect(await tokens.token({ ...asked, parameters: [] }, soon)).toBe('token-4')
    expect(await tokens.token(asked, soon)).toBe('token-1')
  })

  it.each([
    ['as text/html', text('{"access_token":"t","token_type":"bearer"}', { contentType: 'text/html' })],
    ['without a type of its own', json({ access_token: 't' })],
    ['of a type called otherwise', json({ access_token: 't', token_type: 'BearerToken' })],
    ['with a scope that is null', json({ access_token: 't', token_type: 'Bearer', scope: null, refresh_token: null })],
    ['with a list of scopes', json({ access_token: 't', token_type: 'Bearer', scope: ['a'] })],
    ['with its life as text', json({ access_token: 't', token_type: 'Bearer', expires_in: '3600' })],
    ['with a life of no time', json({ access_token: 't', token_type: 'Bearer', expires_in: 0 })],
    ['with a broken life', json({ access_token: 't', token_type: 'Bearer', expires_in: 'soon' })],
    ['with a byte order mark', text('\ufeff{"access_token":"t"}', { contentType: 'application/json' })],
    ['as a form', text('access_token=t&token_type=bearer', { contentType: 'application/x-www-form-urlencoded' })],
    ['as a form under text', text('access_token=t&scope=&token_type=bearer')],
  ] as const)('takes a token that comes %s', async (_how, reply) => {
    const { tokens, request } = await setUp(reply)
    expect(await tokens.token(request, soon)).toBe('t')
  })

  it('keeps a token until shortly before it ends', async () => {
    const { tokens, clock, request } = await setUp(numbered({ expires_in: 600 }))
    await tokens.token(request, soon)
    clock.ms += 569_000
    expect(await tokens.token(request, soon)).toBe('token-1')
    clock.ms += 1_000
    expect(await tokens.token(request, soon)).toBe('token-2')
  })

  it('keeps a token of unstated life for five minutes', async () => {
    const { tokens, clock, request } = await setUp(numbered({}))
    await tokens.token(request, soon)
    clock.ms += 269_000
    expect(await tokens.token(request, soon)).toBe('token-1')
    clock.ms += 1_000
    expect(await tokens.token(request, soon)).toBe('token-2')
  })

  it('asks once for many at the same time', async () => {
    const { tokens, service, request } = await setUp(numbered())
    const given = await Promise.all(Array.from({ length: 20 }, () => tokens.token(request, soon)))
    expect(new Set(given)).toEqual(new Set(['token-1']))
    expect(service.requests).toHaveLength(1)
  })

  it('replaces a refused token once, however many were refused', async () => {
    const { tokens, service, request } = await setUp(numbered())
    await tokens.token(request, soon)
    const rejected = { ...soon, rejected: 'token-1' }
    const given = await Promise.all(Array.from({ length: 5 }, () => tokens.token(request, rejected)))
    expect(new Set(given)).toEqual(new Set(['token-2']))
    expect(await tokens.token(request, rejected)).toBe('token-2')
    expect(service.requests).toHaveLength(2)
  })

  it('keeps tokens of other scopes, clients and secrets apart', async () => {
    const { tokens, request } = await setUp(numbered())
    await tokens.token(request, soon)
    expect(await tokens.token({ ...request, scope: 'admin' }, soon)).toBe('token-2')
    expect(await tokens.token({ ...request, clientId: 'other' }, soon)).toBe('token-3')
    expect(await tokens.token({ ...request, clientSecret: 'new' }, soon)).toBe('token-4')
    expect(await tokens.token(request, soon)).toBe('token-1')
  })

  it('says what the service said, without the secret, and asks anew next time', async () => {
    const { tokens, service, request } = await setUp(
      json({ error: 'invalid_scope', error_description: 'No such scope' }, 400),
    )
    const failure = await failureOf(tokens.token(request, soon))
    expect(failure.code).toBe('TOKEN_REQUEST_FAILED')
    expect(failure.message).toMatch(/gave no token: 400 invalid_scope \(No such scope\)$/)
    expect(JSON.stringify([failure.message, failure.extra])).not.toContain('s3cr3t')
    service.replyWith(numbered())
    expect(await tokens.token(request, soon)).toBe('token-1')
  })

  it.each([
    ['a page', text('<html>', { contentType: 'text/html' })],
    ['no token', json({ token_type: 'bearer' })],
    ['a fault', json({}, 500)],
    ['broken JSON', text('{"access_token"', { contentType: 'application/json' })],
  ] as const)('fails on %s', async (_what, reply) => {
    const { tokens, request } = await setUp(reply)
    expect((await failureOf(tokens.token(request, soon))).code).toBe('TOKEN_REQUEST_FAILED')
  })

  it('does not carry the credentials along a redirect', async () => {
    const { tokens, service, request } = await setUp((response) => {
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect((await failureOf(tokens.token(request, soon))).message).toContain('it answered 307')
    expect(service.requests.map(({ url }) => url)).toEqual(['/token'])
  })

  it('ends with the time-out of who waits, and with the guard', async () => {
    const { tokens, request } = await setUp(hang)
    expect((await failureOf(tokens.token(request, { timeoutMs: 50 }))).code).toBe('TIMEOUT')
    const refused = { ...request, tokenUrl: 'http://10.0.0.1/token' }
    expect((await failureOf(tokens.token(refused, soon))).code).toBe('EGRESS_REFUSED')
  })
})
