import { expect, it } from 'vitest'
import { isWantedEvent, type WantedQuestion } from './is-wanted-event.ts'
import { conversationEventTrigger } from './start.ts'

const place = {
  channel: 'sms',
  address: '+17865550100',
  isWithPerson: true,
  assignee: 'user:7',
  topics: ['Refund', 'VIP'],
  topic: null,
}
const event = { initiator: { type: 'USER' }, content: {} }

function wanted(inputs: object, word = 'closed', more: Partial<WantedQuestion> = {}): boolean {
  return isWantedEvent({ inputs, word, event, place, ...more })
}

it('lets through what fits channel, address and topic, in any case', () => {
  expect(wanted({})).toBe(true)
  expect(wanted({ channel: ' SMS ', address: '+17865550100', topic: 'refund' })).toBe(true)
  expect(
    [{ channel: 'whatsapp' }, { address: '+17865550199' }, { topic: 'Lost' }].map((filter) => wanted(filter)),
  ).toEqual([false, false, false])
})

it('takes our address as the page of addresses shows it', () => {
  const written = ['+1 786 555 0100', '+1 (786) 555-0100', '+1.786.555.0100', ' +17865550100 ']
  expect(written.map((address) => wanted({ address }))).toEqual([true, true, true, true])
  const bot = { place: { ...place, channel: 'telegram', address: '@Help-Desk' } }
  const others = ['@help-desk', '@help_desk', '-'].map((address) => wanted({ address }, 'closed', bot))
  expect(others).toEqual([true, false, false])
})

it('compares the topic that was given, and not those that were there', () => {
  const given = { place: { ...place, topic: 'VIP' } }
  expect(wanted({ topic: 'vip' }, 'topic-added', given)).toBe(true)
  expect(wanted({ topic: 'refund' }, 'topic-added', given)).toBe(false)
})

it('lets through what happens to the person it is about: who gets the conversation, else who has it', () => {
  const given = { event: { ...event, content: { assignee: { inboxId: 'inbox', agentId: '8' } } } }
  expect([wanted({ person: 'user:7' }), wanted({ person: 'user:8' })]).toEqual([true, false])
  expect([wanted({ person: 'user:8' }, 'assigned', given), wanted({ person: 'user:7' }, 'assigned', given)]).toEqual([
    true,
    false,
  ])
  expect(wanted({ person: 'user:7' }, 'closed', { place: { ...place, assignee: null } })).toBe(false)
})

it('tells a hand-over by a flow from an assignment to a person', () => {
  const byFlow = { event: { initiator: { type: 'FLOW' }, content: { assignee: { inboxId: 'inbox' } } } }
  const toPerson = { event: { ...event, content: { assignee: { inboxId: 'inbox', agentId: '1' } } } }
  expect([wanted({}, 'handed-over', byFlow), wanted({}, 'assigned', byFlow)]).toEqual([true, false])
  expect([wanted({}, 'handed-over', toPerson), wanted({}, 'assigned', toPerson)]).toEqual([false, true])
})

it('hears messages of contacts only where people have the conversation', () => {
  expect(wanted({}, 'message')).toBe(true)
  expect(wanted({}, 'message', { place: { ...place, isWithPerson: false } })).toBe(false)
})

it('starts with the event, the contact and the conversation, and makes the same of its own outputs', () => {
  const data = {
    event: 'noted',
    type: 'CONVERSATION/NOTE_CREATED',
    eventId: 'e-1',
    at: '2026-01-01T00:00:00.000Z',
    by: 'person',
    topic: null,
    text: 'Paid',
    conversation: { id: 'c-1', status: 'open' },
    contact: { id: 'p-1', first_name: 'Dana' },
  }
  const address = { channel: 'sms', value: '+17865550100' }
  const start = conversationEventTrigger.start({}, { contact: '+13055550119', address, data })
  expect(start).toMatchObject({
    outputs: { ...data, topic: '' },
    variables: { ANI: '+13055550119', DNIS: '+17865550100' },
    item: { text: 'Paid', contactId: 'p-1', conversationId: 'c-1' },
    contact: '+13055550119',
    address,
  })
  const again = conversationEventTrigger.start({}, { contact: '+13055550119', address, data: start.outputs })
  expect(again).toEqual(start)
})
