import { expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node } from '../../../test/fixtures/flows.ts'
import { checkFlow } from '../checks/check-flow.ts'
import type { Flow } from '../schema.ts'
import { giveOwnId } from './own-node-id.ts'

const sharedIds = (flow: Flow) => checkFlow(flow, catalog).filter(({ code }) => code === 'DUPLICATE_NODE_ID')

it('gives the later of two actions the ID, and leaves the connections with the first', () => {
  const flow = flowOf([node(1, 'inbound-sms'), node(2, 'send-sms'), node(2, 'send-sms')], '1 next 2')
  const [problem] = sharedIds(flow)
  const mended = problem ? giveOwnId(flow, problem, 9) : flow
  expect(mended.nodes.map(({ id }) => id)).toEqual([1, 2, 9])
  expect(mended.connections).toEqual(flow.connections)
  expect(sharedIds(mended)).toEqual([])
})

it('changes nothing once the action has an ID of its own, nor for another problem', () => {
  const flow = flowOf([node(1, 'inbound-sms'), node(2, 'send-sms')])
  const problem = { severity: 'error', nodeId: 2, path: 'nodes[1].id', message: '' } as const
  expect(giveOwnId(flow, { ...problem, code: 'DUPLICATE_NODE_ID' }, 9)).toBe(flow)
  expect(giveOwnId(flow, { ...problem, code: 'UNKNOWN_TYPE' }, 9)).toBe(flow)
})
