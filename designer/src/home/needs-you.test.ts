import type { FlowListItem } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { needsOf } from './needs-you.ts'

const live = { version: 1, deployedAt: '2026-11-19T00:00:00Z' }

function flow(name: string, over: Partial<FlowListItem> = {}): FlowListItem {
  return {
    id: name,
    revision: 1,
    live: null,
    changes: 0,
    paused: false,
    createdAt: '2026-11-01T00:00:00Z',
    modifiedAt: '2026-11-01T00:00:00Z',
    modifiedBy: 'Maya Reyes',
    runs24h: { total: 0, failed: 0, caught: 0 },
    heldEvents: 0,
    heldUntil: null,
    name,
    description: '',
    triggers: [],
    addresses: [],
    addressesShown: [],
    numbers: [],
    errors: 0,
    timeZone: 'UTC',
    ...over,
  }
}

const named = (flows: readonly FlowListItem[]) =>
  needsOf({ flows, waiting: 0, accounts: [] }).map((need) =>
    'flow' in need ? `${need.kind} ${need.flow.name}` : need.kind,
  )

test('contacts who wait come first, then accounts in trouble, then flows', () => {
  const failing = flow('failing', { runs24h: { total: 9, failed: 2, caught: 0 } })
  const account = { id: 'a', name: 'CRM', state: 'withdrawn' } as const
  const needs = needsOf({ flows: [failing], waiting: 3, accounts: [account] })
  expect(needs).toEqual([
    { kind: 'waiting', contacts: 3 },
    { kind: 'account', account },
    { kind: 'failing', flow: failing },
  ])
})

test('several accounts in trouble are one need, which leads to their list', () => {
  const accounts = [
    { id: 'a', name: 'CRM', state: 'withdrawn' },
    { id: 'b', name: 'Carrier', state: 'undelivered' },
  ] as const
  expect(needsOf({ flows: [], waiting: 0, accounts })).toEqual([{ kind: 'accounts', accounts }])
})

test('flows whose runs fail come first, the worst of them on top', () => {
  const some = flow('some', { runs24h: { total: 90, failed: 2, caught: 0 } })
  const many = flow('many', { runs24h: { total: 40, failed: 18, caught: 0 } })
  const held = flow('held', { paused: true, live, heldEvents: 38 })
  expect(named([held, some, many])).toEqual(['failing many', 'failing some', 'held held'])
})

test('of held events those that expire first come first', () => {
  const late = flow('late', { paused: true, live, heldEvents: 1, heldUntil: '2026-11-21T00:00:00Z' })
  const soon = flow('soon', { paused: true, live, heldEvents: 1, heldUntil: '2026-11-20T00:00:00Z' })
  const never = flow('never', { paused: true, live, heldEvents: 1 })
  expect(named([late, never, soon])).toEqual(['held soon', 'held late', 'held never'])
})

test('a live flow whose draft cannot be deployed is named, and one that was never deployed is not', () => {
  expect(named([flow('draft', { errors: 3 }), flow('live', { live, changes: 2, errors: 1 })])).toEqual(['stopped live'])
})

test('nothing needs anybody while all goes well, and never more than four things do', () => {
  expect(named([flow('calm', { live }), flow('paused', { live, paused: true })])).toEqual([])
  const all = Array.from({ length: 9 }, (_, index) =>
    flow(`f${index}`, { runs24h: { total: 9, failed: 1, caught: 0 } }),
  )
  expect(named(all)).toHaveLength(4)
})
