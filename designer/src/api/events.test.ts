import { expect, test } from 'vitest'
import { affected } from './events.ts'
import { keys } from './keys.ts'

const at = '2026-11-20T17:04:11.000Z'

test('a step makes its run stale, not the lists', () => {
  const event = { type: 'step-started', runId: 'r', flowId: 'f', nodeId: 2, seq: 2, at } as const
  expect(affected(event)).toEqual([keys.run('r')])
})

test('a run that starts or ends changes the lists and the counts of the flows', () => {
  const event = { type: 'run', runId: 'r', flowId: 'f', version: 1, status: 'succeeded', contact: null, at } as const
  expect(affected(event)).toEqual([keys.runLists, keys.run('r'), keys.flowList])
})

test('a saved flow is asked for again by whoever shows it', () => {
  expect(affected({ type: 'flow', flowId: 'f', revision: 2, at })).toEqual([keys.flowList, keys.flow('f')])
})

test('a catalog that has changed is read again with the page of each integration, whose picture may be another', () => {
  const prefixes = affected({ type: 'catalog', revision: 'r2', at })
  const isAffected = (key: readonly unknown[]) =>
    prefixes.some((prefix) => prefix.every((part, index) => part === key[index]))
  for (const key of [keys.catalog, keys.accountTypes, keys.integrationList, keys.integration('shop')]) {
    expect(isAffected(key), key.join(' ')).toBe(true)
  }
})
