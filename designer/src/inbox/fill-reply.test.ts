import { expect, it } from 'vitest'
import { fillReply, holesIn } from './fill-reply.ts'

const text = 'Hello {{contact.first_name}}, {{ agent.name }} here. Room {{contact.room}}?'

it('fills in what is known and leaves what is empty or unknown', () => {
  const filled = fillReply(text, { 'contact.first_name': 'Dana', 'agent.name': 'Tom Okafor', 'contact.room': '' })
  expect(filled).toBe('Hello Dana, Tom Okafor here. Room {{contact.room}}?')
})

it('says what is still to be filled in, and where', () => {
  expect(holesIn('Room {{contact.room}}, {{x}}')).toEqual([
    { hole: '{{contact.room}}', start: 5 },
    { hole: '{{x}}', start: 23 },
  ])
  expect(holesIn('No {holes} {{ }} {{a b}}')).toEqual([])
})

it('takes a value as it is, also where it looks like a variable', () => {
  expect(fillReply('{{a}}', { a: '{{b}} $& $1', b: 'x' })).toBe('{{b}} $& $1')
})
