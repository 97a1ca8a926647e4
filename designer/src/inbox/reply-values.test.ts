import { expect, it } from 'vitest'
import { replyVariables, valuesFrom } from './reply-values.ts'

const conversation = {
  contact: { id: 'c', name: 'Dana Maria Whitfield', value: '+13055550119', shown: '+1 305 555 0119' },
  addressShown: '+1 786 555 0100',
  topics: [
    { id: 't', name: 'Check-in', color: 'blue' },
    { id: 'u', name: 'Parking', color: 'amber' },
  ],
} as const
const of = { agent: 'Tom Okafor', channel: 'SMS', fields: {} }

it('a saved reply speaks of the contact, who answers, and the conversation', () => {
  expect(valuesFrom(conversation, of)).toEqual({
    'contact.name': 'Dana Maria Whitfield',
    'contact.first_name': 'Dana',
    'contact.last_name': 'Maria Whitfield',
    'contact.address': '+1 305 555 0119',
    'agent.name': 'Tom Okafor',
    'agent.first_name': 'Tom',
    'conversation.channel': 'SMS',
    'conversation.address': '+1 786 555 0100',
    'conversation.topic': 'Check-in',
  })
})

it('has every field of the contact by its key, before what the name alone tells', () => {
  const values = valuesFrom(conversation, { ...of, fields: { first_name: 'Dee', room: 412, last_name: '' } })
  expect(values).toMatchObject({
    'contact.first_name': 'Dee',
    'contact.room': '412',
    'contact.last_name': 'Maria Whitfield',
  })
})

it('has nothing to say of a contact without a name, so the gap stays to be filled in', () => {
  const nameless = { ...conversation, contact: { ...conversation.contact, name: '' }, topics: [] }
  const values = valuesFrom(nameless, of)
  for (const variable of ['contact.name', 'contact.first_name', 'contact.last_name', 'conversation.topic'])
    expect(values[variable]).toBe('')
  expect(Object.keys(values)).toEqual([...replyVariables])
})
