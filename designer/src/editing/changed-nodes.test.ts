import { connect, disconnect, removeNodes, renameNode } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { weatherFlow } from '../../../shared/test/fixtures/flows.ts'
import { changedNodes } from './changed-nodes.ts'

const flow = weatherFlow()

test('an action that was edited, came back, or lost a connection has changed', () => {
  expect(changedNodes(flow, renameNode(flow, 3, 'Other'))).toEqual([3])
  expect(changedNodes(removeNodes(flow, [4]), flow)).toContain(4)
  expect(changedNodes(flow, disconnect(flow, { from: 2, exit: 'success' }))).toEqual([2])
  expect(changedNodes(disconnect(flow, { from: 2, exit: 'success' }), flow)).toEqual([2])
  expect(changedNodes(flow, connect(flow, { from: 2, exit: 'success', to: 4 }))).toEqual([2])
})

test('nothing has changed in the same flow, and what is gone cannot be shown', () => {
  expect(changedNodes(flow, flow)).toEqual([])
  expect(changedNodes(flow, removeNodes(flow, [4]))).not.toContain(4)
})
