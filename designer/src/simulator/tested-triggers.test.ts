import type { Flow, FlowNode } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { expect, test } from 'vitest'
import { testedTriggers } from './tested-triggers.ts'

const listens: Readonly<Record<string, object>> = {
  'inbound-sms': { listens: { address: 'sms' } },
  'inbound-message': { listens: { address: '*' } },
  'inbound-api': { listens: { api: true }, testForm: { rows: 'expectedInputs', also: [] } },
  webhook: { listens: { path: 'path' } },
  schedule: { listens: { schedule: true } },
  'jump-from': { listens: { jump: true } },
}
// Only these members are read.
const of = ({ type }: FlowNode) => (listens[type] ?? {}) as NodeDefinition

const kindsIn = (...types: readonly string[]) => {
  const nodes = types.map((type, index) => ({ id: index + 1, type }))
  // As above.
  return testedTriggers({ nodes } as unknown as Flow, { of }).map(({ kind, node }) => [kind, node.id])
}

test('each trigger is tested as it is started, and one phone stands for all that messages start', () => {
  expect(kindsIn('webhook', 'inbound-api', 'inbound-sms', 'schedule', 'inbound-message')).toEqual([
    ['phone', 3],
    ['request', 1],
    ['call', 2],
    ['now', 4],
  ])
})

test('triggers that another flow starts, and actions, have no test', () => {
  expect(kindsIn('jump-from', 'send-sms')).toEqual([])
})

test('a trigger that is switched off has no test', () => {
  const nodes = [{ id: 1, type: 'schedule', disabled: true }]
  // As above.
  expect(testedTriggers({ nodes } as unknown as Flow, { of })).toEqual([])
})
