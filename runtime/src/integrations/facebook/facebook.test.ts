import { sign } from '@octokit/webhooks-methods'
import { MessengerClient } from 'messaging-api-messenger'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { accountCall, callbackRequest, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { json, startStandIn } from '../../../test/helpers/stand-in.ts'
import { appSecret, eventBody, pageId, startStandInOf, token } from '../../../test/stand-ins/facebook.ts'
import type { AddressedMessage } from '../../kit/channel.ts'
import { facebook } from './integration.ts'

const url = 'https://patchbay.example.com/channels/facebook/account-1'
const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const parts = messengerOf(facebook, service, { properties })
  const send = (content: AddressedMessage['content']) =>
    parts.channel.send(messageFrom(service, { channel: 'facebook', content }), signal)
  /** Signed by a package that signs as Meta does. */
  const take = async (body: string, key = appSecret) => {
    const signature = key === '' ? {} : { 'x-hub-signature-256': await sign(key, body) }
    const request = callbackRequest({ url, headers: { 'content-type': 'application/json', ...signature }, body })
    await parts.callback.verify(request, parts.account)
    return parts.callback.read(request, parts.account)
  }
  const ask = async (query: Record<string, string>) => {
    const request = callbackRequest({ method: 'GET', url: `${url}?${new URLSearchParams(query)}` })
    await parts.callback.verify(request, parts.account)
    return parts.callback.read(request, parts.account)
  }
  return { service, ...parts, send, take, ask }
}

/** The client puts the token into the address, which the strict stand-in refuses, so both write to one that takes all. */
it('a page sends what a client of others sends, with the same proof of the app', async () => {
  const graph = await startStandIn(json({ recipient_id: '2000000000000001', message_id: 'm_1' }))
  onTestFinished(() => graph.close())
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const { channel } = messengerOf(facebook, { ...service, hosts: { api: graph.origin } }, {})
  const options = { accessToken: token, appSecret, version: '23.0', origin: graph.origin }
  const theirs = await new MessengerClient(options).sendMessage(
    '2000000000000001',
    { text: 'Ok?', quickReplies: [{ contentType: 'text', title: 'Yes', payload: 'y' }] },
    { messagingType: 'RESPONSE' },
  )
  const content = { text: 'Ok?', buttons: [{ id: 'y', title: 'Yes' }] }
  const ours = await channel.send(messageFrom(service, { channel: 'facebook', content }), signal)
  expect(ours).toMatchObject({ ok: true, messageId: theirs.messageId })
  const [one, other] = graph.requests.map(({ method, url: path, body }) => {
    const { pathname, searchParams } = new URL(path, graph.origin)
    return { method, pathname, proof: searchParams.get('appsecret_proof'), body: JSON.parse(body) }
  })
  expect(one?.proof).toMatch(/^[0-9a-f]{64}$/)
  expect(other).toEqual(one)
})

