import type { WorkingCopyResource } from '@patchbay/shared/api'
import { type Flow, setFlowDetails } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import type { Journal } from './journal.ts'
import { decideOpening, type Found, toJournal } from './opening.ts'
import { draft, resourceOf } from './test-rig.ts'

const named = (name: string): Flow => setFlowDetails(draft, { name })
const copy = (id: string, edit: number, revision = 4, name = 'Unsaved'): WorkingCopyResource => ({
  id,
  edit,
  revision,
  document: named(name),
  modifiedAt: '2026-11-20T12:00:00Z',
})
const journal = (edit: number, revision = 4, more: Partial<Journal> = {}): Journal => ({
  ...toJournal(copy('here', edit, revision)),
  ...more,
})
const decide = (found: Partial<Found>) =>
  decideOpening({ flow: resourceOf(draft), journal: null, sent: 0, copies: [], browser: 'here', ...found })

test('without anything unsaved the draft is shown', () => {
  expect(decide({})).toEqual({ restored: null, isStale: false, elsewhere: [], sent: 0 })
})

test('what this browser has of the same revision is put on the board', () => {
  expect(decide({ journal: journal(3) })).toMatchObject({ restored: { edit: 3 }, isStale: false })
  expect(decide({ journal: journal(3), copies: null, sent: 2 })).toMatchObject({ restored: { edit: 3 }, sent: 2 })
})

test('where the draft was saved since, the builder is asked', () => {
  const flow = resourceOf(named('Theirs'), 5)
  expect(decide({ flow, journal: journal(3) })).toMatchObject({ restored: { edit: 3 }, isStale: true })
})

test('steps of an earlier draft are let go when nothing was unsaved, or all of it was saved', () => {
  expect(decide({ flow: resourceOf(draft, 5), journal: journal(3, 4, { unsaved: false }) }).restored).toBeNull()
  expect(decide({ flow: resourceOf(named('Unsaved'), 5), journal: journal(3) }).restored).toBeNull()
})

test('what the server has is put on the board where it is newer than what this browser has', () => {
  const local = journal(3, 4, { past: [{ document: draft, selection: { nodeIds: [], connection: null } }] })
  const { restored, sent } = decide({ journal: local, copies: [copy('here', 5, 4, 'Newer')] })
  expect(restored?.document.name).toBe('Newer')
  expect(restored?.past.map(({ document }) => document.name)).toEqual(['Weather', 'Unsaved'])
  expect(sent).toBe(5)
  expect(decide({ copies: [copy('here', 5)] }).restored?.past).toEqual([])
  expect(decide({ journal: journal(9), copies: [copy('here', 5)] }).restored?.edit).toBe(9)
})

test('copies of other browsers are offered, unless they are what the draft is', () => {
  const copies = [copy('there', 1), copy('same', 1, 4, 'Weather'), copy('here', 1)]
  expect(decide({ copies }).elsewhere.map(({ id }) => id)).toEqual(['there'])
})

test('what was continued and saved in another browser is not offered again', () => {
  const flow = resourceOf(named('Continued'), 5)
  expect(decide({ flow, journal: journal(3), sent: 3 }).restored).toBeNull()
  // Not all of it was there to be continued, or nobody knows.
  expect(decide({ flow, journal: journal(3), sent: 2 }).isStale).toBe(true)
  expect(decide({ flow, journal: journal(3), sent: 3, copies: null }).isStale).toBe(true)
  // A back-up was restored: the draft is older than the copy.
  expect(decide({ flow: resourceOf(draft, 2), journal: journal(3), sent: 3 }).isStale).toBe(true)
})
