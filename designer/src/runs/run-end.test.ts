import type { Flow } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { runEnd } from './run-end.ts'
import { run, step } from './test-runs.ts'

const sendSms: NodeDefinition = {
  id: 'send-sms',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Send SMS',
  description: '',
  icon: 'send',
  keywords: [],
  variablePrefix: 'SMS',
  inputs: Type.Object({}),
  outputs: [],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure' },
  ],
  repeat: 'safe',
  summary: [],
  defaults: {},
}

const document: Flow = {
  formatVersion: 1,
  name: 'Weather Forecast',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 1000 },
  nodes: [{ id: 4, type: 'send-sms', name: 'Apology', position: { x: 0, y: 0 }, inputs: {} }],
  connections: [{ from: 2, exit: 'failure', to: 4 }],
  notes: [],
}
const sources = { document, definitions: new Map([['send-sms', sendSms]]) }
const apology = step({ nodeId: 4, type: 'send-sms', name: 'Apology', exit: 'success' })

test('names the open exit at which the run ended', () => {
  expect(runEnd(run({ steps: [apology] }), sources)).toBe(
    'The run ended here: On Success of #4 Apology is not connected.',
  )
})

test('names the failure that nothing caught', () => {
  const error = { code: 'MESSAGE_REFUSED', message: 'The number cannot receive texts.' }
  const failed = run({ status: 'failed', error, steps: [{ ...apology, exit: 'failure' }] })
  expect(runEnd(failed, sources)).toBe('The run failed here: On Failure of #4 Apology is not connected.')
})

test('gives the reason of a failure that is no exit, such as the step limit', () => {
  const error = { code: 'STEP_LIMIT', message: 'The run took more than 1,000 steps.' }
  const failed = run({ status: 'failed', error, steps: [step({ nodeId: 2, exit: 'failure' })] })
  expect(runEnd(failed, sources)).toBe('The run failed here: The run took more than 1,000 steps.')
})

test('says no more than it knows when the version is gone', () => {
  expect(runEnd(run({ steps: [apology] }), { ...sources, document: undefined })).toBe('The run ended here.')
})

test('names the action at work', () => {
  const running = run({ status: 'running', finishedAt: null, steps: [step({ nodeId: 2, exit: 'failure' })] })
  expect(runEnd(running, sources)).toBe('#4 Apology is under way.')
})

test('tells a run under way, a waiting one and a cancelled one apart', () => {
  expect(runEnd(run({ status: 'running', finishedAt: null }), sources)).toBe('The run goes on.')
  expect(runEnd(run({ status: 'waiting', waitingFor: 'reply' }), sources)).toBe('Waits for a reply.')
  expect(runEnd(run({ status: 'cancelled' }), sources)).toBe('The run was cancelled here.')
})
