import { emptyFlow } from '@patchbay/shared/flow'
import { expect, it } from 'vitest'
import { createNodeRegistry } from '../engine/node-registry.ts'
import type { FlowRecord } from '../store/repositories/flow-repository.ts'
import { createFlowViews } from './flow-views.ts'

it('shows a flow that cannot be looked at with an error, and the others as they are', async () => {
  const errors: unknown[] = []
  const views = createFlowViews({
    registry: createNodeRegistry([]),
    addresses: { ofFlows: async () => new Map() },
    runs: { counts24h: async () => new Map(), heldEvents: async () => new Map() },
    problems: {
      ofDocument({ name }) {
        if (name === 'Broken') throw new RangeError('Maximum call stack size exceeded')
        return []
      },
    },
    show: (_channel, value) => value,
    now: () => new Date(),
    onError: (error) => errors.push(error),
  })
  const items = await views.listItems([recordOf('Broken'), recordOf('Fine')])
  expect(items.map(({ name, errors }) => [name, errors])).toEqual([
    ['Broken', 1],
    ['Fine', 0],
  ])
  await expect(views.resource(recordOf('Broken'))).resolves.toMatchObject({ changes: 0 })
  expect(errors).toHaveLength(1)
})

function recordOf(name: string): FlowRecord {
  const at = new Date(0)
  return {
    id: name,
    revision: 1,
    document: emptyFlow(name, 'UTC'),
    nextNodeId: 1,
    live: null,
    paused: false,
    createdAt: at,
    modifiedAt: at,
    modifiedBy: 'test',
  }
}
