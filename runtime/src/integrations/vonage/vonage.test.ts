import { Auth } from '@vonage/auth'
import { Channels, Messages } from '@vonage/messages'
import { SMS } from '@vonage/sms'
import { describe, expect, it, onTestFinished } from 'vitest'
import { standIn } from '../../../test/helpers/outside-calls.ts'
import { accountCall, messageFrom, partsOf } from '../../../test/helpers/service-parts.ts'
import { application, applicationId, smsAnswer, startStandInOf } from '../../../test/stand-ins/vonage.ts'
import { sms } from '../../messaging/channels/sms.ts'
import { vonage } from './integration.ts'

const callback = 'https://patchbay.example.com/channels/vonage/account-1'
const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  return { service, ...partsOf(vonage, service, { properties, host: { now: () => new Date() } }) }
}

describe('sending over the SMS API of Vonage', () => {
  it('sends digits, asks for receipts, and says itself which alphabet the text needs', async () => {
    const { service, channel } = await setUp()
    const outcome = await channel.send(messageFrom(service, { content: { text: 'Hello €' } }), signal)
    expect(outcome).toEqual({ ok: true, messageId: '0A1', status: 'queued', segments: 1 })
    expect(service.sent[0]).toEqual({
      from: '17865550177',
      to: '13055550119',
      text: 'Hello €',
      type: 'text',
      'client-ref': '01990000-0000-7000-8000-000000000001',
      callback,
      'status-report-req': '1',
    })
    await channel.send(messageFrom(service, { content: { text: 'Привет' } }), signal)
    expect(service.sent[1]).toMatchObject({ type: 'unicode' })
    expect(service.sending?.complaints).toEqual([])
  })

  it('carries no files, so that each becomes its address', async () => {
    const { channel } = await setUp()
    const abilities = await channel.abilitiesOf?.('account-1')
    expect(abilities).toMatchObject({ text: sms.abilities.text })
    expect(abilities).not.toHaveProperty('media')
    const half = await setUp({ applicationId })
    expect(await half.channel.abilitiesOf?.('account-1')).not.toHaveProperty('media')
  })

  it.each([
    ['one', [{ status: '0', 'message-id': 'A1' }], { ok: true, messageId: 'A1', segments: 1 }],
    [
      'two segments',
      [
        { status: '0', 'message-id': 'A1' },
        { status: '0', 'message-id': 'A2' },
      ],
      { ok: true, messageId: 'A1', segments: 2 },
    ],
    [
      'two segments, of which one was refused',
      [
        { status: '0', 'message-id': 'A1' },
        { status: '9', 'error-text': 'Quota' },
      ],
      { ok: false, error: { code: 'MESSAGE_REFUSED', message: 'Vonage refused the message: 9 Quota' } },
    ],
    ['too many at once', [{ status: '1', 'error-text': 'Throttled' }], { ok: false, retry: {} }],
    ['none', [], { ok: false, error: { code: 'RESPONSE_NOT_READABLE' } }],
    ['one without an id', [{ status: '0' }], { ok: false, error: { code: 'RESPONSE_NOT_READABLE' } }],
  ])('reads an answer of 200 about %s', async (_title, entries, expected) => {
    const server = await standIn(smsAnswer(...entries))
    const service = await startStandInOf()
    onTestFinished(() => service.close())
    const { channel } = partsOf(vonage, { ...service, hosts: { api: server.origin, rest: server.origin } })
    expect(await channel.send(messageFrom(service), signal)).toMatchObject(expected)
  })

  it('may be tried again only when nothing was sent', async () => {
    const { service, channel } = await setUp()
    const send = () => channel.send(messageFrom(service), signal)
    service.sending?.behave('is busy')
    expect(await send()).toMatchObject({ ok: false, retry: { afterMs: 7_000 } })
    for (const fault of ['refuses', 'fails', 'hangs up', 'lies', 'babbles'] as const) {
      service.sending?.behave(fault)
      expect(await send(), fault).not.toHaveProperty('retry')
    }
    expect(await channel.repeatOf('account-1')).toBe('never')
    const down = await setUp()
    await down.service.close()
    expect(await down.channel.send(messageFrom(down.service), signal)).toMatchObject({ ok: false, retry: {} })
  })
})