describe('a page at Facebook', () => {
  it('shows that an answer is being written, and says when it cannot', async () => {
    const { service, channel } = await setUp()
    await channel.typing?.({ accountId: 'account-1', contact: '2000000000000001' }, signal)
    expect(service.state.typing).toEqual([{ id: '2000000000000001' }])
    await service.close()
    await expect(channel.typing?.({ accountId: 'account-1', contact: '2000000000000001' }, signal)).rejects.toThrow()
  })

  const file = (type: string) => ({ media: [{ url: 'https://a.test/1', type }] })
  const attached = (type: string) => ({
    attachment: { type, payload: { url: 'https://a.test/1', is_reusable: false } },
  })
  const messages: readonly (readonly [AddressedMessage['content'], object])[] = [
    [{ text: 'Hello' }, { text: 'Hello' }],
    [file('image/png'), attached('image')],
    [file('video/mp4'), attached('video')],
    [file('audio/mpeg'), attached('audio')],
    [file('application/pdf'), attached('file')],
    [
      { text: 'Ok?', buttons: [{ id: 'y', title: 'Yes' }] },
      { text: 'Ok?', quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'y' }] },
    ],
  ]
  it.each(messages)('sends %j', async (content, message) => {
    const { service, send } = await setUp()
    expect(await send(content)).toEqual({ ok: true, messageId: 'm_1', status: 'sent', segments: 1 })
    expect(service.sent).toEqual([{ recipient: { id: '2000000000000001' }, messaging_type: 'RESPONSE', message }])
    expect(service.sending?.complaints).toEqual([])
  })

  it.each([
    ['after 24 hours', { code: 10, error_subcode: 2018278 }, { error: { code: 'WINDOW_CLOSED' } }],
    ['to somebody who is gone', { code: 551, error_subcode: 1545041 }, { error: { code: 'OPTED_OUT' } }],
    ['with a token that has ended', { code: 190 }, { error: { code: 'MESSAGE_REFUSED' } }],
  ])('does not send %s, and says why', async (_when, error, outcome) => {
    const { service } = await setUp()
    const web = {
      request: async () => ({
        statusCode: 400,
        statusText: 'Bad Request',
        headers: [],
        text: JSON.stringify({ error: { message: 'No.', ...error } }),
        bytes: 10,
      }),
    }
    const { channel } = messengerOf(facebook, service, { web })
    const message = messageFrom(service, { channel: 'facebook' })
    expect(await channel.send(message, signal)).toMatchObject({ ok: false, ...outcome })
  })

  it('is busy in words of its own, and is tried again', async () => {
    const { service, send } = await setUp()
    service.sending?.behave('is busy')
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, retry: {} })
  })

  it('is tested: its id and name, its events, and whether they are signed', async () => {
    const { service, account, check } = await setUp()
    expect((await check(account, accountCall)).message).toContain('Set Webhook')
    service.state.fields = 'messages'
    expect(await check(account, accountCall)).toMatchObject({ ok: true, checks: [{}, {}, {}] })
    for (const [change, words] of [
      [{ pageId: '7' }, 'and not to the page 7'],
      [{ pageUsername: 'other' }, 'called @shop, and not @other'],
    ] as const) {
      const other = await setUp(change)
      expect((await other.check(other.account, accountCall)).message).toContain(words)
    }
  })

  it('gets a webhook, called back before Facebook has answered', async () => {
    const { service, account, setWebhook, ask } = await setUp()
    let early: unknown
    service.state.whenSubscribed = async ({ verify_token: given }) => {
      early = await ask({ 'hub.mode': 'subscribe', 'hub.verify_token': String(given), 'hub.challenge': '42' })
    }
    expect(await setWebhook?.(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: true })
    expect(early).toEqual([{ kind: 'handshake', answer: { status: 200, text: '42' } }])
    expect(service.state.subscription).toMatchObject({ object: 'page', callback_url: url, verify_token: 'verify-me' })
    expect(service.state.fields).toContain('message_echoes')
    expect(service.state.fields).toContain('messaging_referrals')
  })

  it('leaves the app to people without its secret, and still subscribes the page', async () => {
    const { service, account, setWebhook } = await setUp({ appId: '' })
    const result = await setWebhook?.(account, { ...accountCall, addresses: [] })
    expect(result?.checks).toMatchObject([{ ok: false, text: expect.stringContaining('yourself') }, { ok: true }])
    expect(service.state.fields).toBeDefined()
  })
})

