import type { ThreadItem } from '@patchbay/shared/api'
import { describe, expect, it } from 'vitest'
import { linesOf } from './thread-lines.ts'

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
