import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf, webClient } from '../../../test/helpers/outside-calls.ts'
import { accountCall, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { closeSocket } from '../../../test/helpers/stand-in.ts'
import { startStandInOf, verdict } from '../../../test/stand-ins/wechat.ts'
import { degrade } from '../../messaging/content/degrade.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import { wechat } from './integration.ts'
import { wechat as kind } from './official-channel.ts'

const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const parts = messengerOf(wechat, service, { properties })
  const send = (text: string) =>
    parts.channel.send(messageFrom(service, { channel: 'wechat', content: { text } }), signal)
  return { service, ...parts, send }
}

describe('an Official Account at WeChat', () => {
  it('sends a text as customer service, under an id of ours', async () => {
    const { service, send } = await setUp()
    const messageId = messageFrom(service).idempotencyKey
    expect(await send('Grüße 你好 😀')).toEqual({ ok: true, messageId, status: 'sent', segments: 1 })
    expect(service.sent).toEqual([{ touser: service.contact, msgtype: 'text', text: { content: 'Grüße 你好 😀' } }])
  })

  it('writes no escapes, which WeChat refuses', async () => {
    const { service, send } = await setUp()
    expect(await send('a\u0000b\u001bc\ud83dd\ne')).toMatchObject({ ok: true })
    expect(service.sent).toMatchObject([{ text: { content: 'abc�d\ne' } }])
  })

  it('sends a picture that it has given to WeChat before, and stops when WeChat does not take it', async () => {
    const { service, channel } = await setUp()
    const picture = { media: [{ url: 'https://a.test/1.png', type: 'image/png' }] }
    const message = messageFrom(service, { channel: 'wechat', content: picture })
    expect(await channel.send(message, signal)).toMatchObject({ ok: true })
    expect(service.sent).toEqual([{ touser: service.contact, msgtype: 'image', image: { media_id: 'picture-1' } }])
    service.state.accessToken = 'T_2'
    expect(await channel.send(message, signal)).toMatchObject({ ok: true })
    const files = { read: async () => ({ bytes: new Uint8Array(), name: '' }) }
    const broken = messengerOf(wechat, service, { host: { files } })
    const outcome = await broken.channel.send(message, signal)
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'HTTP_STATUS', message: expect.stringContaining('41005') },
    })
    expect(outcome).not.toHaveProperty('retry')
    expect(service.state.pictures).toBe(2)
  })

  it.each([-1, 45011])('tries again when WeChat is too busy to take a picture: %i', async (code) => {
    const { service, channel } = await setUp()
    const picture = { media: [{ url: 'https://a.test/1.png', type: 'image/png' }] }
    const message = messageFrom(service, { channel: 'wechat', content: picture })
    service.state.noPicture = verdict(code, 'busy')
    const busy = {
      ok: false,
      error: { code: 'HTTP_STATUS', message: expect.stringContaining(`${code} busy`) },
      retry: {},
    }
    expect(await channel.send(message, signal)).toMatchObject(busy)
    expect(service.sent).toEqual([])
  })

  it('has a minute for giving a picture to WeChat, and ten seconds for the message', async () => {
    const { service } = await setUp()
    const [own, timeouts] = [webClient(), new Map<string, number | undefined>()]
    const web: Pick<WebClient, 'request'> = {
      request(request) {
        timeouts.set(new URL(request.url).pathname.split('/').at(-1) ?? '', request.timeoutMs)
        return own.request(request)
      },
    }
    const { channel } = messengerOf(wechat, service, { web })
    const content = { media: [{ url: 'https://a.test/1.png', type: 'image/png' }] }
    expect(await channel.send(messageFrom(service, { channel: 'wechat', content }), signal)).toMatchObject({ ok: true })
    expect([timeouts.get('upload'), timeouts.get('send')]).toEqual([60_000, 10_000])
  })

  it('sends buttons as numbered lines, a film as its address, and texts of at most 2,048 bytes', async () => {
    const options = { channel: kind, isWindowOpen: true }
    const content = {
      text: '好'.repeat(1_000),
      buttons: [{ id: 'y', title: 'Yes' }],
      media: [{ url: 'https://a.test/1.mp4' }],
    }
    const { service, send } = await setUp()
    const degraded = degrade(content, options)
    for (const { text = '' } of degraded.ok ? degraded.parts : []) expect(await send(text)).toMatchObject({ ok: true })
    expect(service.sending?.complaints).toEqual([])
    const all = service.sending?.taken.map(({ text }) => text).join('\n')
    expect(all).toContain('https://a.test/1.mp4')
    expect(all).toMatch(/1\W+Yes/)
  })

  it.each([
    [45015, { error: { code: 'WINDOW_CLOSED', message: expect.stringContaining('48 hours') } }],
    [45047, { error: { code: 'WINDOW_CLOSED' } }],
    [48002, { error: { code: 'OPTED_OUT' } }],
    [40003, { error: { code: 'MESSAGE_REFUSED', message: expect.stringContaining('40003 no rid') } }],
    [45009, { error: { code: 'MESSAGE_REFUSED' } }],
    [-1, { retry: {} }],
    [45011, { retry: {} }],
  ])('takes %i inside of 200 for what it says', async (code, outcome) => {
    const { service, send } = await setUp()
    service.answerWith(code)
    const answered = await send('Hello')
    expect(answered).toMatchObject({ ok: false, ...outcome })
    expect('retry' in answered).toBe('retry' in outcome)
  })

  it('sends once more, with another token, when WeChat says that the token is stale', async () => {
    const { service, send } = await setUp()
    await send('One')
    service.state.accessToken = 'T_2'
    expect(await send('Two')).toMatchObject({ ok: true })
    expect(service.state.tokenCalls).toBe(2)
    expect(service.sending?.complaints).toEqual(['stale'])
  })

  it.each([40001, 40014, 42001])(
    'asks once for another token after %i, and gives up when it is the same',
    async (code) => {
      const { service, send } = await setUp()
      service.answerWith(code)
      expect(await send('Hello')).toMatchObject({ ok: false, error: { code: 'MESSAGE_REFUSED' } })
      expect(service.state.tokenCalls).toBe(2)
    },
  )

  it('sends nothing without a token, and is tried again unless WeChat has refused one', async () => {
    const { service, send } = await setUp()
    service.state.noToken = closeSocket
    expect(await send('Hello')).toMatchObject({ ok: false, retry: {} })
    service.state.noToken = verdict(-1, 'system error')
    expect(await send('Hello')).toMatchObject({ ok: false, retry: {} })
    service.state.noToken = verdict(40164, 'invalid ip 203.0.113.7, not in whitelist')
    const refused = await send('Hello')
    expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining('203.0.113.7') } })
    expect(refused).not.toHaveProperty('retry')
    expect(service.sending?.tried).toBe(0)
  })

  it('is called at the host of its type', async () => {
    const service = await startStandInOf()
    onTestFinished(() => service.close())
    for (const wechatType of ['china', 'international', undefined]) {
      const asked: string[] = []
      const url = (name: string) => {
        asked.push(name)
        return service.hosts[name] ?? ''
      }
      const { account, check } = messengerOf(wechat, service, { properties: { wechatType }, host: { url } })
      expect(await check(account, accountCall)).toMatchObject({ ok: true })
      expect(new Set(asked)).toEqual(new Set([wechatType === 'international' ? 'international' : 'api']))
    }
  })

  it('is tested by a token, and says what to paste', async () => {
    const { service, account, check } = await setUp()
    const texts = (await check(account, accountCall)).checks.map(({ text }) => text)
    expect(texts).toEqual([
      'WeChat knows the account wx0000000000000001.',
      expect.stringContaining('the URL https://patchbay.example.com/channels/wechat/account-1 and the Token'),
      expect.stringContaining('Choose Safe Mode'),
    ])
    const open = await setUp({ encodingAesKey: '' })
    expect((await open.check(open.account, accountCall)).checks[2]?.text).toContain('unencrypted')
    service.state.noToken = verdict(40013, 'invalid appid')
    expect(await check(account, accountCall)).toMatchObject({ ok: false, checks: [{ ok: false }] })
  })

  it('fetches files by their id with the token, videos by the address that WeChat gives, and pictures at theirs', async () => {
    const { service, account, fetchMedia } = await setUp()
    await fetchMedia?.(account, { ref: 'voice-1' }, { signal })
    service.state.accessToken = 'T_2'
    const voice = await fetchMedia?.(account, { ref: 'voice-1' }, { signal })
    expect(Buffer.from(voice?.bytes ?? []).toString()).toBe('#!AMR of tests')
    const picture = { url: `${service.hosts.api}/pictures/1` }
    for (const file of [{ ref: 'video-1' }, picture]) {
      const { bytes } = (await fetchMedia?.(account, file, { signal })) ?? {}
      expect(Buffer.from(bytes ?? []).toString()).toMatch(/^a (video|picture)$/)
    }
    const gone = await failureOf(Promise.resolve(fetchMedia?.(account, { ref: 'other' }, { signal })))
    expect(gone.message).toContain('40007 invalid media_id')
    expect(JSON.stringify([gone.message, gone.extra])).not.toContain('T_2')
  })
})
