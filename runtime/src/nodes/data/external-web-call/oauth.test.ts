import { describe, expect, it } from 'vitest'
import { standIn, stepContext } from '../../../../test/helpers/outside-calls.ts'
import { hang, json } from '../../../../test/helpers/stand-in.ts'
import type { WebCallInputs } from '../../../web-call/index.ts'
import { externalWebCallAction } from './run.ts'

async function run(inputs: WebCallInputs, context = stepContext()) {
  return externalWebCallAction.run(inputs, context, externalWebCallAction.prepare?.(inputs))
}

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
    return { method: 'GET', url: `${origin}/orders`, timeoutSeconds: 5, auth }
  }

  it('asks for a token once and uses it for later calls', async () => {
    const service = await protectedService(['t1'])
    const context = stepContext()
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

  it.each([
    [303, ['POST /orders', 'GET /done']],
    // 307 has the same request made elsewhere, so nothing was carried out before.
    [307, ['POST /orders', 'POST /done', 'POST /orders', 'POST /done']],
  ])('repeats a POST that was refused behind a redirect only where that kept it a POST: %i', async (status, sent) => {
    let given = 0
    const service = await standIn((response, request) => {
      if (request.url === '/token') {
        given += 1
        return json({ access_token: `t${given}`, token_type: 'bearer' })(response, request)
      }
      if (request.url === '/orders') return void response.writeHead(status, { location: '/done' }).end()
      return json({}, 401)(response, request)
    })
    const result = await run({ ...oauthTo(service.origin), method: 'POST' })
    expect(result).toMatchObject({ exit: 'failure', outputs: { statusCode: 401 } })
    const calls = service.requests.map(({ method, url }) => `${method} ${url}`)
    expect(calls.filter((call) => call !== 'POST /token')).toEqual(sent)
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
