import { Type } from 'typebox'
import { expect, it } from 'vitest'
import type { Integration } from '../kit/integration.ts'
import { createImported } from './imported.ts'

function integrationOf(id: string): Integration {
  return {
    id,
    account: {
      id,
      title: id,
      description: 'of this test',
      icon: 'plug',
      properties: Type.Object({}),
      hashed: [],
      generated: [],
      addresses: [],
      capabilities: { create: true, test: false, webhook: false, status: false },
    },
    create: () => ({}),
  }
}

it('tells of each reading that finds other integrations than the one before, and of no other', async () => {
  let stored: readonly Integration[] = []
  let changes = 0
  const { source, all } = createImported({
    accounts: { list: async () => ({ items: [], next: null }) },
    read: async () => stored,
    make: (integration) => ({ integration, parts: {} }),
    onChange: () => {
      changes += 1
    },
  })
  /** How often it tells of a change when these are stored and read twice. */
  async function told(...now: readonly Integration[]) {
    const before = changes
    stored = now
    await source.read()
    await source.read()
    expect(all().map(({ integration }) => integration)).toEqual(now)
    return changes - before
  }
  const [desk, shop] = [integrationOf('bridge:desk'), integrationOf('bridge:shop')]
  expect(await told()).toBe(0)
  expect(await told(desk)).toBe(1)
  expect(await told(desk, shop)).toBe(1)
  expect(await told(integrationOf('bridge:desk'), shop)).toBe(1)
  expect(await told(shop)).toBe(1)
  expect(await told(integrationOf('bridge:other'))).toBe(1)
})
