import type { FlowListItem } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { filterFlows, nextOrder, sortFlows } from './sort-flows.ts'

function flow(name: string, part: Partial<FlowListItem> = {}): FlowListItem {
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
    name,
    description: '',
    triggers: [],
    addresses: [],
    addressesShown: [],
    numbers: [],
    errors: 0,
    timeZone: 'UTC',
    ...part,
  }
}

const names = (flows: readonly FlowListItem[]) => flows.map(({ name }) => name)
const live = { version: 1, deployedAt: '2026-11-01T00:00:00Z' }
const weather = flow('Weather Forecast', {
  description: 'Texts the forecast back',
  numbers: ['+17865550100'],
  live,
  modifiedAt: '2026-11-20T00:00:00Z',
  runs24h: { total: 9, failed: 0, caught: 0 },
})
const order = flow('Order Ready', { modifiedAt: '2026-11-19T00:00:00Z', runs24h: { total: 12, failed: 0, caught: 0 } })
const order10 = flow('order 10', { modifiedAt: '2026-11-19T00:00:00Z' })
const all = [order, order10, weather]

test('sorts by change, newest first, and by name where that is equal', () => {
  expect(names(sortFlows(all, { field: 'modified', direction: 'descending' }))).toEqual([
    'Weather Forecast',
    'order 10',
    'Order Ready',
  ])
})

test('sorts names as people do', () => {
  const flows = [flow('Flow 10'), flow('flow 9'), flow('Älpha')]
  expect(names(sortFlows(flows, { field: 'name', direction: 'ascending' }))).toEqual(['Älpha', 'flow 9', 'Flow 10'])
})

test('a head pressed again turns the order, another one begins with the most useful', () => {
  const byName = nextOrder({ field: 'modified', direction: 'descending' }, 'name')
  expect(byName).toEqual({ field: 'name', direction: 'ascending' })
  expect(nextOrder(byName, 'name').direction).toBe('descending')
  expect(nextOrder(byName, 'runs').direction).toBe('descending')
})

test('finds every word in name or description', () => {
  expect(names(filterFlows(all, { text: 'forecast weather', onlyDeployed: false }))).toEqual(['Weather Forecast'])
  expect(filterFlows(all, { text: 'weather order', onlyDeployed: false })).toEqual([])
})

test('finds a number however it is written', () => {
  expect(names(filterFlows(all, { text: '+1 786 555', onlyDeployed: false }))).toEqual(['Weather Forecast'])
  expect(names(filterFlows(all, { text: '(786) 555-0100', onlyDeployed: false }))).toEqual(['Weather Forecast'])
})

test('shows only deployed flows when asked', () => {
  expect(names(filterFlows(all, { text: '', onlyDeployed: true }))).toEqual(['Weather Forecast'])
})
