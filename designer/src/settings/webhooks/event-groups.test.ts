import { eventTypeNames, gladlyEvents } from '@patchbay/shared/api'
import { describe, expect, it } from 'vitest'
import { choose, eventGroups } from './event-groups.ts'

describe('the events of a webhook', () => {
  it('are in one group each', () => {
    const all = eventGroups('').flatMap(({ choices }) => choices.map(({ type }) => type))
    expect([...all].sort()).toEqual([...eventTypeNames].sort())
  })

  it('are found by any part of a name, in words or in capitals', () => {
    const found = (search: string) => eventGroups(search).flatMap(({ choices }) => choices.map(({ type }) => type))
    expect(found('topic')).toEqual(['CONVERSATION/TOPIC_ADDED', 'CONVERSATION/TOPIC_REMOVED'])
    expect(found('NOTE_CREATED')).toEqual(['CONVERSATION/NOTE_CREATED'])
    expect(found('nothing like it')).toEqual([])
  })

  it('are chosen by group or as the ten, each once and in the order of the list', () => {
    const chosen = choose(choose([], ['CONTACT/MESSAGE_SENT'], true), gladlyEvents, true)
    expect(chosen).toHaveLength(10)
    expect(chosen[0]).toBe('CONVERSATION/CREATED')
    expect(choose(chosen, gladlyEvents, false)).toEqual([])
  })
})
