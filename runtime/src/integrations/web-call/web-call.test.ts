import { describe, expect, it } from 'vitest'
import { standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json } from '../../../test/helpers/stand-in.ts'
import type { WebCallProperties } from '../../web-call/index.ts'
import { checkWebAccount } from './check.ts'

async function check(change: Partial<WebCallProperties> & { readonly path?: string }, tokens: readonly string[] = []) {
  const service = await standIn((response, request) => {
    if (request.url === '/sign-in') return json({})(response, request)
    if (request.url === '/me-for-people') return void response.writeHead(302, { location: '/sign-in' }).end()
    const isTaken = request.headers.authorization === 'Bearer good' || request.headers['x-key'] === 'k-1'
    return json({}, isTaken ? 200 : 401)(response, request)
  })
  let asked = 0
  const host = {
    web: webClient(),
    accountTokens: {
      token: async () => {
        asked += 1
        return tokens[asked - 1] ?? ''
      },
    },
  }
  const { path = '/me', ...changed } = change
  const properties: WebCallProperties = {
    signIn: 'header',
    addresses: service.origin,
    headerName: 'X-Key',
    headerValue: 'k-1',
    testUrl: `${service.origin}${path}`,
    ...changed,
  }
  const found = await checkWebAccount(host, { id: 'a1', name: 'Shop', properties }, new AbortController().signal)
  return { found, calls: service.requests.length }
}

describe('Test Connection of a web service', () => {
  it('reads the Test Address with the credential', async () => {
    expect((await check({})).found).toMatchObject({ ok: true, checks: [{ text: 'The Test Address answered 200.' }] })
    const { found } = await check({ headerValue: 'wrong' })
    expect(found).toMatchObject({
      ok: false,
      message: 'The Test Address answered 401: it does not accept the account.',
    })
  })

  it('does not take the page to sign in for an answer', async () => {
    const { found, calls } = await check({ path: '/me-for-people' })
    expect(found).toMatchObject({
      ok: false,
      message: 'The Test Address answered 302: it leads elsewhere, such as to a page to sign in at.',
    })
    expect(calls).toBe(1)
  })

  it('tries another token where the service refuses one', async () => {
    const { found, calls } = await check({ signIn: 'client-credentials' }, ['good', 'old', 'good'])
    expect([found.ok, calls]).toEqual([true, 2])
  })

  it('calls nothing without a Test Address, or at one where the account may not be used', async () => {
    expect(await check({ testUrl: '' })).toMatchObject({ found: { ok: true }, calls: 0 })
    const { found, calls } = await check({ addresses: 'https://api.example.com' })
    expect(found.message).toContain('The account "Shop" may not be used for')
    expect([found.ok, calls]).toEqual([false, 0])
  })
})
