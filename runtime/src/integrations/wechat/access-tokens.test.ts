import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf, webClient } from '../../../test/helpers/outside-calls.ts'
import { account, startStandInOf, verdict } from '../../../test/stand-ins/wechat.ts'
import { createAccessTokens } from './access-tokens.ts'

async function setUp() {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  let nowMs = 0
  const tokens = createAccessTokens({
    web: webClient(),
    url: (name) => service.hosts[name] ?? '',
    clock: () => nowMs,
  })
  return { service, tokens, pass: (seconds: number) => (nowMs += seconds * 1_000) }
}

describe('access tokens', () => {
  it('are asked for once by all who need one at the same time', async () => {
    const { service, tokens } = await setUp()
    expect(await Promise.all(Array.from({ length: 20 }, () => tokens(account)))).toEqual(Array(20).fill('T_1'))
    expect(service.state.tokenCalls).toBe(1)
  })

  it('are asked for again five minutes before they end, once', async () => {
    const { service, tokens, pass } = await setUp()
    await tokens(account)
    pass(6_899)
    await tokens(account)
    expect(service.state.tokenCalls).toBe(1)
    pass(1)
    service.state.accessToken = 'T_2'
    expect(await Promise.all([tokens(account), tokens(account)])).toEqual(['T_2', 'T_2'])
    expect(service.state.tokenCalls).toBe(2)
  })

  it('are asked for once when several calls learn that the same one is stale', async () => {
    const { service, tokens } = await setUp()
    await tokens(account)
    service.state.accessToken = 'T_2'
    expect(await Promise.all([1, 2, 3].map(() => tokens(account, 'T_1')))).toEqual(['T_2', 'T_2', 'T_2'])
    expect(service.state.tokenCalls).toBe(2)
    expect(await tokens(account, 'T_1')).toBe('T_2')
    expect(service.state.tokenCalls).toBe(2)
  })

  it('are not kept for every call when WeChat gives one that is about to end', async () => {
    const { service, tokens, pass } = await setUp()
    service.state.expiresIn = 100
    await tokens(account)
    pass(29)
    await tokens(account)
    expect(service.state.tokenCalls).toBe(1)
  })

  it('belong to an account with its secret, and to its host', async () => {
    const { service, tokens } = await setUp()
    await tokens(account)
    const failure = await failureOf(tokens({ ...account, appSecret: 'f'.repeat(32) }))
    expect(failure.message).toContain('WeChat does not accept the App Secret (40125: invalid appsecret')
    expect(service.state.tokenCalls).toBe(1)
  })

  it.each([
    [40001, 'WeChat does not accept the App Secret', undefined],
    [40013, 'WeChat does not know an account with this App ID', undefined],
    [40164, 'Add it to the IP allowlist', undefined],
    [-1, 'WeChat gave no access token', true],
    [45011, 'WeChat gave no access token', true],
  ])(
    'are refused with %i in a sentence, which is asked about once and not remembered',
    async (code, words, notSent) => {
      const { service, tokens } = await setUp()
      service.state.noToken = verdict(code, 'no')
      const failure = await failureOf(tokens(account))
      expect(failure.message).toContain(words)
      expect(failure.extra.notSent).toBe(notSent)
      expect(service.state.tokenCalls).toBe(1)
      service.state.noToken = undefined
      expect(await tokens(account)).toBe('T_1')
    },
  )
})
