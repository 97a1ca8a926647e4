import { emptyFlow, type Flow, type FlowProblem } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { mergeProblems } from './problem-watcher.ts'

const flow: Flow = {
  ...emptyFlow('Weather', 'UTC'),
  nodes: [{ id: 2, type: 'call', name: 'Call', position: { x: 0, y: 0 }, inputs: {} }],
}
const problem = (code: FlowProblem['code'], path: string, more: Partial<FlowProblem> = {}): FlowProblem => ({
  severity: 'error',
  nodeId: 2,
  path,
  code,
  message: code,
  ...more,
})

test('schema problems of the server join those found here', () => {
  const local = [problem('INPUT_MISSING', 'inputs.url')]
  const server = [...local, problem('INPUT_INVALID', 'inputs.timeoutSeconds')]
  expect(mergeProblems(local, server, flow).map(({ path }) => path)).toEqual(['inputs.url', 'inputs.timeoutSeconds'])
})

test('what the server said of graph rules is left to the checks here, which are newer', () => {
  expect(mergeProblems([], [problem('EXIT_NOT_CONNECTED', 'exits.failure')], flow)).toEqual([])
})

test('one place shows one of both, and a removed action none', () => {
  const local = [problem('TEMPLATE_INVALID', 'inputs.url')]
  expect(mergeProblems(local, [problem('INPUT_INVALID', 'inputs.url')], flow)).toEqual(local)
  expect(mergeProblems([], [problem('INPUT_INVALID', 'inputs.url', { nodeId: 9 })], flow)).toEqual([])
})

test('errors come before warnings', () => {
  const warning = problem('VARIABLE_NOT_ON_ALL_PATHS', 'inputs.a', { severity: 'warning' })
  const merged = mergeProblems([warning], [problem('INPUT_INVALID', 'inputs.b')], flow)
  expect(merged.map(({ severity }) => severity)).toEqual(['error', 'warning'])
})
