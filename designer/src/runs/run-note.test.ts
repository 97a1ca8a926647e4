import { expect, test } from 'vitest'
import { runDuration, runNote, startedBy } from './run-note.ts'
import { run } from './test-runs.ts'

test('a run that took On Failure and reached its end has succeeded and says where it failed', () => {
  const note = runNote(run({ failedStep: { nodeId: 2, name: 'Forecast', code: 'TIMEOUT' }, warnings: 1 }))
  expect(note).toEqual({ text: 'On Failure at #2 Forecast', tone: 'warn' })
})

test('a run that goes on after On Failure has not been saved yet', () => {
  const failedStep = { nodeId: 2, name: 'Forecast', code: 'TIMEOUT' }
  expect(runNote(run({ status: 'running', finishedAt: null, failedStep }))?.tone).toBe('bad')
})

test('a failed run says why', () => {
  const error = { code: 'HTTP_STATUS', message: 'The service answered 503.' }
  expect(runNote(run({ status: 'failed', error }))).toEqual({ text: 'The service answered 503.', tone: 'bad' })
})

test('a run with warnings only counts them', () => {
  expect(runNote(run({ warnings: 2 }))).toEqual({ text: '2 warnings', tone: 'warn' })
})

test('a waiting run says for what', () => {
  const waiting = run({ status: 'waiting', waitingFor: 'reply', finishedAt: null })
  expect(runNote(waiting)).toEqual({ text: 'Waits for a reply', tone: 'plain' })
})

test('a run that went well needs no sentence', () => {
  expect(runNote(run())).toBeNull()
})

test('a run that another one has started names the flow and the action of that run', () => {
  const parent = { runId: 'r', flowName: 'Reminders', nodeId: 3, item: 0, isAwaited: true }
  expect(startedBy(run({ parent }))).toEqual({ text: 'Started by Reminders #3', tone: 'plain' })
  expect(startedBy(run({ parent: { ...parent, flowName: null } }))).toBeNull()
  expect(startedBy(run())).toBeNull()
})

test('a running run has taken the time since its start, a queued one none yet', () => {
  const now = Date.parse('2026-11-20T17:04:12.200Z')
  expect(runDuration(run({ status: 'running', finishedAt: null }), now)).toBe(1200)
  expect(runDuration(run({ status: 'queued', finishedAt: null }), now)).toBeNull()
  expect(runDuration(run(), now)).toBe(10_100)
})
