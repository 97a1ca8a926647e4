import { createHmac } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { callbackRequest, messengerOf } from '../../../test/helpers/service-parts.ts'
import { messageEvent, newEvent, oldEvent, ownId, person, startStandInOf } from '../../../test/stand-ins/twitter.ts'
import { twitter } from './integration.ts'

const url = 'https://patchbay.example.com/channels/twitter/account-1'

async function setUp() {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const { callback, account } = messengerOf(twitter, service)
  const take = async (body: string, proof: 'right' | 'wrong' | 'none' = 'right') => {
    const call = service.calling?.sign(body, proof, url)
    const request = callbackRequest({ url, headers: call?.headers ?? {}, body })
    await callback.verify(request, account)
    return callback.read(request, account)
  }
  const ask = async (query: Record<string, string>) => {
    const request = callbackRequest({ method: 'GET', url: `${url}?${new URLSearchParams(query)}` })
    await callback.verify(request, account)
    return callback.read(request, account)
  }
  return { service, take, ask }
}

describe('a question of X for a proof', () => {
  it('is answered with the HMAC of its token', async () => {
    const { service, ask } = await setUp()
    const key = String(service.properties.consumerSecret)
    const proof = `sha256=${createHmac('sha256', key).update('MTIz-abc.d_e=').digest('base64')}`
    expect(await ask({ crc_token: 'MTIz-abc.d_e=', nonce: 'n' })).toEqual([
      { kind: 'handshake', answer: { status: 200, json: { response_token: proof } } },
    ])
  })

  it('proves no text that could be an event, which anybody could send then', async () => {
    const { ask } = await setUp()
    const event = oldEvent(messageEvent({ text: 'forged' }))
    for (const query of [{ crc_token: event }, { crc_token: '{}' }, { crc_token: '' }, {}]) {
      expect((await failureOf(ask(query))).code).toBe('UNAUTHENTICATED')
    }
  })
})

describe('a call of X', () => {
  it('is the same message in the old and the new format, with the name of its author', async () => {
    const { take } = await setUp()
    const event = messageEvent({ text: 'Grüße 😀' })
    const message = {
      channel: 'twitter',
      id: '954491830116155396',
      from: person,
      to: ownId,
      content: { text: 'Grüße 😀' },
      at: new Date('2026-01-02T03:04:05Z'),
      contactName: 'Ann Lee',
    }
    expect(await take(oldEvent(event))).toEqual([{ kind: 'message', message }])
    expect(await take(newEvent('dm.received', { direct_message_events: [event] }))).toEqual([
      { kind: 'message', message },
    ])
  })

  const media = { media_url_https: 'https://ton.twitter.com/1.1/ton/data/dm/1/1/a.jpg', url: 'https://t.co/abc' }
  const variants = [
    { content_type: 'application/x-mpegURL', url: 'https://video.twimg.com/a.m3u8' },
    { content_type: 'video/mp4', bitrate: 320_000, url: 'https://video.twimg.com/small.mp4' },
    { content_type: 'video/mp4', bitrate: 832_000, url: 'https://video.twimg.com/large.mp4' },
  ]
  const attached = (change: object, text = '') => ({
    text: `${text} https://t.co/abc`,
    attachment: { type: 'media', media: { ...media, ...change } },
  })
  const place = { type: 'Point', coordinates: [-80.2, 25.8] }
  it.each([
    [attached({ type: 'photo' }), { media: [{ url: media.media_url_https, type: 'image/jpeg' }] }],
    [
      attached({ type: 'photo', media_url_https: 'https://ton.twitter.com/a.png' }, 'Look'),
      { text: 'Look', media: [{ url: 'https://ton.twitter.com/a.png', type: 'image/png' }] },
    ],
    [
      attached({ type: 'video', video_info: { variants } }),
      { media: [{ url: 'https://video.twimg.com/large.mp4', type: 'video/mp4' }] },
    ],
    [
      attached({ type: 'animated_gif', video_info: { variants: variants.slice(1, 2) } }),
      { media: [{ url: 'https://video.twimg.com/small.mp4', type: 'video/mp4' }] },
    ],
    [
      { text: '', attachment: { type: 'location', location: { shared_coordinate: { coordinates: place } } } },
      { location: { latitude: 25.8, longitude: -80.2 } },
    ],
    [
      { text: 'Yes', quick_reply_response: { type: 'options', metadata: 'y' } },
      { text: 'Yes', choice: { id: 'y', title: 'Yes' } },
    ],
    [{ text: 'see https://t.co/other' }, { text: 'see https://t.co/other' }],
    [{ text: 'Grüße 👋' }, { text: 'Grüße 👋' }],
  ])('reads %j', async (data, content) => {
    const { take } = await setUp()
    expect(await take(oldEvent(messageEvent(data)))).toMatchObject([{ kind: 'message', message: { content } }])
  })

  it('is a read mark of one message', async () => {
    const { take } = await setUp()
    const mark = { sender_id: person, target: { recipient_id: ownId }, last_read_event_id: '1950000000000000001' }
    const payload = { direct_message_mark_read_events: [{ created_timestamp: '1767323045000', ...mark }] }
    const at = new Date('2026-01-02T03:04:05Z')
    const receipt = { kind: 'receipt', receipt: { messageId: '1950000000000000001', status: 'read', at } }
    expect(await take(newEvent('dm.read', payload))).toEqual([receipt])
    expect(await take(JSON.stringify({ for_user_id: ownId, ...payload }))).toEqual([receipt])
  })

  const own = messageEvent({ text: 'Hi' }, { from: ownId, to: person })
  it.each([
    ['an echo', oldEvent(own)],
    ['a message of the account to itself', oldEvent(messageEvent({ text: 'Hi' }, { from: ownId, to: ownId }))],
    ['an echo as a received message', newEvent('dm.received', { direct_message_events: [own] })],
    ['an echo by its type', newEvent('dm.sent', { direct_message_events: [messageEvent({ text: 'Hi' })] })],
    ['what the account itself has read', oldRead(ownId)],
    ['a message of a group', oldEvent(messageEvent({ text: 'Hi' }, { to: '333' }))],
    ['an event of another account', oldEvent(messageEvent({ text: 'Hi' }), '333')],
    ['a new event of another account', newEvent('dm.received', { direct_message_events: [messageEvent({})] }, '333')],
    ['a message without content', oldEvent(messageEvent({ text: '' }))],
    ['somebody who writes', newEvent('dm.indicate_typing', {})],
    ['an unknown event', JSON.stringify({ for_user_id: ownId, favorite_events: [{}] })],
  ])('ignores %s with a reason', async (_what, body) => {
    const { take } = await setUp()
    expect(await take(body)).toEqual([{ kind: 'ignored', why: expect.stringMatching(/^X sent .+\.$/) }])
  })

  it('tells people that encrypted messages cannot be read', async () => {
    const { take } = await setUp()
    const body = newEvent('chat.received', { encoded_event: 'AAAA' })
    expect(await take(body)).toEqual([{ kind: 'ignored', why: expect.stringContaining('encrypted') }])
  })

  it('is refused without the right signature', async () => {
    const { take } = await setUp()
    const body = oldEvent(messageEvent({ text: 'Hi' }))
    expect((await failureOf(take(body, 'none'))).code).toBe('UNAUTHENTICATED')
    expect((await failureOf(take(body, 'wrong'))).code).toBe('INVALID_TOKEN')
  })
})

function oldRead(reader: string): string {
  const mark = { sender_id: reader, target: { recipient_id: person }, last_read_event_id: '1' }
  return JSON.stringify({ for_user_id: ownId, direct_message_mark_read_events: [mark] })
}
