import { createHmac } from 'node:crypto'
import { Bot } from 'viber-bot'
import MessageValidator from 'viber-bot/lib/message/message-validator.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { accountCall, callbackRequest, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { startStandInOf, token } from '../../../test/stand-ins/viber.ts'
import type { AddressedMessage } from '../../kit/channel.ts'
import { viber } from './integration.ts'

const url = 'https://patchbay.example.com/channels/viber/account-1'
const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const parts = messengerOf(viber, service, { properties })
  const send = (content: AddressedMessage['content']) =>
    parts.channel.send(messageFrom(service, { channel: 'viber', content }), signal)
  const take = async (body: string, key = token, place = 'header') => {
    const signature = createHmac('sha256', key).update(body).digest('hex')
    const signed = place === 'header' ? { 'x-viber-content-signature': signature } : {}
    const headers = { 'content-type': 'application/json', ...signed }
    const request = callbackRequest({ url: place === 'query' ? `${url}?sig=${signature}` : url, headers, body })
    await parts.callback.verify(request, parts.account)
    return parts.callback.read(request, parts.account)
  }
  return { service, ...parts, send, take }
}

describe("Viber's own client", () => {
  it('takes the signatures that are taken here, and no others', async () => {
    const { service } = await setUp()
    const theirs = new MessageValidator({ debug: () => undefined }, token)
    for (const proof of ['right', 'wrong'] as const) {
      const call = service.calling?.sign('{"event":"webhook","text":"Grüße"}', proof, url)
      const signature = call?.headers['x-viber-content-signature'] ?? ''
      expect(signature).toMatch(/^[0-9a-f]{64}$/)
      expect(theirs.validateMessage(signature, call?.body ?? '')).toBe(proof === 'right')
    }
  })

  it('signs in to the stand-in and reads what it answers', async () => {
    const { service } = await setUp()
    const bot = new Bot({ authToken: token, name: 'Shop', avatar: '' })
    bot._client._url = `${service.origin}/pa`
    expect(await bot.getBotProfile()).toMatchObject({ id: 'pa:1', name: 'Shop' })
  })
})

describe('a bot at Viber', () => {
  it.each([
    [{ text: 'Hello' }, { type: 'text', text: 'Hello' }],
    [
      { text: 'Look', media: [{ url: 'https://a.test/1', type: 'image/png' }] },
      { type: 'picture', text: 'Look', media: 'https://a.test/1' },
    ],
    [{ location: { latitude: 25.8, longitude: -80.2 } }, { type: 'location', location: { lat: 25.8, lon: -80.2 } }],
    [
      {
        text: 'Ok?',
        buttons: [
          { id: 'y', title: 'Yes <now>' },
          { id: 'w', title: 'Why', url: 'https://a.test' },
        ],
      },
      {
        type: 'text',
        text: 'Ok?',
        min_api_version: 3,
        keyboard: {
          Type: 'keyboard',
          DefaultHeight: false,
          Buttons: [
            { Columns: 6, Rows: 1, Text: 'Yes &lt;now&gt;', ActionType: 'reply', ActionBody: 'Yes <now>' },
            { Columns: 6, Rows: 1, Text: 'Why', ActionType: 'open-url', ActionBody: 'https://a.test' },
          ],
        },
      },
    ],
  ])('sends %j, and keeps all digits of the id', async (content, body) => {
    const { service, send } = await setUp()
    expect(await send(content)).toEqual({ ok: true, messageId: '5741311803571721001', status: 'sent', segments: 1 })
    expect(service.sent).toEqual([{ receiver: '01234567890A==', sender: { name: 'Account' }, ...body }])
  })

  it('takes a status inside of 200 for what it says', async () => {
    const { service, send } = await setUp()
    service.sending?.behave('refuses')
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, error: { code: 'OPTED_OUT' } })
    service.sending?.behave('is busy')
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, retry: {} })
    service.sending?.behave('lies')
    expect(await send({ text: 'Hello' })).toMatchObject({
      ok: false,
      error: { code: 'MESSAGE_REFUSED', message: 'Viber refused the message: 3 badData' },
    })
  })

  it('is tested, and gets a webhook at the host that the account names, called back before the answer', async () => {
    const { service, account, check, setWebhook, take } = await setUp({ webhookHost: 'hooks.example.com:8443' })
    expect((await check(account, accountCall)).message).toBe('Messages do not come here yet. Set Webhook.')
    let early: unknown
    service.state.whenSet = async () => {
      early = await take('{"event":"webhook","timestamp":1,"message_token":5741311803571721087,"chat_hostname":"SN"}')
    }
    expect(await setWebhook?.(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: true })
    expect(early).toEqual([{ kind: 'handshake', answer: { status: 200 } }])
    expect(service.state.webhook?.url).toBe('https://hooks.example.com:8443/channels/viber/account-1')
    expect(await check(account, accountCall)).toMatchObject({ ok: true })
    const other = await setUp({ botUsername: 'other' })
    expect((await other.check(other.account, accountCall)).message).toContain('"shopbot", and not to "other"')
  })
})

