import { describe, expect, it } from 'vitest'
import { workspaceAnswer } from '../../../test/stand-ins/watson.ts'
import { botOutputs, textOfMessages } from '../../bots/bot-answer.ts'
import { readAnswer } from './read-answer.ts'

const read = (generic: readonly object[], more: object = {}) => {
  const answer = readAnswer(JSON.parse(JSON.stringify({ output: { generic }, ...more })))
  return answer && { ...botOutputs(answer), ...answer, text: textOfMessages(answer.messages) }
}

describe('what is read from an answer of Watson', () => {
  it('joins texts, and passes over a pause', () => {
    const generic = [
      { response_type: 'text', text: 'Hello.' },
      { response_type: 'pause', time: 500, typing: true },
      { response_type: 'text', text: 'How many nights?' },
    ]
    expect(read(generic)?.text).toBe('Hello.\nHow many nights?')
  })

  it('turns choices into buttons, with what is said to the assistant as their values', () => {
    const value = (text: string) => ({ input: { text } })
    const option = {
      response_type: 'option',
      title: 'Which room?',
      description: 'All with a view',
      options: [{ label: 'Double', value: value('a double') }, { label: 'Single' }],
    }
    const suggestion = {
      response_type: 'suggestion',
      title: 'Did you mean:',
      suggestions: [{ label: 'Book', value: value('book') }],
    }
    expect(read([option, suggestion])).toMatchObject({
      messages: [
        {
          text: 'Which room?\nAll with a view',
          buttons: [
            { title: 'Double', value: 'a double' },
            { title: 'Single', value: 'Single' },
          ],
        },
        { text: 'Did you mean:', buttons: [{ title: 'Book', value: 'book' }] },
      ],
      choices: [{ title: 'Double' }, { title: 'Single' }, { title: 'Book', value: 'book' }],
    })
  })

  it('has pictures as media, players as addresses in the text, and the first results of a search', () => {
    const result = (number: number) => ({
      title: `Page ${number}`,
      body: 'About it',
      url: `https://example.com/${number}`,
    })
    expect(
      read([
        { response_type: 'image', source: 'https://example.com/a.png', title: 'The room' },
        { response_type: 'video', source: 'https://example.com/v', title: 'A walk' },
        { response_type: 'search', header: 'I found:', primary_results: [1, 2, 3, 4].map(result) },
      ])?.messages,
    ).toEqual([
      { text: 'The room', media: [{ url: 'https://example.com/a.png' }] },
      { text: 'A walk\nhttps://example.com/v' },
      { text: ['I found:', ...[1, 2, 3].flatMap((n) => Object.values(result(n)))].join('\n') },
    ])
  })

  it('says when the assistant wants a person, and when it is done', () => {
    const agent = {
      response_type: 'connect_to_agent',
      message_to_human_agent: 'Wants a refund',
      agent_available: { message: 'One moment.' },
    }
    expect(read([agent])).toMatchObject({
      ...{ text: 'One moment.', wantsPerson: true, noteToPerson: 'Wants a refund', ended: false },
    })
    expect(read([{ response_type: 'end_session' }])).toMatchObject({ wantsPerson: false, ended: true, messages: [] })
  })

  it('keeps data for programs beside the texts, and passes over kinds that it does not know', () => {
    const generic = [
      { response_type: 'user_defined', user_defined: { a: 1 } },
      { response_type: 'hologram', text: 'x' },
    ]
    expect(read(generic)?.messages).toEqual([{ text: '', payload: '{"a":1}' }])
  })

  it('has intent, entities and variables of the assistant', () => {
    const output = {
      generic: [],
      intents: [{ intent: 'book_room', confidence: 0.94 }],
      entities: [
        { entity: 'meal', value: 'breakfast' },
        { entity: 'meal', value: 'dinner' },
        { entity: 'nights', value: '3' },
      ],
    }
    const skills = { 'actions skill': { skill_variables: { nights: 2, guest: 'Dana' } } }
    expect(read([], { output, context: { global: { system: {} }, skills } })).toMatchObject({
      intent: 'book_room',
      confidence: 0.94,
      slots: { meal: ['breakfast', 'dinner'], nights: 2, guest: 'Dana' },
    })
  })

  it('reads a workspace, with its variables in the context and perhaps nothing but texts', () => {
    const answer = readAnswer(workspaceAnswer('How many nights?', { nights: 2, metadata: { user_id: 'x' } }))
    expect(answer).toMatchObject({ messages: [{ text: 'How many nights?' }], slots: { nights: 2 } })
    expect(answer?.slots).toEqual({ nights: 2 })
    expect(readAnswer({ output: { text: ['One', 'Two', ''] } })?.messages).toEqual([{ text: 'One' }, { text: 'Two' }])
  })

  it.each([undefined, null, 'text', [], {}, { output: 'on' }])('%j is no answer', (body) => {
    expect(readAnswer(body)).toBeUndefined()
  })
})
