import { AuthType, Infobip } from '@infobip-api/sdk'
import { describe, expect, it, onTestFinished } from 'vitest'
import { standIn } from '../../../test/helpers/outside-calls.ts'
import { accountCall, messageFrom, partsOf } from '../../../test/helpers/service-parts.ts'
import { messageAnswer, startStandInOf } from '../../../test/stand-ins/infobip.ts'
import { contentOf } from '../../kit/message-content.ts'
import { infobip } from './integration.ts'

const callback = 'https://patchbay.example.com/channels/infobip/account-1'
const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  return { service, ...partsOf(infobip, service, { properties }) }
}

describe('sending over Infobip', () => {
  it('sends digits, with our key as the id of the message', async () => {
    const { service, channel } = await setUp()
    const message = messageFrom(service, { content: { text: 'Hello €' } })
    const outcome = await channel.send(message, signal)
    expect(outcome).toEqual({ ok: true, messageId: message.idempotencyKey, status: 'queued', segments: 1 })
    expect(service.sent).toEqual([
      {
        sender: '17865550177',
        destinations: [{ to: '13055550119', messageId: message.idempotencyKey }],
        content: { text: 'Hello €' },
      },
    ])
  })

  it('sends pictures as an MMS', async () => {
    const { service, channel } = await setUp()
    const mediaUrls = ['https://a.test/1.png', 'https://a.test/2.png']
    expect(await channel.send(messageFrom(service, { content: contentOf('Hello', mediaUrls) }), signal)).toMatchObject({
      ok: true,
    })
    const messageSegments = [{ text: 'Hello' }, { contentUrl: mediaUrls[0] }, { contentUrl: mediaUrls[1] }]
    expect(service.sent[0]?.content).toEqual({ messageSegments })
    expect(service.sending?.complaints).toEqual([])
  })

  it('counts the segments that Infobip counted', async () => {
    const server = await standIn(messageAnswer('m-1', undefined, 3))
    const service = await startStandInOf()
    onTestFinished(() => service.close())
    const { channel } = partsOf(infobip, { ...service, hosts: { api: server.origin } })
    expect(await channel.send(messageFrom(service), signal)).toMatchObject({ ok: true, segments: 3 })
  })

  it('says what Infobip said, in both shapes of its errors and inside an answer of 200', async () => {
    const { service, channel } = await setUp()
    const messageWhen = async (fault: 'refuses' | 'lies') => {
      service.sending?.behave(fault)
      const outcome = await channel.send(messageFrom(service), signal)
      return outcome.ok ? '' : outcome.error.message
    }
    expect(await messageWhen('refuses')).toBe('Infobip answered 400: E400 Invalid sender')
    expect(await messageWhen('lies')).toBe(
      'Infobip refused the message: REJECTED_NOT_ENOUGH_CREDITS Not enough credits',
    )
    const wrong = await setUp({ apiKey: 'wrong' })
    expect(await wrong.channel.send(messageFrom(service), signal)).toMatchObject({
      error: { message: 'Infobip answered 401: UNAUTHORIZED Invalid login details' },
    })
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

  it('asks the log when an answer is lost, and takes what is there for sent', async () => {
    const { service, channel } = await setUp()
    service.sending?.behave('loses its answers')
    const message = messageFrom(service)
    expect(await channel.send(message, signal)).toMatchObject({ ok: true, messageId: message.idempotencyKey })
    expect(service.sending?.taken).toHaveLength(1)
  })

  it('does not take what the log does not show yet for "not sent"', async () => {
    const { service, channel } = await setUp()
    service.state.isLogLate = true
    service.sending?.behave('loses its answers')
    const message = messageFrom(service, { content: contentOf('Hello', ['https://a.test/1.png']) })
    const outcome = await channel.send(message, signal)
    expect(outcome).toMatchObject({ ok: false })
    expect(outcome).not.toHaveProperty('retry')
    expect(await channel.find?.(message, signal)).toEqual({ kind: 'unknown', isFinal: false })
    service.state.isLogLate = false
    expect(await channel.find?.(message, signal)).toMatchObject({ kind: 'sent' })
  })
})

it("the stand-in takes what Infobip's own package sends, and the package reads its answers", async () => {
  const { service } = await setUp()
  const client = new Infobip({
    baseUrl: service.origin,
    apiKey: String(service.properties.apiKey),
    authType: AuthType.ApiKey,
  })
  const destinations = [{ to: '13055550119', messageId: 'm-7' }]
  const sent = await client.channels.sms.send({ messages: [{ from: '17865550177', destinations, text: 'Hello' }] })
  expect(sent.data.messages).toMatchObject([{ messageId: 'm-7', status: { groupName: 'PENDING' } }])
  expect(service.sending?.complaints).toEqual([])
  const logs = await client.channels.sms.logs.get({ messageId: 'm-7' })
  expect(logs.data.results).toMatchObject([{ messageId: 'm-7' }])
})

describe('the buttons of an Infobip account', () => {
  it('Test Connection reads the balance, and is content with a key that may not', async () => {
    const { service, account, check } = await setUp()
    const line = (text: string) => ({ ok: true, message: 'Infobip answers.', checks: [{ ok: true, text }] })
    expect(await check(account, accountCall)).toEqual(line('The API Key works; the balance is 12.30 EUR.'))
    service.state.isNarrow = true
    expect(await check(account, accountCall)).toEqual(line('The API Key works; it may not read the balance.'))
    const wrong = await setUp({ apiKey: 'wrong' })
    expect(await wrong.check(wrong.account, accountCall)).toMatchObject({
      ok: false,
      message: 'Infobip does not know this API Key at this API URL.',
    })
  })

  it('Import numbers lists all pages, and only numbers that carry texts', async () => {
    const { account, importAddresses } = await setUp()
    const offered = await importAddresses(account, accountCall)
    expect(offered).toHaveLength(101)
    expect(offered[0]).toEqual({ channel: 'sms', value: '17865550177', label: '', capabilities: ['sms', 'mms'] })
  })

  it('Set Webhook subscribes our numbers with the webhook password, and again when something changes', async () => {
    const { service, account, setWebhook } = await setUp()
    const addresses = [{ channel: 'sms', value: '+17865550177' }]
    expect(await setWebhook(account, { ...accountCall, addresses })).toMatchObject({ ok: true })
    const id = 'patchbay-account-1'
    const { webhookUsername: username, webhookPassword: password } = service.properties
    const events = ['DELIVERY', 'INBOUND_MESSAGE']
    const written = () => [
      service.state.subscriptions.get(id),
      service.state.profiles.get(id),
      service.state.security.get(id),
    ]
    const expected = (resources: readonly string[], notifyUrl: string) => [
      { name: 'Patchbay', events, resources, profile: { profileId: id } },
      { webhook: { notifyUrl }, security: { authId: id } },
      { type: 'BASIC', credentials: { username, password } },
    ]
    expect(written()).toEqual(expected(['17865550177'], callback))
    const more = [...addresses, { channel: 'sms', value: '+13055550100' }]
    const call = { ...accountCall, baseUrl: 'https://new.example.com', addresses: more }
    expect(await setWebhook(account, call)).toMatchObject({ ok: true })
    const moved = callback.replace('patchbay.example.com', 'new.example.com')
    expect(written()).toEqual(expected(['17865550177', '13055550100'], moved))
  })

  it('Set Webhook says what is missing', async () => {
    const { account, setWebhook } = await setUp()
    expect(await setWebhook(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: false })
    const bare = await setUp({ webhookPassword: '' })
    const addresses = [{ channel: 'sms', value: '+17865550177' }]
    expect(await bare.setWebhook(bare.account, { ...accountCall, addresses })).toMatchObject({
      ok: false,
      message: 'Enter a webhook username and password first, and save them.',
    })
  })
})