it('a text is not tried again when one of its segments went before the others were too many', async () => {
  const server = await standIn(
    smsAnswer({ status: '0', 'message-id': 'A1' }, { status: '1', 'error-text': 'Throttled' }),
  )
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const { channel } = partsOf(vonage, { ...service, hosts: { api: server.origin, rest: server.origin } })
  const outcome = await channel.send(messageFrom(service), signal)
  expect(outcome).toMatchObject({ ok: false })
  expect(outcome).not.toHaveProperty('retry')
})

describe('sending over the Messages API of Vonage', () => {
  it('proves itself with the application, and asks for receipts', async () => {
    const { service, channel } = await setUp(application)
    const outcome = await channel.send(messageFrom(service, { content: { text: 'a'.repeat(161) } }), signal)
    expect(outcome).toMatchObject({ ok: true, messageId: expect.stringMatching(/^aaaaaaaa-/), segments: 2 })
    expect(service.sent[0]).toMatchObject({ channel: 'sms', message_type: 'text', webhook_url: callback })
    expect(service.sending?.complaints).toEqual([])
  })

  it.each([
    ['image/png', 'image'],
    [undefined, 'image'],
    ['video/mp4', 'video'],
    ['audio/mpeg', 'audio'],
    ['text/vcard', 'vcard'],
    ['text/x-vcard; charset=utf-8', 'vcard'],
  ])('sends a file of the type %s as %s, with the text as its caption', async (type, kind) => {
    const { service, channel } = await setUp(application)
    const url = 'https://a.test/file'
    const content = { text: 'Hello', media: [{ url, ...(type === undefined ? {} : { type }) }] }
    expect(await channel.send(messageFrom(service, { content }), signal)).toMatchObject({ ok: true })
    const caption = { url, caption: 'Hello' }
    expect(service.sent[0]).toMatchObject({ channel: 'mms', message_type: kind, [kind]: caption })
  })

  it('carries one picture, sound, film or contact card with a message', async () => {
    const { channel } = await setUp(application)
    expect(await channel.abilitiesOf?.('account-1')).toEqual({
      ...sms.abilities,
      media: {
        ...sms.abilities.media,
        most: 1,
        types: ['image/*', 'audio/*', 'video/*', 'text/vcard', 'text/x-vcard'],
      },
    })
    expect(await channel.abilitiesOf?.('gone')).toBeUndefined()
  })

  it('says that the private key cannot be read', async () => {
    const { service, channel } = await setUp({ applicationId, privateKey: 'no key' })
    expect(await channel.send(messageFrom(service), signal)).toMatchObject({
      ok: false,
      error: { code: 'SECRET_MISSING' },
    })
  })

  it('may be tried again when it was too fast, and never when that is not known', async () => {
    const { service, channel } = await setUp(application)
    service.sending?.behave('is busy')
    expect(await channel.send(messageFrom(service), signal)).toMatchObject({ retry: { afterMs: 7_000 } })
    service.sending?.behave('babbles')
    expect(await channel.send(messageFrom(service), signal)).toEqual({
      ok: false,
      error: expect.objectContaining({ code: 'RESPONSE_NOT_READABLE' }),
    })
  })
})

