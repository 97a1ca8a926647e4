import { messagingApi, validateSignature } from '@line/bot-sdk'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { accountCall, callbackRequest, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { channelSecret, EXPIRED_TOKEN, messageEvent, startStandInOf } from '../../../test/stand-ins/line.ts'
import type { AddressedMessage } from '../../kit/channel.ts'
import { line } from './integration.ts'

const url = 'https://patchbay.example.com/channels/line/account-1'
const user = 'U0000000000000000000000000000001a'
const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  let clock = 0
  const parts = messengerOf(line, service, { properties, host: { clock: () => clock } })
  const send = (content: AddressedMessage['content']) =>
    parts.channel.send(messageFrom(service, { channel: 'line', content }), signal)
  const take = async (events: unknown, proof: 'right' | 'wrong' | 'none' = 'right') => {
    const call = service.calling?.sign(JSON.stringify({ destination: 'U00', events }), proof, url)
    const request = callbackRequest({ url, headers: call?.headers ?? {}, body: call?.body ?? '' })
    await parts.callback.verify(request, parts.account)
    return parts.callback.read(request, parts.account)
  }
  const pass = (ms: number) => {
    clock += ms
  }
  return { service, ...parts, send, take, pass }
}

describe('an account at LINE', () => {
  it('shows that an answer is being written, and says when it cannot', async () => {
    const { service, channel } = await setUp()
    await channel.typing?.({ accountId: 'account-1', contact: 'U1' }, signal)
    expect(service.state.typing).toEqual(['U1'])
    await service.close()
    await expect(channel.typing?.({ accountId: 'account-1', contact: 'U1' }, signal)).rejects.toThrow()
  })

  it.each([
    [{ text: 'Hello' }, { type: 'text', text: 'Hello' }],
    [
      { media: [{ url: 'https://a.test/1', type: 'image/png' }] },
      { type: 'image', originalContentUrl: 'https://a.test/1', previewImageUrl: 'https://a.test/1' },
    ],
    [
      { location: { latitude: 25.8, longitude: -80.2, name: 'Shop' } },
      { type: 'location', title: 'Shop', address: 'Shop', latitude: 25.8, longitude: -80.2 },
    ],
    [
      {
        text: 'Ok?',
        buttons: [
          { id: 'y', title: 'Yes' },
          { id: 'w', title: 'Why', url: 'https://a.test' },
        ],
      },
      {
        type: 'text',
        text: 'Ok?',
        quickReply: {
          items: [
            { type: 'action', action: { type: 'postback', label: 'Yes', data: 'y', displayText: 'Yes' } },
            { type: 'action', action: { type: 'uri', label: 'Why', uri: 'https://a.test' } },
          ],
        },
      },
    ],
  ])('pushes %j', async (content, message) => {
    const { service, send } = await setUp()
    expect(await send(content)).toEqual({ ok: true, messageId: '461683000000000001', status: 'sent', segments: 1 })
    expect(service.sent).toEqual([['/v2/bot/message/push', { to: user, messages: [message] }]])
    expect(service.sending?.complaints).toEqual([])
  })

  it('answers by the token of the last message, once and within a minute, and pushes afterwards', async () => {
    const { service, send, take, pass } = await setUp()
    await take([messageEvent(user, { id: '1', type: 'text', text: 'Hi', quoteToken: 'q' }, { replyToken: 'r-1' })])
    await send({ text: 'One' })
    await send({ text: 'Two' })
    await take([messageEvent(user, { id: '2', type: 'text', text: 'Hi', quoteToken: 'q' }, { replyToken: 'r-2' })])
    pass(60_000)
    await send({ text: 'Three' })
    expect(service.sent.map(([path, body]) => [path, body.to ?? body.replyToken])).toEqual([
      ['/v2/bot/message/reply', 'r-1'],
      ['/v2/bot/message/push', user],
      ['/v2/bot/message/push', user],
    ])
  })

  it('pushes what LINE refuses as a reply, because the token is too old', async () => {
    const { service, send, take } = await setUp()
    const message = { id: '1', type: 'text', text: 'Hi', quoteToken: 'q' }
    await take([messageEvent(user, message, { replyToken: EXPIRED_TOKEN })])
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: true, status: 'sent' })
    expect(service.sent).toEqual([['/v2/bot/message/push', { to: user, messages: [{ type: 'text', text: 'Hello' }] }]])
  })

  it('pushes no refused reply where that is switched off', async () => {
    const { service, send, take } = await setUp({ push: false })
    const message = { id: '1', type: 'text', text: 'Hi', quoteToken: 'q' }
    await take([messageEvent(user, message, { replyToken: EXPIRED_TOKEN })])
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, error: { code: 'WINDOW_CLOSED' } })
    expect(service.sent).toEqual([])
  })

  it('pushes nothing where that is switched off', async () => {
    const { service, send } = await setUp({ push: false })
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, error: { code: 'WINDOW_CLOSED' } })
    expect(service.sent).toEqual([])
  })

  it('is tested: its mode, and where its messages go', async () => {
    const { service, account, check } = await setUp()
    const test = () => check(account, accountCall)
    expect((await test()).message).toBe('Messages do not come here yet. Set Webhook.')
    service.state.endpoint = url
    expect(await test()).toMatchObject({
      ok: true,
      checks: [{ text: 'The account "Shop" (@shop) answers.' }, {}, {}, {}],
    })
    service.state.isActive = false
    expect((await test()).message).toContain('switched off')
    service.state.chatMode = 'chat'
    expect((await test()).message).toContain('response mode')
  })

  it('says how many messages of the month are left, and when none is', async () => {
    const { service, account, check } = await setUp()
    const lastLine = async () => (await check(account, accountCall)).checks.at(-1)
    expect(await lastLine()).toEqual({ ok: true, text: '412 of 500 messages of this month are left.' })
    service.state.usage = 501
    expect(await lastLine()).toMatchObject({ ok: false, text: expect.stringContaining('All 500 messages') })
    service.state.quota = undefined
    expect(await lastLine()).toMatchObject({ ok: true, text: expect.stringContaining('no limit') })
  })

  it('gets a webhook that LINE tries before it answers', async () => {
    const { service, account, setWebhook, take } = await setUp()
    let early: unknown
    service.state.whenTested = async () => {
      early = await take([])
    }
    const set = () => setWebhook?.(account, { ...accountCall, addresses: [] })
    expect(await set()).toMatchObject({ ok: true, checks: [{ ok: true }, { ok: true }] })
    expect([early, service.state.endpoint]).toEqual([[], url])
    service.state.problem = 'COULD_NOT_CONNECT'
    expect((await set())?.message).toContain('COULD_NOT_CONNECT')
  })

  it('fetches a file from the host for files', async () => {
    const { account, fetchMedia } = await setUp()
    const file = await fetchMedia?.(account, { ref: '444' }, { signal })
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe('a picture')
  })
})