describe('a call of Viber', () => {
  const sender = { id: 'u1234567890A==', name: 'Ann', language: 'en', country: 'GB', api_version: 10 }
  /** As Viber writes it: the token is a bare number. */
  const bodyOf = (message: object) =>
    JSON.stringify({ event: 'message', timestamp: 1767323045000, sender, message, silent: false }).replace(
      '{',
      '{"message_token":5741311803571721087,',
    )

  it('is a message with all digits of its id, the name of the contact and its time', async () => {
    const { take } = await setUp()
    const message = {
      channel: 'viber',
      id: '5741311803571721087',
      from: sender.id,
      to: 'ShopBot',
      content: { text: 'Grüße' },
      at: new Date('2026-01-02T03:04:05Z'),
      contactName: 'Ann',
    }
    const body = bodyOf({ type: 'text', text: 'Grüße', tracking_data: 'x' })
    for (const place of ['header', 'query'])
      expect(await take(body, token, place)).toEqual([{ kind: 'message', message }])
  })

  it.each([
    [
      { type: 'picture', media: 'https://a.test/1', text: 'Look' },
      { text: 'Look', media: [{ url: 'https://a.test/1', type: 'image/jpeg' }] },
    ],
    [
      { type: 'video', media: 'https://a.test/2', size: 9 },
      { media: [{ url: 'https://a.test/2', type: 'video/mp4' }] },
    ],
    [
      { type: 'file', media: 'https://a.test/3', file_name: 'a.pdf', size: 9 },
      { media: [{ url: 'https://a.test/3', name: 'a.pdf' }] },
    ],
    [{ type: 'url', media: 'https://a.test' }, { text: 'https://a.test' }],
    [{ type: 'sticker', sticker_id: 46105 }, { sticker: { id: '46105' } }],
    [
      { type: 'contact', contact: { name: 'Bob', phone_number: '+1305' } },
      { contactCard: { name: 'Bob', points: ['+1305'] } },
    ],
    [{ type: 'location', location: { lat: 25.8, lon: -80.2 } }, { location: { latitude: 25.8, longitude: -80.2 } }],
  ])('reads %j', async (message, content) => {
    const { take } = await setUp()
    expect(await take(bodyOf(message))).toMatchObject([{ kind: 'message', message: { content } }])
  })

  it.each([{}, { lat: 25.8 }, { lat: 'north', lon: 'west' }])(
    'is ignored with a place without coordinates: %j',
    async (location) => {
      const { take } = await setUp()
      expect(await take(bodyOf({ type: 'location', location }))).toMatchObject([{ kind: 'ignored' }])
    },
  )

  it.each([
    ['delivered', 'delivered'],
    ['seen', 'read'],
    ['failed', 'undelivered'],
  ])('is a receipt when it says %s', async (event, status) => {
    const { take } = await setUp()
    const body = `{"event":"${event}","timestamp":1767323045000,"message_token":5741311803571721087,"user_id":"u","desc":"no"}`
    expect(await take(body)).toMatchObject([{ kind: 'receipt', receipt: { messageId: '5741311803571721087', status } }])
  })

  it.each(['subscribed', 'unsubscribed', 'conversation_started', 'something_new'])(
    'ignores %s with a reason',
    async (event) => {
      const { take } = await setUp()
      expect(await take(JSON.stringify({ event, timestamp: 1, message_token: 1 }))).toEqual([
        { kind: 'ignored', why: `Viber sent the event "${event}".` },
      ])
    },
  )

  it('is refused without a signature, with that of another token, and when it was changed', async () => {
    const { take } = await setUp()
    const body = bodyOf({ type: 'text', text: 'Hi' })
    expect((await failureOf(take(body, token, 'nowhere'))).code).toBe('UNAUTHENTICATED')
    expect((await failureOf(take(body, 'another'))).code).toBe('INVALID_TOKEN')
  })
})
