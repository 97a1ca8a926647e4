import { expect, it } from 'vitest'
import { placeReply } from './place-reply.ts'

// `/hou` was asked for between the two words, with the caret behind it.
const start = { mode: 'reply', text: 'Hello /hou there', key: 'first' } as const
const asked = { start, place: { before: 'Hello ', after: ' there' }, filled: 'from 9 to 5 {{contact.email}}' }
const hole = { start: 18, end: 35 }

it('puts a saved reply in the place of what asked for it, with its first hole selected', () => {
  const placed = placeReply({ ...asked, now: start, caret: 10 })
  expect(placed).toEqual({ text: 'Hello from 9 to 5 {{contact.email}} there', selection: hole })
  expect(placed?.text.slice(hole.start, hole.end)).toBe('{{contact.email}}')
  const whole = { ...asked, filled: 'you', now: start, caret: 10 }
  expect(placeReply(whole)).toEqual({ text: 'Hello you there', selection: { start: 9, end: 9 } })
})

it('keeps what was typed behind it while its values were fetched, and the caret where one types', () => {
  const now = { ...start, text: 'Hello /hou, and welcome there' }
  expect(placeReply({ ...asked, filled: 'you', now, caret: 23 })).toEqual({
    text: 'Hello you, and welcome there',
    selection: { start: 22, end: 22 },
  })
})

it('goes where the caret is when what asked for it is no longer there', () => {
  const now = { ...start, text: 'Good morning, ' }
  expect(placeReply({ ...asked, filled: 'you', now, caret: 14 })).toEqual({
    text: 'Good morning, you',
    selection: { start: 17, end: 17 },
  })
})

it('keeps that a note is written meanwhile', () => {
  const now = { ...start, mode: 'note' } as const
  expect(placeReply({ ...asked, filled: 'you', now, caret: 0 })?.text).toBe('youHello /hou there')
})

it('leaves the field alone once the answer was sent', () => {
  expect(placeReply({ ...asked, now: { mode: 'reply', text: '', key: 'second' }, caret: 0 })).toBeUndefined()
})
