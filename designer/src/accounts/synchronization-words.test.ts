import type { Synchronization } from '@patchbay/shared/api'
import { expect, it } from 'vitest'
import { synchronizationWords } from './synchronization-words.ts'

const at = (ms: number) => new Date(Date.now() + ms).toISOString()
const rest = { startedAt: null, endedAt: null, outcome: null, message: '', isWhole: false, counts: {}, problems: [] }
const words = (change: Pick<Synchronization, 'state' | 'dueAt' | 'pages'>) =>
  synchronizationWords({ ...rest, subject: 'contacts', isOn: true, ...change })

it('a synchronization says one state at a time: under way, tries again, or when the next one is due', () => {
  expect(words({ state: 'under_way', dueAt: at(-1_000), pages: 0 })).toEqual({
    now: { isBusy: true, text: 'Under way' },
    others: [],
  })
  expect(words({ state: 'under_way', dueAt: at(-1_000), pages: 2 }).others).toEqual(['2 pages so far: nothing new'])
  expect(words({ state: 'under_way', dueAt: at(60_000), pages: 0 })).toEqual({
    now: { isBusy: false, text: expect.stringMatching(/^Tries again .*at /) },
    others: [],
  })
  const waiting = words({ state: 'waiting', dueAt: at(60_000), pages: 0 })
  expect(waiting).toEqual({ now: undefined, others: ['Not synchronized yet', expect.stringMatching(/^Next .*at /)] })
})