describe('a call of Facebook', () => {
  const at = { timestamp: 1767323045000 }

  it('is a message of a person, whose name is asked for once', async () => {
    const { service, take } = await setUp()
    const message = {
      channel: 'facebook',
      id: 'm_AAA',
      from: '2000000000000001',
      to: pageId,
      content: { text: 'Grüße 😀', replyTo: 'm_0' },
      at: new Date('2026-01-02T03:04:05Z'),
      contactName: 'Ann Lee',
    }
    const body = eventBody({ ...at, message: { mid: 'm_AAA', text: 'Grüße 😀', reply_to: { mid: 'm_0' } } })
    expect(body).toContain('Gr\\u00fc\\u00dfe')
    expect(await take(body)).toEqual([{ kind: 'message', message }])
    await take(body)
    expect(service.state.names).toBe(1)
  })

  const attached = (type: string, payload: object) => ({ attachments: [{ type, payload }] })
  it.each([
    [attached('image', { url: 'https://a.test/1' }), { media: [{ url: 'https://a.test/1', type: 'image/jpeg' }] }],
    [attached('video', { url: 'https://a.test/2' }), { media: [{ url: 'https://a.test/2', type: 'video/mp4' }] }],
    [attached('audio', { url: 'https://a.test/3' }), { media: [{ url: 'https://a.test/3', type: 'audio/mp4' }] }],
    [attached('file', { url: 'https://a.test/4' }), { media: [{ url: 'https://a.test/4' }] }],
    [
      attached('image', { url: 'https://a.test/5', sticker_id: 369239263222822 }),
      { sticker: { id: '369239263222822' } },
    ],
    [
      attached('location', { coordinates: { lat: 25.8, long: -80.2 } }),
      { location: { latitude: 25.8, longitude: -80.2 } },
    ],
    [
      { text: 'Yes', quick_reply: { payload: 'y' } },
      { text: 'Yes', choice: { id: 'y', title: 'Yes' } },
    ],
  ])('reads %j', async (message, content) => {
    const { take } = await setUp()
    expect(await take(eventBody({ message: { mid: 'm_1', ...message } }))).toMatchObject([
      { kind: 'message', message: { content } },
    ])
  })

  it('is a pressed button, a reaction, an edit or a message that was taken back', async () => {
    const { take } = await setUp()
    const events = [
      { postback: { mid: 'm_2', title: 'Start', payload: 'START' } },
      { reaction: { reaction: 'love', emoji: '❤', action: 'react', mid: 'm_0' }, ...at },
      { message_edit: { mid: 'm_1', text: 'Tea', num_edit: 1 } },
      { message: { mid: 'm_1', is_deleted: true } },
    ]
    const taken = await Promise.all(events.map((event) => take(eventBody(event))))
    expect(taken.flat()).toMatchObject([
      { kind: 'message', message: { id: 'm_2', content: { choice: { id: 'START', title: 'Start' } } } },
      {
        kind: 'message',
        message: { id: 'm_0.1767323045000', content: { reaction: { emoji: '❤', messageId: 'm_0' } } },
      },
      { kind: 'edited', id: 'm_1', content: { text: 'Tea' } },
      { kind: 'deleted', id: 'm_1' },
    ])
  })

  const referral = { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' }
  it.each([
    ['a link that was opened', { referral }, {}],
    [
      'a link behind the first press',
      { postback: { mid: 'm_2', title: 'Start', payload: 'START', referral } },
      { choice: { id: 'START', title: 'Start' } },
    ],
    ['a link behind a text', { message: { mid: 'm_3', text: 'Hi', referral } }, { text: 'Hi' }],
  ])('says what %s was made with', async (_what, event, said) => {
    const { take } = await setUp()
    const content = { ...said, referral: { source: 'SHORTLINK', ref: 'spring' } }
    expect(await take(eventBody({ ...event, ...at }))).toMatchObject([{ kind: 'message', message: { content } }])
  })

  it('names the advertisement where it has no text of its own', async () => {
    const { take } = await setUp()
    const event = { message: { mid: 'm_4', text: 'Hi', referral: { ad_id: '6045246247433', source: 'ADS' } } }
    expect(await take(eventBody(event))).toMatchObject([
      { message: { content: { text: 'Hi', referral: { source: 'ADS', ref: '6045246247433' } } } },
    ])
  })

  it('is a press of its own for each of two people in the same millisecond', async () => {
    const { take } = await setUp()
    const postback = { title: 'Start', payload: 'START' }
    const bodies = ['2000000000000001', '2000000000000002'].map((person) => eventBody({ postback, ...at }, person))
    const taken = (await Promise.all(bodies.map((body) => take(body)))).flat()
    const ids = taken.map((event) => (event.kind === 'message' ? event.message.id : ''))
    expect(new Set(ids).size).toBe(2)
  })

  it('is receipts, one for each message', async () => {
    const { take } = await setUp()
    expect(await take(eventBody({ delivery: { mids: ['m_1', 'm_2'], watermark: 1 } }))).toMatchObject([
      { kind: 'receipt', receipt: { messageId: 'm_1', status: 'delivered' } },
      { kind: 'receipt', receipt: { messageId: 'm_2', status: 'delivered' } },
    ])
  })

  it('is a read mark, or a receipt without ids, for all messages to the person until then', async () => {
    const { take } = await setUp()
    const receipts = { contact: '2000000000000001', until: new Date('2026-01-02T03:04:05Z') }
    expect(await take(eventBody({ read: { watermark: 1767323045000 } }))).toEqual([
      { kind: 'receipts-until', receipts: { ...receipts, status: 'read' } },
    ])
    expect(await take(eventBody({ delivery: { watermark: 1767323045000 } }))).toEqual([
      { kind: 'receipts-until', receipts: { ...receipts, status: 'delivered' } },
    ])
  })

  it.each([
    ['an echo', eventBody({ message: { mid: 'm', text: 'Hi', is_echo: true } }, pageId, '2000000000000001')],
    ['another page', eventBody({ message: { mid: 'm', text: 'Hi' } }, '2000000000000001', '999')],
    ['a read mark without a time', eventBody({ read: {} })],
    ['a receipt without ids and time', eventBody({ delivery: { watermark: 'soon' } })],
    ['an unknown event', eventBody({ optin: {} })],
    ['a link without a text of its own', eventBody({ referral: { source: 'SHORTLINK', type: 'OPEN_THREAD' } })],
    ['a chat of another app', JSON.stringify({ object: 'page', entry: [{ standby: [{ sender: { id: '1' } }] }] })],
  ])('ignores %s with a reason', async (_what, body) => {
    const { take } = await setUp()
    expect(await take(body)).toEqual([{ kind: 'ignored', why: expect.stringMatching(/^Facebook sent .+\.$/) }])
  })

  it('is refused without the right signature, and so is a question without the right token', async () => {
    const { take, ask } = await setUp()
    const body = eventBody({ message: { mid: 'm', text: 'Hi' } })
    expect((await failureOf(take(body, ''))).code).toBe('UNAUTHENTICATED')
    expect((await failureOf(take(body, 'another'))).code).toBe('INVALID_TOKEN')
    const question = { 'hub.mode': 'subscribe', 'hub.challenge': '42' }
    expect((await failureOf(ask({ ...question, 'hub.verify_token': 'wrong' }))).code).toBe('INVALID_TOKEN')
    expect((await failureOf(ask(question))).code).toBe('UNAUTHENTICATED')
    const open = await setUp({ verifyToken: '' })
    expect((await failureOf(open.ask({ ...question, 'hub.verify_token': '' }))).code).toBe('INVALID_TOKEN')
  })
})
