import type { NodeDefinition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { inputLines, outputLines } from './step-values.ts'
import { step } from './test-runs.ts'

const definition: NodeDefinition = {
  id: 'external-web-call',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'External Web Call',
  description: '',
  icon: 'world-share',
  keywords: [],
  variablePrefix: 'EXTCALL',
  inputs: Type.Object({
    method: Type.String({ title: 'Method' }),
    timeoutSeconds: Type.Number({ title: 'Timeout', 'x-ui': { unit: 'sec' } }),
    auth: Type.Object({
      type: Type.String({
        title: 'Authentication',
        default: 'none',
        'x-ui': { optionLabels: { basic: 'Basic Auth' } },
      }),
      username: Type.Optional(Type.String({ title: 'Username' })),
    }),
    headers: Type.Array(Type.Object({ key: Type.String(), value: Type.String() }), { title: 'Headers' }),
    tests: Type.Array(
      Type.Object({
        left: Type.String(),
        operator: Type.String({ 'x-ui': { optionLabels: { eq: 'equals' } } }),
        right: Type.String(),
      }),
      { title: 'Test' },
    ),
    responseVariables: Type.Array(
      Type.Object({ name: Type.String({ 'x-variable-name': true }), query: Type.String() }),
      { title: 'Response Variables' },
    ),
  }),
  outputs: [],
  sets: [{ perRow: 'responseVariables', nameField: 'name', exits: ['success'] }],
  exits: [],
  repeat: 'safe',
  summary: [],
  defaults: {},
}

test('inputs are told in the words of the form, in its order', () => {
  const inputs = {
    headers: [{ key: 'User-Agent', value: 'patchbay' }],
    timeoutSeconds: 10,
    method: 'GET',
    body: '',
  }
  expect(inputLines(step({ inputs }), definition).map(({ label, value }) => [label, value])).toEqual([
    ['Method', 'GET'],
    ['Timeout', '10 sec'],
    ['User-Agent', 'patchbay'],
  ])
})

test('a group that is as it began takes no line, a chosen one takes one per field', () => {
  expect(inputLines(step({ inputs: { auth: { type: 'none' } } }), definition)).toEqual([])
  const lines = inputLines(step({ inputs: { auth: { type: 'basic', username: 'maya' } } }), definition)
  expect(lines.map(({ label, value }) => [label, value])).toEqual([
    ['Authentication', 'Basic Auth'],
    ['Username', 'maya'],
  ])
})

test('the tests of a condition read as a sentence', () => {
  const tests = [{ left: 'urgent', operator: 'eq', right: 'urgent' }]
  const [line] = inputLines(step({ inputs: { tests } }), definition)
  expect(line).toMatchObject({ label: 'Test 1', value: 'urgent equals urgent' })
})

test('rows that name variables appear as the variables they set, not as inputs', () => {
  const inputs = { responseVariables: [{ name: 'temp', query: 'temperature' }] }
  const done = step({ inputs, outputs: { statusCode: 200 }, variables: { temp: 84 } })
  expect(inputLines(done, definition)).toEqual([])
  expect(outputLines(done, definition)).toMatchObject([
    { token: '$EXTCALL_2.statusCode', value: '200' },
    { token: '$temp', value: '84' },
  ])
})

test('a variable that this path did not set is listed without a value', () => {
  const inputs = { responseVariables: [{ name: 'temp', query: 'temperature' }] }
  const failed = step({ inputs, exit: 'failure', outputs: { error: 'TIMEOUT', statusCode: null } })
  expect(outputLines(failed, definition)).toMatchObject([
    { token: '$EXTCALL_2.error', value: 'TIMEOUT' },
    { token: '$EXTCALL_2.statusCode', value: '' },
    { token: '$temp', value: undefined },
  ])
})

test('a type that is no longer installed still shows what it held', () => {
  const old = step({ inputs: { to: '+13055550119' }, outputs: { id: 7n } })
  expect(inputLines(old, undefined)).toEqual([{ key: 'to', label: 'to', value: '+13055550119' }])
  expect(outputLines(old, undefined)).toEqual([{ token: '$id', value: '7' }])
})
