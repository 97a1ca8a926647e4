import type { AccountTypeResource } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { accountGroups, searchedTypes } from './account-groups.ts'

const capabilities = { create: true, test: true, webhook: true, status: false }

function type(id: string, more: Partial<AccountTypeResource>): AccountTypeResource {
  const words = { id, title: id, description: '', icon: 'bolt' }
  return { ...words, properties: {}, hashed: [], generated: [], addresses: [], capabilities, channels: [], ...more }
}

test('types are grouped by what comes and goes through their accounts', () => {
  const system = type('system', {})
  const carrier = type('carrier', { channels: ['sms'], capabilities: { ...capabilities, numbers: true } })
  const messenger = type('messenger', { channels: ['messenger'] })
  expect(accountGroups([system, carrier, messenger])).toEqual([
    { group: 'messengers', types: [messenger] },
    { group: 'texts', types: [carrier] },
    { group: 'systems', types: [system] },
  ])
})

test('a group without types is not shown', () => {
  expect(accountGroups([type('system', {})]).map(({ group }) => group)).toEqual(['systems'])
})

test('a search finds types by words of their title and description', () => {
  const line = type('line', { title: 'LINE', description: 'Friends of an account.' })
  const bot = type('bot', { title: 'Telegram', description: 'People who write to a bot.' })
  expect(searchedTypes([line, bot], '')).toEqual([line, bot])
  expect(searchedTypes([line, bot], ' BOT tele')).toEqual([bot])
  expect(searchedTypes([line, bot], 'pigeon')).toEqual([])
})
