import { defineAccount } from '@patchbay/shared/api'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { sealText } from '../platform/secrets/sealed-text.ts'
import { secretKeyOf } from '../platform/secrets/secret-key.ts'
import type { StoredSecrets } from '../store/schema/tables.ts'
import type { AccountRecord } from './account-repository.ts'
import {
  hostsOfSecrets,
  openGranted,
  openProperties,
  partProperties,
  sealGranted,
  shownProperties,
} from './account-secrets.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'

const key = secretKeyOf('a key for tests')
const accountId = '01990000-0000-7000-8000-000000000001'
const secret = { 'x-secret': true } as const

const definition = defineAccount({
  id: 'carrier',
  title: 'Carrier',
  description: 'For tests.',
  icon: 'phone',
  properties: Type.Object({
    url: Type.String(),
    apiKey: Type.Optional(Type.String({ ...secret, 'x-secret-host': 'url' })),
    password: Type.Optional(Type.String(secret)),
  }),
  hashed: ['password'],
  generated: ['password'],
  capabilities: { create: true, test: false, webhook: false, status: false },
  addresses: [],
})

const part = (given: Record<string, unknown>, stored: StoredSecrets = {}) =>
  partProperties({ accountId, definition, given, before: { properties: {}, secrets: stored }, key })

function record(parted: Awaited<ReturnType<typeof part>>): AccountRecord {
  const stamp = { createdAt: new Date(0), modifiedAt: new Date(0), modifiedBy: 'test' }
  const { properties, secrets } = parted
  return { id: accountId, type: 'carrier', name: 'Carrier', identity: null, properties, secrets, ...stamp }
}

describe('secrets of accounts', () => {
  it('are encrypted or hashed, never stored as they came, and shown as references', async () => {
    const parted = await part({ url: 'https://api.example.com', apiKey: 'key-12345', password: 'pass-12345' })
    expect(JSON.stringify([parted.properties, parted.secrets])).not.toMatch(/12345/)
    const account = record(parted)
    expect(shownProperties(account)).toEqual({
      url: 'https://api.example.com',
      apiKey: { $secret: 'apiKey' },
      password: { $secret: 'password' },
    })
    expect(openProperties(key, account)).toEqual({ url: 'https://api.example.com', apiKey: 'key-12345' })
    expect(parted.generated).toEqual({})
  })

  it('are generated where the type says so and none is given, each another', async () => {
    const [first, second] = [
      await part({ url: 'https://a.example' }),
      await part({ url: 'https://a.example', password: '' }),
    ]
    expect(first.generated.password).toMatch(/^[a-z\d]{32}$/)
    expect(first.generated.password).not.toBe(second.generated.password)
    const stored = first.secrets.password
    expect(
      stored !== undefined && 'hash' in stored && (await verifyPassword(first.generated.password ?? '', stored.hash)),
    ).toBe(true)
  })

  it('stay when they are left out or come back as references', async () => {
    const { secrets } = await part({ url: 'https://a.example', apiKey: 'key-12345', password: 'pass-12345' })
    expect((await part({ url: 'https://a.example/v2' }, secrets)).secrets).toEqual(secrets)
    const references = { apiKey: { $secret: 'apiKey' }, password: { $secret: 'password' } }
    expect((await part({ url: 'https://a.example', ...references }, secrets)).secrets).toEqual(secrets)
  })

  it('are never kept as references where the type wants an open value', async () => {
    const given = { url: { $secret: 'url' } }
    await expect(part(given)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      errors: [{ path: 'properties.url', message: 'Enter it again: it is not kept as a secret any more.' }],
    })
    const before = { properties: { url: 'https://a.example' }, secrets: {} }
    expect((await partProperties({ accountId, definition, given, before, key })).properties).toEqual(before.properties)
  })

  it('are asked for again when they would go to another host', async () => {
    const { secrets } = await part({ url: 'https://a.example', apiKey: 'key-12345' })
    await expect(part({ url: 'https://evil.example' }, secrets)).rejects.toMatchObject({
      code: 'SECRET_MISSING',
      errors: [{ path: 'properties.apiKey' }],
    })
  })

  it.each([
    ['https://a.example/', 'https://a.example/ https://evil.example'],
    ['https://a.example,https://b.example', 'https://a.example,https://evil.example'],
  ])('are asked for again when one of several addresses is new: %s, then %s', async (stored, given) => {
    const { secrets } = await part({ url: stored, apiKey: 'key-12345' })
    expect((await part({ url: stored }, secrets)).secrets).toEqual(secrets)
    await expect(part({ url: given }, secrets)).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  })

  it('that stay here are kept for every host, and made in the form that the type says', async () => {
    const stays = { ...secret, 'x-secret-host': [], 'x-ui': { generate: 'signing-secret' } } as const
    const properties = Type.Object({ url: Type.String(), signing: Type.Optional(Type.String(stays)) })
    const type = { ...definition, properties, hashed: [], generated: ['signing'] }
    const made = await partProperties({
      ...{ accountId, key, given: { url: 'https://a.example' } },
      definition: { ...type, secretHosts: ['a.example:443'] },
    })
    expect(made.generated.signing).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/)
    const kept = await partProperties({
      ...{ accountId, key, given: { url: 'https://b.example' }, before: made },
      definition: { ...type, secretHosts: ['b.example:443'] },
    })
    expect(kept.secrets).toEqual(made.secrets)
    expect(hostsOfSecrets(kept.secrets)).toBeUndefined()
  })

  it('do not open for another account', async () => {
    const account = record(await part({ url: 'https://a.example', apiKey: 'key-12345' }))
    expect(() => openProperties(key, { ...account, id: '01990000-0000-7000-8000-000000000002' })).toThrow(
      'cannot be read',
    )
  })
})

describe('what a service gave with an account', () => {
  const granted = { tenant_id: 'tn-4471' }

  it('is sealed with the hosts that it was given for, and opens for its account only', () => {
    const sealed = sealGranted(key, accountId, { granted, hosts: ['bridge.example:443'] })
    expect(sealed).not.toContain('tn-4471')
    expect(openGranted(key, { id: accountId, granted: sealed })).toEqual({ granted, hosts: ['bridge.example:443'] })
    expect(() => openGranted(key, { id: '01990000-0000-7000-8000-000000000002', granted: sealed })).toThrow(
      'cannot be read',
    )
  })

  it('is bound to no host where the type names none, and where it was stored before hosts were', () => {
    const unbound = sealGranted(key, accountId, { granted, hosts: undefined })
    expect(openGranted(key, { id: accountId, granted: unbound })).toEqual({ granted })
    const earlier = sealText(key, JSON.stringify(granted), ['account granted', accountId])
    expect(openGranted(key, { id: accountId, granted: earlier })).toEqual({ granted })
  })

  it('is not stored when it is nothing', () => {
    expect(sealGranted(key, accountId, { granted: {}, hosts: ['bridge.example:443'] })).toBeNull()
    expect(openGranted(key, { id: accountId, granted: null })).toEqual({ granted: {} })
  })
})

describe('password hashes', () => {
  it('fit their password only, and differ for the same one', async () => {
    const [first, second] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
    expect(first).not.toBe(second)
    expect(first).toMatch(/^scrypt\$15\$8\$/)
    expect(await verifyPassword('correct horse', first)).toBe(true)
    expect(await verifyPassword('correct hors', first)).toBe(false)
    expect(await verifyPassword('correct horse', 'plain$correct horse')).toBe(false)
  })
})
