import type { AccountConnection, AccountTypeResource, AddressResource } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { missingThings } from './missing-things.ts'

const capabilities = { create: true, test: true, webhook: true, status: false }
const messenger: AccountTypeResource = {
  id: 'messenger',
  title: 'Messenger',
  description: '',
  icon: 'bolt',
  properties: {},
  hashed: [],
  generated: [],
  addresses: [],
  capabilities,
  channels: ['messenger'],
}
const bot: AddressResource = {
  channel: 'messenger',
  value: '@shop',
  shown: '@shop',
  label: '',
  accountId: 'a1',
  accountName: 'Shop',
  capabilities: [],
  flowId: null,
  flowName: null,
}

const empty = { properties: {} }

test('an account of a messenger whose address starts no flow says so and lets one be chosen', () => {
  const [thing] = missingThings(messenger, empty, [bot])
  expect(thing).toMatchObject({ ok: false, title: 'No flow answers', address: bot })
  expect(thing?.help).toContain('@shop')
})

test('an address that is only the Account ID is called by the name of the account', () => {
  const [thing] = missingThings(messenger, empty, [{ ...bot, value: 'a1', shown: 'a1' }])
  expect(thing?.help).toMatch(/^Messages to Shop wait in the inbox/)
})

test('the flow that answers is named and linked', () => {
  const assigned = { ...bot, flowId: 'f1', flowName: 'Concierge' }
  expect(missingThings(messenger, empty, [assigned])).toMatchObject([
    { ok: true, title: 'Concierge answers', link: { href: '/flows/f1' } },
  ])
})

test('secrets that an account has to have, or should, are stored or missing', () => {
  const secret = (title: string, more: object = {}) => ({ type: 'string', title, 'x-secret': true, ...more })
  const properties = {
    type: 'object',
    properties: {
      token: secret('Token', { 'x-required': true }),
      appSecret: secret('App Secret'),
      other: secret('Other'),
      key: secret('Key', { 'x-required': true, 'x-ui': { visibleWhen: { field: 'kind', equals: 'b' } } }),
    },
  }
  const type = { ...messenger, properties, wanted: { appSecret: 'Nobody knows who writes.' } }
  expect(missingThings(type, { properties: { token: { $secret: 'token' }, kind: 'a' } }, [])).toEqual([
    { id: 'token', ok: true, title: 'Token stored' },
    { id: 'appSecret', ok: false, title: 'App Secret is missing', help: 'Nobody knows who writes.' },
  ])
  expect(missingThings(type, { properties: { kind: 'b' } }, [])).toHaveLength(3)
})

test('numbers of a carrier may start no flow: some only send', () => {
  const carrier = { ...messenger, capabilities: { ...capabilities, numbers: true } }
  expect(missingThings(carrier, empty, [bot])).toEqual([])
})

test('an account that has to be connected says how its connection stands', () => {
  const connection = { state: 'connected', until: null, isRenewed: true, canConnect: true, problem: null } as const
  const things = (change: Partial<AccountConnection>) =>
    missingThings(messenger, empty, [], { ...connection, ...change })
  expect(things({})).toEqual([{ id: 'connection', ok: true, title: 'Connected' }])
  expect(things({ until: new Date().toISOString(), isRenewed: false })).toMatchObject([
    { ok: true, title: expect.stringMatching(/^Connected until \d/), help: expect.stringContaining('connect again') },
  ])
  expect(things({ state: 'not-connected' })).toMatchObject([{ ok: false, title: 'Not connected' }])
  expect(things({ state: 'withdrawn', problem: 'The service said no.' })).toMatchObject([
    { ok: false, title: 'Access was withdrawn', help: 'The service said no. Connect again to give it anew.' },
  ])
})