describe('a call of LINE', () => {
  it('asks for a name again that LINE could not say', async () => {
    const { service, take } = await setUp()
    const events = [messageEvent(user, { id: '1', type: 'text', text: 'Hi', quoteToken: 'q' })]
    service.state.hasProfiles = false
    const [first] = await take(events)
    expect(first).not.toHaveProperty('message.contactName')
    service.state.hasProfiles = true
    expect(await take(events)).toMatchObject([{ message: { contactName: 'Ann' } }])
  })

  it('is a message of a user, whose name is asked for once', async () => {
    const { service, take } = await setUp()
    const event = messageEvent(
      user,
      { id: '444', type: 'text', text: 'Grüße', quoteToken: 'q', quotedMessageId: '443' },
      { timestamp: 1767323045000 },
    )
    const message = {
      channel: 'line',
      id: '444',
      from: user,
      to: 'account-1',
      content: { text: 'Grüße', replyTo: '443' },
      at: new Date('2026-01-02T03:04:05Z'),
      contactName: 'Ann',
    }
    expect(await take([event])).toEqual([{ kind: 'message', message }])
    await take([event, event])
    expect(service.state.profiles).toBe(1)
  })

  it.each([
    [{ type: 'image', contentProvider: { type: 'line' } }, { media: [{ ref: '1', type: 'image/jpeg' }] }],
    [
      { type: 'image', contentProvider: { type: 'external', originalContentUrl: 'https://a.test/1' } },
      { media: [{ url: 'https://a.test/1', type: 'image/jpeg' }] },
    ],
    [{ type: 'video', contentProvider: { type: 'line' } }, { media: [{ ref: '1', type: 'video/mp4' }] }],
    [{ type: 'audio', duration: 9, contentProvider: { type: 'line' } }, { media: [{ ref: '1', type: 'audio/mp4' }] }],
    [{ type: 'file', fileName: 'a.pdf', fileSize: 9 }, { media: [{ ref: '1', name: 'a.pdf' }] }],
    [
      { type: 'location', title: 'Shop', latitude: 25.8, longitude: -80.2 },
      { location: { latitude: 25.8, longitude: -80.2, name: 'Shop' } },
    ],
    [
      { type: 'sticker', packageId: '446', stickerId: '1988', stickerResourceType: 'STATIC' },
      { sticker: { id: '446/1988' } },
    ],
  ])('reads %j', async (message, content) => {
    const { take } = await setUp()
    expect(await take([messageEvent(user, { id: '1', ...message })])).toMatchObject([
      { kind: 'message', message: { content } },
    ])
  })

  it('is a pressed button, or a message that was taken back', async () => {
    const { take } = await setUp()
    const press = messageEvent(user, {}, { type: 'postback', postback: { data: 'yes' } })
    const unsend = messageEvent(user, {}, { type: 'unsend', unsend: { messageId: '444' }, timestamp: 1767323045000 })
    expect(await take([press, unsend])).toMatchObject([
      {
        kind: 'message',
        message: { id: '01FZ74A0TDDPYRVKNK77XKC3ZR', content: { choice: { id: 'yes', title: 'yes' } } },
      },
      { kind: 'deleted', id: '444', at: new Date('2026-01-02T03:04:05Z') },
    ])
  })

  it('says that a user has blocked the account, or no longer does', async () => {
    const { take } = await setUp()
    const block = { channel: 'line', address: 'account-1', contact: user }
    const unfollow = messageEvent(user, {}, { type: 'unfollow' })
    const follow = messageEvent(user, {}, { type: 'follow', follow: { isUnblocked: true } })
    expect(await take([unfollow, follow])).toMatchObject([
      { kind: 'blocked', block: { ...block, isBlocked: true, detail: expect.stringContaining('has blocked') } },
      { kind: 'blocked', block: { ...block, isBlocked: false } },
    ])
  })

  it.each([
    ['a group that is left', { type: 'leave', source: { type: 'group', groupId: 'C1' } }],
    ['a group', { source: { type: 'group', groupId: 'C1', userId: user } }],
    ['another service', { mode: 'standby' }],
    ['an unknown kind', { message: { id: '1', type: 'hologram' } }],
  ])('ignores %s with a reason', async (_what, change) => {
    const { take } = await setUp()
    expect(await take([messageEvent(user, { id: '1', type: 'text', text: 'Hi' }, change)])).toEqual([
      { kind: 'ignored', why: expect.stringMatching(/^LINE sent .+\.$/) },
    ])
  })

  it('is refused without a signature and with that of another secret', async () => {
    const { take } = await setUp()
    expect((await failureOf(take([], 'none'))).code).toBe('UNAUTHENTICATED')
    expect((await failureOf(take([], 'wrong'))).code).toBe('INVALID_TOKEN')
  })
})

describe("LINE's own package", () => {
  it('finds the signature of the stand-in right, and the stand-in to be LINE', async () => {
    const { service } = await setUp()
    const { body = '', headers = {} } = service.calling?.sign('{"events":[]}', 'right', url) ?? {}
    expect(validateSignature(body, channelSecret, headers['x-line-signature'] ?? '')).toBe(true)
    const { token: channelAccessToken } = service.properties
    const client = new messagingApi.MessagingApiClient({
      channelAccessToken: String(channelAccessToken),
      baseURL: service.origin,
    })
    expect((await client.getBotInfo()).displayName).toBe('Shop')
    const key = '00000000-0000-4000-8000-000000000000'
    const sent = await client.pushMessage({ to: user, messages: [{ type: 'text', text: 'Hello' }] }, key)
    expect(sent.sentMessages).toHaveLength(1)
  })
})
