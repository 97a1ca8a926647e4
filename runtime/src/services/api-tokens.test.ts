import { expect, it } from 'vitest'
import type { TokenRecord, TokenRepository } from '../store/repositories/token-repository.ts'
import { createApiTokens } from './api-tokens.ts'

const token: TokenRecord = {
  id: 't',
  name: 'CRM',
  user: null,
  roles: ['administrator'],
  startsOnly: false,
  createdAt: new Date(0),
  createdBy: 'Maya',
  expiresAt: null,
  lastUsedAt: null,
}

it('what a look-up under way read before a change is not remembered', async () => {
  const held: ((found: TokenRecord) => void)[] = []
  const unused = () => Promise.reject(new Error('Not part of this test.'))
  const tokens: TokenRepository = {
    findByHash: () => new Promise((resolve) => held.push(resolve)),
    touch: async () => {},
    create: unused,
    keepSignIn: unused,
    list: unused,
    namesOf: unused,
    rename: unused,
    remove: unused,
  }
  const apiTokens = createApiTokens({
    tokens,
    key: { id: 'k', bytes: new Uint8Array(32) },
    now: () => new Date(0),
    onChange: () => {},
    onError: (error) => expect.unreachable(String(error)),
  })
  const rolesOf = async (asked: Promise<TokenRecord | undefined>) => (await asked)?.roles

  const first = apiTokens.find('pb_text')
  apiTokens.forget()
  held[0]?.(token)
  expect(await rolesOf(first)).toEqual(['administrator'])
  const second = apiTokens.find('pb_text')
  held[1]?.({ ...token, roles: ['viewer'] })
  expect(await rolesOf(second)).toEqual(['viewer'])
  expect(await rolesOf(apiTokens.find('pb_text'))).toEqual(['viewer'])
  expect(held).toHaveLength(2)
})
