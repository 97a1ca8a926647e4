import type { RunResource, StepResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import type { ShownRun } from '../editing/store/editor-state.ts'
import { runViewOf } from './run-view.ts'

const node = (id: number) => ({ id, type: 'x', name: `${id}`, position: { x: 0, y: 0 }, inputs: {} })
const document: Flow = {
  formatVersion: 1,
  name: 'Weather',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 1000 },
  nodes: [node(1), node(2), node(3), node(4)],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'success', to: 3 },
    { from: 2, exit: 'failure', to: 4 },
  ],
  notes: [],
}

const step = (seq: number, nodeId: number, exit: string, more: Partial<StepResource> = {}): StepResource => ({
  seq,
  nodeId,
  visit: 1,
  type: 'x',
  name: `${nodeId}`,
  exit,
  inputs: {},
  outputs: {},
  variables: {},
  warnings: [],
  error: null,
  startedAt: '2026-11-20T12:00:00Z',
  durationMs: 5,
  ...more,
})

const shown = (steps: readonly StepResource[], runningNodeId: number | null = null): ShownRun => ({
  runId: 'r1',
  // Only the steps are looked at.
  run: { steps } as unknown as RunResource,
  runningNodeId,
  stepIndex: -1,
})

const timeout = { code: 'TIMEOUT', message: 'No reply in 10 seconds' }

test('a run that took On Failure lights that way red and leaves the other way unlit', () => {
  const view = runViewOf(
    shown([step(1, 1, 'next'), step(2, 2, 'failure', { error: timeout }), step(3, 4, 'success')]),
    document,
  )
  expect(view.blocks.get(1)?.status).toBe('succeeded')
  expect(view.blocks.get(2)).toMatchObject({ status: 'failed', exit: 'failure', error: timeout, entered: 'ok' })
  expect(view.blocks.get(3)?.status).toBe('away')
  expect(view.blocks.get(4)).toMatchObject({ status: 'succeeded', entered: 'failed' })
  expect(Object.fromEntries(view.connections)).toEqual({
    '1:next': 'taken',
    '2:success': 'away',
    '2:failure': 'failed',
  })
})

test('while a step runs, its block and the connection to it run', () => {
  const view = runViewOf(shown([step(1, 1, 'next')], 2), document)
  expect(view.blocks.get(2)).toMatchObject({ status: 'running', exit: null })
  expect(view.connections.get('1:next')).toBe('running')
  expect(view.connections.get('2:success')).toBe('away')
})

test('in a loop the last visit counts, and visits are counted', () => {
  const steps = [step(1, 1, 'next'), step(2, 2, 'failure', { error: timeout }), step(3, 2, 'success', { visit: 2 })]
  expect(runViewOf(shown(steps), document).blocks.get(2)).toMatchObject({
    status: 'succeeded',
    exit: 'success',
    visits: 2,
  })
})

test('an action that has been put on the board since the run is not reached', () => {
  const grown = { ...document, nodes: [...document.nodes, node(9)] }
  expect(runViewOf(shown([step(1, 1, 'next')]), grown).blocks.get(9)?.status).toBe('away')
})

test('the same run and document give the same view, so nothing is drawn again', () => {
  const run = shown([step(1, 1, 'next')])
  expect(runViewOf(run, document)).toBe(runViewOf(run, document))
})

test('connections that were taken carry the time of the action they leave', () => {
  const steps = [
    step(1, 1, 'next', { durationMs: 3 }),
    step(2, 2, 'failure', { durationMs: 900 }),
    step(3, 4, 'success'),
  ]
  expect(Object.fromEntries(runViewOf(shown(steps), document).durations)).toEqual({ '1:next': 3, '2:failure': 900 })
})

test('a replay shows what had happened by its step', () => {
  const steps = [step(1, 1, 'next'), step(2, 2, 'failure', { error: timeout }), step(3, 4, 'success')]
  const at = (stepIndex: number) => runViewOf({ ...shown(steps), stepIndex }, document)
  expect(at(0).blocks.get(1)?.status).toBe('succeeded')
  expect(at(0).blocks.get(2)?.status).toBe('away')
  expect(at(0).connections.get('1:next')).toBe('away')
  expect(at(1).blocks.get(2)?.status).toBe('failed')
  expect(at(1).blocks.get(4)?.status).toBe('away')
  expect(at(2).blocks.get(4)?.status).toBe('succeeded')
})

test('a waiting run marks the action it stands at, whose step is still to come', () => {
  const base = shown([step(1, 1, 'next')])
  const run = { ...base.run, status: 'waiting', waitingFor: 'reply' } as unknown as RunResource
  const view = runViewOf({ ...base, run }, document)
  expect(view.blocks.get(2)).toMatchObject({ status: 'waiting', exit: null, entered: 'ok' })
  expect(view.blocks.get(3)?.status).toBe('away')
})

test('an action that began before the run was shown is lit as running', () => {
  const open = shown([step(1, 1, 'next')])
  // Only the status and the steps are looked at.
  const run = { ...open.run, status: 'running' } as unknown as RunResource
  const view = runViewOf({ ...open, run }, document)
  expect(view.blocks.get(2)).toMatchObject({ status: 'running', entered: 'ok' })
  expect(view.connections.get('1:next')).toBe('running')
  expect(runViewOf({ ...open, run, stepIndex: 0 }, document).blocks.get(2)?.status).toBe('away')
})
