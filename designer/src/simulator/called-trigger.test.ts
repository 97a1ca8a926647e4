import type { Flow, FlowNode } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { expect, it } from 'vitest'
import { calledTrigger, isTestedByCall } from './called-trigger.ts'

/** Only what is read of a definition. */
const byType = {
  call: { sets: [], listens: { api: true }, testForm: { rows: 'expectedInputs', also: [] } },
  message: { sets: [], listens: { address: 'sms' } },
} as unknown as Readonly<Record<string, NodeDefinition>>
const definitions = { of: ({ type }: Pick<FlowNode, 'type'>) => byType[type] }

const called = { id: 1, type: 'call', inputs: { expectedInputs: [{ name: 'FirstName', example: 'Dana' }] } }
const off = { ...called, disabled: true }
const message = { id: 2, type: 'message', inputs: {} }
/** Only what is read of a flow. */
const flowOf = (...nodes: readonly object[]) => ({ nodes }) as unknown as Flow

it.each([
  ['only another system starts', flowOf(called), true],
  ['people write to, too', flowOf(called, message), false],
  ['only people write to', flowOf(message), false],
  ['has its trigger for calls switched off', flowOf(off), false],
])('whether a flow that %s is tested by a call', (_, flow, isTested) => {
  expect(isTestedByCall(flow, definitions)).toBe(isTested)
})

it('the form asks for what the first trigger expects that is not switched off', () => {
  const other = { ...called, id: 3, inputs: { expectedInputs: [{ name: 'LastName' }] } }
  expect(calledTrigger(flowOf({ ...other, disabled: true }, called, other), definitions)?.inputs).toMatchObject([
    { name: 'FirstName', example: 'Dana' },
  ])
  expect(calledTrigger(flowOf(message), definitions)).toBeNull()
})
