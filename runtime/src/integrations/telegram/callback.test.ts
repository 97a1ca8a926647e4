import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { callbackRequest } from '../../../test/helpers/service-parts.ts'
import { createTelegramCallback } from './callback.ts'

const url = 'https://patchbay.example.com/channels/telegram/account-1'
const account = { id: 'account-1', name: 'Ours', properties: { botUsername: 'Shop_Bot', token: 't' } }
const from = { id: 111, is_bot: false, first_name: 'Ann', last_name: 'Lee', language_code: 'en' }
const chat = { id: 111, first_name: 'Ann', type: 'private' }
const date = 1767323045
const base = { message_id: 7, from, chat, date }

async function take(update: unknown, proof: string | undefined = 'the-secret') {
  const pressed: string[] = []
  const callback = createTelegramCallback({
    secretTokenOf: () => 'the-secret',
    pressed: (_, id) => void pressed.push(id),
  })
  const headers = {
    'content-type': 'application/json',
    ...(proof === '' ? {} : { 'x-telegram-bot-api-secret-token': proof }),
  }
  const request = callbackRequest({ url, headers, body: JSON.stringify(update) })
  await callback.verify(request, account)
  return { events: await callback.read(request, account), pressed }
}

const contentOf = async (message: object) => {
  const { events } = await take({ update_id: 1, message: { ...base, ...message } })
  return events[0]?.kind === 'message' ? events[0].message.content : events[0]
}

describe('an update of Telegram', () => {
  it('is a message from its chat to the bot, with the name of the contact and its time', async () => {
    expect((await take({ update_id: 1, message: { ...base, text: 'Grüße' } })).events).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'telegram',
          id: '111.7',
          from: '111',
          to: '@Shop_Bot',
          content: { text: 'Grüße' },
          at: new Date('2026-01-02T03:04:05Z'),
          contactName: 'Ann Lee',
        },
      },
    ])
  })

  const file = { file_id: 'f-1', file_unique_id: 'u-1', file_size: 10 }
  it.each([
    [
      'a picture, the largest',
      { photo: [{ ...file, file_id: 'small' }, file], caption: 'Look' },
      { text: 'Look', media: [{ ref: 'f-1', type: 'image/jpeg' }] },
    ],
    [
      'a file',
      { document: { ...file, file_name: 'a.pdf', mime_type: 'application/pdf' } },
      { media: [{ ref: 'f-1', type: 'application/pdf', name: 'a.pdf' }] },
    ],
    [
      'an animation, once',
      { animation: { ...file, mime_type: 'video/mp4' }, document: file },
      { media: [{ ref: 'f-1', type: 'video/mp4' }] },
    ],
    ['a voice message', { voice: { ...file, duration: 2 } }, { media: [{ ref: 'f-1', type: 'audio/ogg' }] }],
    ['a video', { video: { ...file, mime_type: 'video/mp4' } }, { media: [{ ref: 'f-1', type: 'video/mp4' }] }],
    ['a round video', { video_note: file }, { media: [{ ref: 'f-1', type: 'video/mp4' }] }],
    ['a place', { location: { latitude: 25.8, longitude: -80.2 } }, { location: { latitude: 25.8, longitude: -80.2 } }],
    [
      'a named place, once',
      {
        venue: { title: 'Shop', address: 'x', location: { latitude: 1, longitude: 2 } },
        location: { latitude: 1, longitude: 2 },
      },
      { location: { latitude: 1, longitude: 2, name: 'Shop' } },
    ],
    [
      'a contact card',
      { contact: { phone_number: '+1305', first_name: 'Bob' } },
      { contactCard: { name: 'Bob', points: ['+1305'] } },
    ],
    ['a sticker', { sticker: { ...file, emoji: '👍' } }, { sticker: { id: 'u-1' } }],
    [
      'the start by a link',
      { text: '/start spring_26', entities: [{ type: 'bot_command', offset: 0, length: 6 }] },
      { text: '/start spring_26', referral: { source: 'link', ref: 'spring_26' } },
    ],
    ['the start without one', { text: '/start' }, { text: '/start' }],
    [
      'an answer to a message',
      { text: 'Yes', reply_to_message: { message_id: 5, chat } },
      { text: 'Yes', replyTo: '111.5' },
    ],
  ])('can be %s', async (_what, message, content) => {
    expect(await contentOf(message)).toEqual(content)
  })

  it('can be a pressed button, whose sender is told that it came', async () => {
    const markup = { inline_keyboard: [[{ text: 'Yes, please', callback_data: 'yes' }]] }
    const pressed = { ...base, from: { id: 9, is_bot: true, first_name: 'Shop' }, reply_markup: markup }
    const taken = await take({ update_id: 1, callback_query: { id: 'q-1', from, message: pressed, data: 'yes' } })
    expect(taken.pressed).toEqual(['q-1'])
    expect(taken.events).toMatchObject([
      {
        kind: 'message',
        message: { id: 'press.q-1', from: '111', content: { choice: { id: 'yes', title: 'Yes, please' } } },
      },
    ])
  })

  it('can be an edit', async () => {
    const edited = { ...base, text: 'Tea', edit_date: date + 60 }
    expect((await take({ update_id: 1, edited_message: edited })).events).toEqual([
      { kind: 'edited', id: '111.7', content: { text: 'Tea' }, at: new Date('2026-01-02T03:05:05Z') },
    ])
  })

  it.each([
    ['a group', { message: { ...base, chat: { id: -5, type: 'group' }, text: 'Hi' } }],
    ['a bot', { message: { ...base, from: { ...from, is_bot: true }, text: 'Hi' } }],
    ['somebody who joined', { message: { ...base, new_chat_members: [from] } }],
    ['a blocked bot', { my_chat_member: { chat, from, date } }],
    ['an unknown event', { chat_boost: {} }],
    [
      'a button of a group',
      { callback_query: { id: 'q', from, message: { ...base, chat: { id: -5, type: 'group' } }, data: 'x' } },
    ],
    ['no object', []],
  ])('is ignored with a reason when it is about %s', async (_what, update) => {
    expect((await take(update)).events).toEqual([
      { kind: 'ignored', why: expect.stringMatching(/^Telegram sent .+\.$/) },
    ])
  })

  it('is refused without the secret token, and with another', async () => {
    expect((await failureOf(take({ message: base }, ''))).code).toBe('UNAUTHENTICATED')
    expect((await failureOf(take({ message: base }, 'another'))).code).toBe('INVALID_TOKEN')
  })
})
