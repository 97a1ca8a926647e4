import type { ThreadItem } from '@patchbay/shared/api'
import { describe, expect, it } from 'vitest'
import { linesOf, rowsOf } from './thread-lines.ts'

const at = '2026-11-29T10:00:00.000Z'

function said(by: 'contact' | 'flow' | 'person', runId: string | null, buttons: readonly string[] = []): ThreadItem {
  return {
    kind: 'message',
    id: crypto.randomUUID(),
    at,
    by,
    author: null,
    content: { text: 'Hello', buttons: buttons.map((title) => ({ id: title, title })) },
    files: [],
    status: 'received',
    error: null,
    editedAt: null,
    runId,
    flowName: 'Concierge',
    nodeId: null,
  }
}

/** What each line says of a flow. */
const stretches = (...items: readonly ThreadItem[]) => linesOf(items).map(({ stretch }) => stretch?.did ?? '')

describe('a stretch of a flow', () => {
  it('has one line, after the first messages of the contact, however often they take turns', () => {
    const items = [
      said('contact', 'a'),
      said('contact', 'a'),
      said('flow', 'a'),
      said('contact', 'a'),
      said('flow', 'a'),
    ]
    expect(stretches(...items)).toEqual(['', 'asked', '', '', ''])
  })

  it('tells whether the flow asked, only answered, or wrote nothing', () => {
    expect(stretches(said('contact', 'a'), said('flow', 'a', ['Yes', 'No']))).toEqual(['asked', ''])
    expect(stretches(said('contact', 'a'), said('flow', 'a'))).toEqual(['answered', ''])
    expect(stretches(said('contact', 'a'))).toEqual(['ran'])
  })

  it('ends with another run and with a person, and what nobody led has none', () => {
    expect(stretches(said('contact', 'a'), said('flow', 'a'), said('contact', 'b'))).toEqual(['answered', '', 'ran'])
    const taken = [said('contact', 'a'), said('person', null), said('contact', null), said('contact', 'a')]
    expect(stretches(...taken)).toEqual(['ran', '', '', 'ran'])
  })
})

function did(act: 'topics' | 'assigned', runId: string | null, on = at): ThreadItem {
  return {
    kind: 'act',
    id: crypto.randomUUID(),
    at: on,
    act,
    author: null,
    to: null,
    until: null,
    topics: [],
    runId,
    nodeId: runId === null ? null : 4,
  }
}

/** How many lines are folded behind each that is shown. */
const folded = (...items: readonly ThreadItem[]) => rowsOf(linesOf(items)).map(({ more }) => more.length)
const three = () => [did('topics', 'a'), did('assigned', 'a'), did('topics', 'a')]

describe('quiet lines of flows', () => {
  it('stay while there are at most three in a row, and fold behind the first one when there are more', () => {
    expect(folded(...three())).toEqual([0, 0, 0])
    expect(folded(...three(), did('topics', 'b'), said('flow', 'b'))).toEqual([3, 0])
    expect(folded(said('contact', 'a'), ...three())).toEqual([3])
  })

  it('are not in a row with what people did or wrote between them, or with a new day', () => {
    expect(folded(...three(), did('assigned', null), ...three())).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(folded(said('person', null), ...three())).toEqual([0, 0, 0, 0])
    const nextDay = '2026-11-30T10:00:00.000Z'
    const later = [did('topics', 'a', nextDay), did('topics', 'a', nextDay)]
    expect(folded(did('topics', 'a'), did('topics', 'a'), ...later)).toEqual([0, 0, 0, 0])
  })
})
