import type { RunResource, StepResource } from '@patchbay/shared/api'
import { type Flow, setSample } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { catalog } from '../../../../shared/test/fixtures/definitions.ts'
import { weatherFlow } from '../../../../shared/test/fixtures/flows.ts'
import type { ActionTest } from '../../editing/store/editor-state.ts'
import { fieldVariablesOf, matchingVariables, nearestVariables } from './field-variables.ts'

const step = (nodeId: number, values: Partial<StepResource>): StepResource => ({
  seq: nodeId,
  nodeId,
  visit: 1,
  type: 'any',
  name: 'Any',
  exit: 'success',
  inputs: {},
  outputs: {},
  variables: {},
  warnings: [],
  error: null,
  startedAt: '2026-11-20T12:00:00Z',
  durationMs: 1,
  ...values,
})

const run = (...steps: StepResource[]): RunResource => ({
  id: 'r1',
  flowId: 'f1',
  flowName: 'Weather',
  version: 1,
  test: null,
  status: 'succeeded',
  trigger: { nodeId: 1, type: 'inbound-sms' },
  contact: null,
  channel: null,
  address: null,
  waitingFor: null,
  startedAt: '2026-11-20T12:00:00Z',
  finishedAt: null,
  error: null,
  failedStep: null,
  warnings: 0,
  input: {},
  result: null,
  steps,
})

const variablesOf = (document: Flow, ...lastRuns: RunResource[]) =>
  fieldVariablesOf({ document, catalog, nodeId: 3, tests: {}, lastRuns })
const sampleOf = (lastRun: RunResource | null, token: string, ...earlier: RunResource[]) =>
  variablesOf(weatherFlow(), ...(lastRun === null ? [] : [lastRun]), ...earlier).list.find(
    (variable) => variable.token === token,
  )

test('values of the last run stand beside the variables, the last visit of an action counts', () => {
  const last = run(
    step(2, { variables: { temp: 80 }, outputs: { statusCode: 200 } }),
    step(2, { variables: { temp: 84 }, outputs: { statusCode: 201 } }),
  )
  expect(sampleOf(last, '$temp')).toMatchObject({ shownSample: '84', sampleFrom: 'run' })
  expect(sampleOf(last, '$EXTCALL_2.statusCode')).toMatchObject({ shownSample: '201', sampleFrom: 'run' })
})

test('what a failed run left out is shown from the run before', () => {
  const failed = run(step(2, { exit: 'failure', outputs: { statusCode: 500 } }))
  const well = run(step(2, { variables: { temp: 80 }, outputs: { statusCode: 200 } }))
  expect(sampleOf(failed, '$temp', well)).toMatchObject({ shownSample: '80', sampleFrom: 'run' })
  expect(sampleOf(failed, '$EXTCALL_2.statusCode', well)).toMatchObject({ shownSample: '500' })
})

test('the reply of the last test also holds values of variables that were made after it', () => {
  const response = { statusCode: 200, statusText: 'OK', headers: [], body: '', bytes: 0, format: 'json' } as const
  const test: ActionTest = {
    status: 'done',
    failure: null,
    response: {
      exit: 'success',
      request: { method: 'GET', url: '', headers: [], body: null },
      response: { ...response, tree: { periods: [{ temperature: 84, windSpeed: '14 mph' }] } },
      durationMs: 1,
      variables: [],
      outputs: {},
      warnings: [],
      error: null,
    },
  }
  const { list } = fieldVariablesOf({ document: weatherFlow(), catalog, nodeId: 3, tests: { 2: test } })
  const found = list.find(({ token }) => token === '$temp')
  expect(found).toMatchObject({ shownSample: '84', sampleFrom: 'test' })
})

test('what the run did not set shows the sample of the definition', () => {
  expect(sampleOf(run(step(2, {})), '$temp')).toMatchObject({ sampleFrom: 'definition' })
  expect(sampleOf(null, '$temp')).toMatchObject({ sampleFrom: 'definition' })
})

test('a name that matches nothing offers the one that was probably meant', () => {
  const { list } = variablesOf(weatherFlow())
  expect(matchingVariables(list, 'forcast')).toEqual([])
  expect(nearestVariables(list, 'forcast').map(({ token }) => token)).toEqual(['$forecast'])
  expect(nearestVariables(list, 'zzzzzz')).toEqual([])
  expect(nearestVariables(list, 'EXTCALL_2.responseBody.a')).toEqual([])
})

test('the sample reply of an action shows values where no test and no run does', () => {
  const document = setSample(weatherFlow(), 2, '{"periods":[{"temperature":71}]}')
  const tempIn = (...lastRuns: RunResource[]) =>
    variablesOf(document, ...lastRuns).list.find(({ token }) => token === '$temp')
  expect(tempIn()).toMatchObject({ shownSample: '71', sampleFrom: 'sample' })
  expect(tempIn(run(step(2, { variables: { temp: 84 } })))).toMatchObject({ shownSample: '84', sampleFrom: 'run' })
  const broken = variablesOf(setSample(weatherFlow(), 2, '{"periods"'))
  expect(broken.list.find(({ token }) => token === '$temp')).toMatchObject({ sampleFrom: 'definition' })
})
