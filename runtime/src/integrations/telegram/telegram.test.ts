import { Api } from 'grammy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { accountCall, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { startStandInOf, token } from '../../../test/stand-ins/telegram.ts'
import type { AddressedMessage } from '../../kit/channel.ts'
import { telegram } from './integration.ts'

const callback = 'https://patchbay.example.com/channels/telegram/account-1'
const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const parts = messengerOf(telegram, service, { properties })
  const send = (content: AddressedMessage['content']) =>
    parts.channel.send(messageFrom(service, { channel: 'telegram', content }), signal)
  return { service, ...parts, send }
}

describe('a bot at Telegram', () => {
  it('shows that an answer is being written, and says when it cannot', async () => {
    const { service, channel } = await setUp()
    await channel.typing?.({ accountId: 'account-1', contact: '111000111' }, signal)
    expect(service.state.typing).toEqual(['111000111'])
    await service.close()
    await expect(channel.typing?.({ accountId: 'account-1', contact: '111000111' }, signal)).rejects.toThrow()
  })

  it('is the address of its account, in lower case', async () => {
    const { account, addressOf } = await setUp()
    expect(addressOf?.(account)).toEqual({ channel: 'telegram', value: '@shop_bot' })
  })

  it.each([
    [{ text: 'Hello' }, 'sendMessage', { text: 'Hello' }],
    [
      { text: 'Look', media: [{ url: 'https://a.test/1', type: 'image/png' }] },
      'sendPhoto',
      { photo: 'https://a.test/1', caption: 'Look' },
    ],
    [{ media: [{ url: 'https://a.test/2', type: 'video/mp4' }] }, 'sendVideo', { video: 'https://a.test/2' }],
    [{ media: [{ url: 'https://a.test/3', type: 'audio/mpeg' }] }, 'sendAudio', { audio: 'https://a.test/3' }],
    [{ media: [{ url: 'https://a.test/4', type: 'text/csv' }] }, 'sendDocument', { document: 'https://a.test/4' }],
    [{ location: { latitude: 25.8, longitude: -80.2 } }, 'sendLocation', { latitude: 25.8, longitude: -80.2 }],
    [
      { location: { latitude: 25.8, longitude: -80.2, name: 'Shop' } },
      'sendVenue',
      { latitude: 25.8, longitude: -80.2, title: 'Shop', address: 'Shop' },
    ],
    [
      {
        text: 'Ok?',
        buttons: [
          { id: 'y', title: 'Yes' },
          { id: 'w', title: 'Why', url: 'https://a.test' },
        ],
      },
      'sendMessage',
      {
        text: 'Ok?',
        reply_markup: {
          inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }], [{ text: 'Why', url: 'https://a.test' }]],
        },
      },
    ],
    [
      { text: 'Yes', replyTo: '111000111.7' },
      'sendMessage',
      { text: 'Yes', reply_parameters: { message_id: 7, allow_sending_without_reply: true } },
    ],
    [{ text: 'Yes', replyTo: '999.7' }, 'sendMessage', { text: 'Yes' }],
  ])('sends %j as %s', async (content, method, parameters) => {
    const { service, send } = await setUp()
    expect(await send(content)).toEqual({ ok: true, messageId: '111000111.1', status: 'sent', segments: 1 })
    expect(service.sent).toEqual([[method, { chat_id: '111000111', ...parameters }]])
  })

  it('waits as long as Telegram says, also where only the body says it', async () => {
    const { service, send } = await setUp()
    service.sending?.behave('is busy')
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, retry: { afterMs: 7_000 } })
  })

  it('counts a contact who blocked the bot as opted out', async () => {
    const { service, send } = await setUp()
    service.sending?.behave('refuses')
    expect(await send({ text: 'Hello' })).toMatchObject({
      ok: false,
      error: { code: 'OPTED_OUT', message: expect.stringContaining('blocked') },
    })
  })

  it('is tested: its name, and where its messages go', async () => {
    const { service, account, check } = await setUp()
    const test = () => check(account, accountCall)
    expect((await test()).message).toBe('Messages do not come here yet. Set Webhook.')
    service.state.webhook = { url: callback }
    expect(await test()).toMatchObject({ ok: true, checks: [{ text: 'The bot @shop_bot answers.' }, { ok: true }] })
    service.state.pending = 3
    service.state.trouble = 'Wrong response from the webhook: 502'
    expect((await test()).message).toContain('502')
    const other = await setUp({ botUsername: 'other_bot' })
    expect((await other.check(other.account, accountCall)).message).toBe(
      'The token belongs to @shop_bot, and not to @other_bot.',
    )
  })

  it('gets a webhook with a secret token, also while Telegram calls it back before it has answered', async () => {
    const { service, account, setWebhook, callback: called } = await setUp()
    let early: unknown
    service.state.whenSet = async () => {
      const headers = { 'x-telegram-bot-api-secret-token': String(service.state.webhook?.secret_token) }
      early = await called.verify(
        { method: 'POST', url: callback, headers, query: new URLSearchParams(), rawBody: new Uint8Array() },
        account,
      )
    }
    expect(await setWebhook?.(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: true })
    expect(early).toBeUndefined()
    expect(service.state.webhook).toEqual({
      url: callback,
      secret_token: 'token-of-webhook-account-1',
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    })
  })

  it('needs https at a port that Telegram calls', async () => {
    const { service, account, setWebhook } = await setUp()
    for (const baseUrl of ['http://patchbay.example.com', 'https://patchbay.example.com:3000']) {
      expect((await setWebhook?.(account, { ...accountCall, baseUrl, addresses: [] }))?.message).toContain(baseUrl)
    }
    expect(service.state.webhook).toBeUndefined()
  })

  it('fetches a file by its id, and no error names its address, which holds the token', async () => {
    const { account, fetchMedia } = await setUp()
    const file = await fetchMedia?.(account, { ref: 'file-7' }, { signal })
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe('%PDF-1.4 of tests')
    const gone = await failureOf(Promise.resolve(fetchMedia?.(account, { ref: 'other' }, { signal })))
    expect(gone.message).toContain('wrong file_id')
    expect(JSON.stringify([gone.message, gone.extra])).not.toContain(token)
  })
})

describe("Telegram's client of others", () => {
  it('finds the stand-in to be Telegram', async () => {
    const { service } = await setUp()
    const api = new Api(token, { apiRoot: service.origin, canUseWebhookReply: () => false })
    expect((await api.getMe()).username).toBe('shop_bot')
    const sent = await api.sendMessage(111000111, 'Hello', {
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] },
    })
    expect(sent.message_id).toBe(1)
    await expect(api.getFile('other')).rejects.toThrow('wrong file_id')
    await api.setWebhook(callback, { secret_token: 'a-secret' })
    expect((await api.getWebhookInfo()).url).toBe(callback)
  })
})
