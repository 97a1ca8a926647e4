import { describe, expect, it } from 'vitest'
import { givesUpAfterOne, jsonBytes, turns } from '../../../test/helpers/byte-server.ts'
import { failureOf, standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { hang, json, type Reply, type StandIn, text } from '../../../test/helpers/stand-in.ts'
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

  it('asks again with the credentials in the body where the header is not taken', async () => {
    const { tokens, service, request } = await setUp((response, asked) => {
      const inBody = new URLSearchParams(asked.body).get('client_secret') === 's3cr3t/+'
      const answer = inBody
        ? json({ access_token: 'ok', token_type: 'bearer' })
        : json({ error: 'invalid_client' }, 401)
      return answer(response, asked)
    })
    expect(await tokens.token(request, soon)).toBe('ok')
    expect(service.requests).toHaveLength(2)
    expect(service.requests[1]?.headers.authorization).toBeUndefined()
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
