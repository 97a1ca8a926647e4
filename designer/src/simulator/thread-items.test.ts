import type { RunListItem, SimulatorMessage } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { threadItems } from './thread-items.ts'

const message = (id: string, at: string, more: Partial<SimulatorMessage> = {}): SimulatorMessage => ({
  id,
  channel: 'sms',
  from: '+13055550119',
  to: '+17865550100',
  content: { text: id },
  text: id,
  mediaUrls: [],
  files: [],
  direction: 'in',
  status: 'received',
  at,
  runId: null,
  ...more,
})
const dayOf = (at: string) => at.slice(0, 10)

test('a run stands under the text that started it, not under the texts it sent', () => {
  const question = message('q', '2026-11-20T12:00:00Z', { runId: 'r1' })
  const answer = message('a', '2026-11-20T12:00:01Z', { direction: 'out', runId: 'r1' })
  // Only the id is looked at.
  const run = { id: 'r1' } as RunListItem
  const items = threadItems({ messages: [answer, question], runs: [run], dayOf })
  expect(items.map(({ id }) => id)).toEqual(['day:q', 'q', 'run:r1', 'a'])
  expect(items[2]).toMatchObject({ run })
})

test('an answer continues its run, which stands under the text that started it only', () => {
  const messages = [
    message('hi', '2026-11-20T12:00:00Z', { runId: 'r1' }),
    message('asked', '2026-11-20T12:00:01Z', { direction: 'out', runId: 'r1' }),
    message('yes', '2026-11-20T12:00:02Z', { runId: 'r1' }),
    message('again', '2026-11-20T12:00:03Z', { runId: 'r2' }),
  ]
  const ids = threadItems({ messages, runs: [], dayOf }).map(({ id }) => id)
  expect(ids).toEqual(['day:hi', 'hi', 'run:r1', 'asked', 'yes', 'again', 'run:r2'])
})

test('each day begins with a line', () => {
  const messages = [message('b', '2026-11-20T00:01:00Z'), message('a', '2026-11-19T23:59:00Z')]
  expect(threadItems({ messages, runs: [], dayOf }).map(({ kind }) => kind)).toEqual([
    'day',
    'message',
    'day',
    'message',
  ])
})
