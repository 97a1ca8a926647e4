import {
  addNode,
  connect,
  disconnect,
  indexCatalog,
  moveNodes,
  removeNodes,
  setDisabled,
  setInput,
} from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { catalog, sendSms } from '../../../shared/test/fixtures/definitions.ts'
import { weatherFlow } from '../../../shared/test/fixtures/flows.ts'
import { announceEdits } from './announce-edits.ts'

const { definitions } = indexCatalog(catalog)
const flow = weatherFlow()
const said = (after: typeof flow) => announceEdits(flow, after, definitions)

test('adding and connecting an action is said in one go', () => {
  const added = addNode(flow, { id: 5, definition: sendSms, position: { x: 0, y: 0 } })
  expect(said(connect(added, { from: 3, exit: 'success', to: 5 }))).toEqual([
    '#5 Send SMS added',
    'On Success of #3 Forecast SMS leads to #5 Send SMS',
  ])
})

test('connections that go with a removed action are not said', () => {
  expect(said(removeNodes(flow, [4]))).toEqual(['#4 Apology removed'])
})

test('disconnecting, moving and switching off are said', () => {
  expect(said(disconnect(flow, { from: 2, exit: 'failure' }))).toEqual([
    'On Failure of #2 Forecast is not connected any more',
  ])
  expect(said(moveNodes(flow, new Map([[3, { x: 0, y: 0 }]])))).toEqual(['#3 Forecast SMS moved'])
  expect(said(setDisabled(flow, [3], true))).toEqual(['#3 Forecast SMS switched off'])
})

test('typing says nothing', () => {
  expect(said(setInput(flow, 3, ['message'], 'Hello'))).toEqual([])
})

test('many changes at once are summed up', () => {
  expect(said(setDisabled(flow, [1, 2, 3, 4], true))).toEqual(['4 changes on the board'])
})
