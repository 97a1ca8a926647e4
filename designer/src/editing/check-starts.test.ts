import type { FlowResource } from '@patchbay/shared/api'
import { emptyFlow, type FlowNode } from '@patchbay/shared/flow'
import type { Catalog, Listens, NodeDefinition } from '@patchbay/shared/nodes'
import { expect, test } from 'vitest'
import { checkStarts } from './check-starts.ts'

const node = (id: number, type: string, inputs: Record<string, unknown>, disabled = false): FlowNode => ({
  id,
  type,
  name: type,
  position: { x: 0, y: 0 },
  inputs,
  disabled,
})

const flow = (...nodes: FlowNode[]): FlowResource => ({
  id: 'f1',
  revision: 1,
  document: { ...emptyFlow('Flow', 'UTC'), nodes },
  live: { version: 4, deployedAt: '2026-11-20T12:00:00Z' },
  changes: 0,
  paused: false,
  nextNodeId: 9,
  createdAt: '2026-11-20T12:00:00Z',
  modifiedAt: '2026-11-20T12:00:00Z',
  modifiedBy: 'Maya',
  runs24h: { total: 0, failed: 0, caught: 0 },
})

const definition = (id: string, listens: Listens) =>
  // Of a definition only what a trigger listens to is read here.
  ({ id, typeVersion: 1, listens }) as NodeDefinition
const catalog: Catalog = {
  nodes: [
    definition('inbound-api', { api: true }),
    definition('webhook', { path: 'path' }),
    definition('inbound-sms', { address: 'sms' }),
  ],
}
const assigned = [{ channel: 'sms', value: '+17865550100', shown: '+1 786 555 0100' }]

test('every address that starts the flow is asked, those of disabled triggers are not', async () => {
  const document = flow(
    node(1, 'inbound-api', {}),
    node(2, 'webhook', { path: 'orders' }),
    node(3, 'webhook', { path: 'off' }, true),
    node(4, 'inbound-sms', {}),
  )
  const answers: Readonly<Record<string, number>> = { '/triggers/f1': 401, '/hooks/orders': 405 }
  const check = await checkStarts(document, { catalog, assigned, statusOf: async (address) => answers[address] ?? 404 })
  expect(check).toEqual({
    version: 4,
    assigned,
    addresses: [
      { address: '/triggers/f1', answers: true },
      { address: '/hooks/orders', answers: true },
    ],
  })
})

test('an address that is not there, not live, broken or silent does not answer', async () => {
  for (const status of [404, 409, 503, null]) {
    const { addresses } = await checkStarts(flow(node(1, 'webhook', { path: 'orders' })), {
      catalog,
      assigned: [],
      statusOf: async () => status,
    })
    expect(addresses).toEqual([{ address: '/hooks/orders', answers: false }])
  }
})