describe("the stand-in takes what Vonage's own packages send, and they read its answers", () => {
  it('over the SMS API', async () => {
    const { service } = await setUp()
    const { apiKey, apiSecret } = service.properties
    const auth = new Auth({ apiKey: String(apiKey), apiSecret: String(apiSecret) })
    const sms = new SMS(auth, { restHost: service.origin })
    const answer = await sms.send({ to: '13055550119', from: '17865550177', text: 'Hello' })
    expect(answer.messages).toMatchObject([{ messageId: '0A1', status: '0' }])
    expect(service.sending?.complaints).toEqual([])
    service.sending?.behave('lies')
    await expect(sms.send({ to: '13055550119', from: '17865550177', text: 'Hello' })).rejects.toThrow()
  })

  it('over the Messages API', async () => {
    const { service } = await setUp()
    const messages = new Messages(new Auth(application), { apiHost: service.origin })
    const sent = await messages.send({
      channel: Channels.SMS,
      messageType: 'text',
      to: '13055550119',
      from: '17865550177',
      text: 'Hello',
    })
    expect(sent).toEqual({ messageUUID: 'aaaaaaaa-bbbb-4ccc-8ddd-000000000001' })
    expect(service.sending?.complaints).toEqual([])
  })
})

describe('the buttons of a Vonage account', () => {
  it('Test Connection reads the balance, the application and the key', async () => {
    const { account, check } = await setUp(application)
    expect(await check(account, accountCall)).toEqual({
      ok: true,
      message: 'Vonage answers.',
      checks: [
        { ok: true, text: 'The API Key works; the balance is 12.30 EUR.' },
        { ok: true, text: 'Messages go through the application "Support".' },
        { ok: true, text: 'The private key can be read.' },
      ],
    })
  })

  it.each([
    [{ apiSecret: 'wrong' }, 'Vonage does not know this API Key with this API Secret.'],
    [{ signatureSecret: '' }, 'Without the Signature Secret no texts and receipts are taken from Vonage.'],
    [
      { ...application, applicationId: 'aaaaaaaa-bbbb-cccc-dddd-000000000000' },
      'The account has no application with this ID.',
    ],
    [
      { ...application, privateKey: 'no key' },
      'The private key cannot be read. Paste the whole file, from BEGIN to END.',
    ],
    [{ applicationId }, 'The application has no private key here, so texts go over the SMS API.'],
  ])('Test Connection says what does not work: %o', async (properties, message) => {
    const { account, check } = await setUp(properties)
    expect(await check(account, accountCall)).toMatchObject({ ok: false, message })
  })

  it('Import numbers lists all pages, and only numbers that carry texts', async () => {
    const { account, importAddresses } = await setUp()
    const offered = await importAddresses(account, accountCall)
    expect(offered).toHaveLength(102)
    expect(offered.slice(0, 2)).toEqual([
      { channel: 'sms', value: '17865550177', label: '', capabilities: ['sms', 'mms'] },
      { channel: 'sms', value: '447700900000', label: '', capabilities: ['sms'] },
    ])
  })

  it('Set Webhook sets our numbers and keeps their other settings', async () => {
    const { service, account, setWebhook } = await setUp()
    const addresses = ['+17865550177', '+15555550100'].map((value) => ({ channel: 'sms', value }))
    const { ok, checks } = await setWebhook(account, { ...accountCall, addresses })
    expect([ok, checks.map((line) => line.ok)]).toEqual([false, [true, false]])
    const voice = { voiceCallbackType: 'tel', voiceCallbackValue: '447700900999' }
    expect(service.state.updates).toEqual([{ country: 'US', msisdn: '17865550177', ...voice, moHttpUrl: callback }])
    expect(await setWebhook(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: false })
  })

  it('Set Webhook changes two addresses of the application, and nothing else of it', async () => {
    const { service, account, setWebhook } = await setUp(application)
    const before = structuredClone(service.state.application)
    expect(await setWebhook(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: true })
    const webhook = { address: callback, http_method: 'POST' }
    const { _links: _, ...kept } = before
    expect(service.state.application).toEqual({
      ...kept,
      capabilities: {
        voice: { webhooks: {} },
        messages: {
          version: 'v1',
          authenticate_inbound_media: false,
          webhooks: { inbound_url: webhook, status_url: webhook },
        },
      },
    })
  })
})
