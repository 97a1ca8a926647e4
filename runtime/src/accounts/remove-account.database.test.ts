import { type AccountDefinition, defineAccount } from '@patchbay/shared/api'
import { Type } from 'typebox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aFlow } from '../../test/helpers/store-fixtures.ts'
import { createAddressRepository } from '../messaging/address-repository.ts'
import { createChannelKinds } from '../messaging/channel-kinds.ts'
import { sms } from '../messaging/channels/sms.ts'
import { secretKeyOf } from '../platform/secrets/secret-key.ts'
import type { Database } from '../store/database.ts'
import { createFlowRepository } from '../store/repositories/flow-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createAccountRepository } from './account-repository.ts'
import { createAccounts } from './accounts.ts'
import { createOpenAccounts } from './open-accounts.ts'

const number = { channel: 'sms', value: '+17865550177' }
const kinds = createChannelKinds([sms])
const key = secretKeyOf('a key of at least thirty-two characters')

function definitionOf(id: string): AccountDefinition {
  return defineAccount({
    id,
    title: id,
    description: 'of this test',
    icon: 'device-mobile',
    properties: Type.Object({}, { additionalProperties: false }),
    hashed: [],
    generated: [],
    addresses: [],
    capabilities: { create: true, test: false, webhook: false, status: false },
  })
}
/** Owns whatever numbers it is given. */
const carrier = { definition: definitionOf('carrier') }
/** Is one number. */
const page = { definition: definitionOf('page'), addressOf: () => number }

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const call = { baseUrl: 'https://patchbay.example.com', signal: new AbortController().signal }

/** Accounts, and an account of this type. `meanwhile` happens after Remove has looked at what uses the account. */
async function setUp(type: 'carrier' | 'page', meanwhile: (accountId: string) => Promise<unknown>) {
  const addresses = createAddressRepository(database.kysely, kinds.wordsOf)
  const repository = createAccountRepository(database.kysely)
  const types = [carrier, page]
  let looked = 0
  const accounts = createAccounts({
    accounts: repository,
    openAccounts: createOpenAccounts({
      accounts: repository,
      definitionOf: (type) => types.find(({ definition }) => definition.id === type)?.definition,
      key,
    }),
    types: () => types,
    key,
    flowsUsing: async () => [],
    async addressesOf(accountId) {
      const found = await addresses.ofAccount(accountId)
      looked += 1
      if (looked === 1) await meanwhile(accountId)
      return found
    },
    onAddressChanged: async () => undefined,
    channelsOf: () => [sms.id],
    wordsOf: kinds.wordsOf,
    connectionOf: async () => undefined,
    now: () => new Date(),
  })
  const { id } = await accounts.create({ type, name: 'Shop', properties: {} }, 'ana', call)
  return { accounts, id, types }
}

it('a number that an account gets while it is removed keeps the account, and is named', async () => {
  const addresses = createAddressRepository(database.kysely, kinds.wordsOf)
  const { accounts, id } = await setUp('carrier', (accountId) =>
    addresses.add({ ...number, label: '', accountId, capabilities: ['sms'], at: new Date() }),
  )
  await expect(accounts.remove(id)).rejects.toMatchObject({
    code: 'ACCOUNT_IN_USE',
    message: expect.stringContaining(number.value),
  })
  expect(await addresses.ofAccount(id)).toHaveLength(1)
  await addresses.remove(number)
  await accounts.remove(id)
})

it('a flow that gets the address of an account while it is removed keeps the account, and is named', async () => {
  const flowId = uuidv7()
  await createFlowRepository(database.kysely).create({
    id: flowId,
    document: aFlow('Survey'),
    by: 'Ada',
    at: new Date(),
  })
  const addresses = createAddressRepository(database.kysely, kinds.wordsOf)
  const { accounts, id } = await setUp('page', () => addresses.assign({ flowId, addresses: [number] }))
  await expect(accounts.remove(id)).rejects.toMatchObject({ code: 'ACCOUNT_IN_USE', extra: { flows: ['Survey'] } })
  await addresses.clear([number])
  await accounts.remove(id)
  expect(await addresses.ofAccount(id)).toEqual([])
})

it('an account that another person removes meanwhile is gone', async () => {
  const { accounts, id } = await setUp('carrier', (accountId) =>
    createAccountRepository(database.kysely).remove(accountId, { isOwn: false }),
  )
  await expect(accounts.remove(id)).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' })
})

it('an account whose integration was removed cannot be changed, but removed', async () => {
  const { accounts, id, types } = await setUp('carrier', async () => undefined)
  types.splice(0)
  await expect(accounts.change(id, { name: 'Desk', properties: {} }, 'ana', call)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: 'The account "Shop" is of a type that does not offer this.',
  })
  await accounts.remove(id)
  await expect(accounts.get(id, { ...call, isAdministrator: true })).rejects.toMatchObject({
    code: 'ACCOUNT_NOT_FOUND',
  })
})
