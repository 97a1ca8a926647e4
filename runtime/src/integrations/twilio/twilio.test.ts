import twilioPackage from 'twilio'
import { describe, expect, it, onTestFinished } from 'vitest'
import { accountCall, messageFrom, partsOf } from '../../../test/helpers/service-parts.ts'
import { accountSid, messagingServiceSid, startStandInOf } from '../../../test/stand-ins/twilio.ts'
import { contentOf } from '../../kit/message-content.ts'
import { twilio } from './integration.ts'

const callback = 'https://patchbay.example.com/channels/twilio/account-1'
const { signal } = accountCall

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  return { service, ...partsOf(twilio, service, { properties }) }
}

describe('sending over Twilio', () => {
  it('names our number, and asks for receipts at the callback of the account', async () => {
    const { service, channel } = await setUp()
    const outcome = await channel.send(messageFrom(service, { content: { text: 'Hello €' } }), signal)
    expect(outcome).toEqual({ ok: true, messageId: expect.stringMatching(/^SM/), status: 'queued', segments: 1 })
    expect(Object.fromEntries(service.sent[0] ?? [])).toEqual({
      To: '+13055550119',
      From: '+17865550177',
      Body: 'Hello €',
      StatusCallback: callback,
    })
  })

  it('sends pictures, and through the messaging service of the account', async () => {
    const { service, channel } = await setUp({ messagingServiceSid })
    const mediaUrls = ['https://a.test/1.png', 'https://a.test/2.png']
    expect(await channel.send(messageFrom(service, { content: contentOf('Hello', mediaUrls) }), signal)).toMatchObject({
      ok: true,
    })
    const [fields] = service.sent
    expect(fields?.getAll('MediaUrl')).toEqual(mediaUrls)
    expect(fields?.get('MessagingServiceSid')).toBe(messagingServiceSid)
    expect(fields?.get('From')).toBe('+17865550177')
  })

  it('sends where the API URL of the account says, with or without the version at its end', async () => {
    for (const suffix of ['', '/', '/2010-04-01/']) {
      const { service } = await setUp()
      const { channel } = partsOf(
        twilio,
        { ...service, hosts: {} },
        { properties: { apiUrl: `${service.origin}${suffix}` } },
      )
      expect(await channel.send(messageFrom(service), signal)).toMatchObject({ ok: true })
    }
  })

  it('may be tried again only when nothing was sent: 429 with its hint, or a refused connection', async () => {
    const { service, channel } = await setUp()
    const send = () => channel.send(messageFrom(service), signal)
    service.sending?.behave('is busy')
    expect(await send()).toMatchObject({ ok: false, retry: { afterMs: 7_000 } })
    for (const fault of ['refuses', 'fails', 'hangs up', 'lies', 'babbles'] as const) {
      service.sending?.behave(fault)
      const outcome = await send()
      expect(outcome, fault).toMatchObject({ ok: false })
      expect(outcome, fault).not.toHaveProperty('retry')
    }
    const down = await setUp()
    await down.service.close()
    const outcome = await down.channel.send(messageFrom(down.service), signal)
    expect(outcome).toMatchObject({ ok: false, retry: {}, error: { code: 'CONNECTION_FAILED' } })
  })

  it('says what Twilio said', async () => {
    const { service, channel } = await setUp()
    service.sending?.behave('refuses')
    const outcome = await channel.send(messageFrom(service), signal)
    expect(outcome).toMatchObject({
      error: {
        code: 'MESSAGE_REFUSED',
        message: "Twilio answered 400: 21211 Invalid 'To' Phone Number: +1305555XXXX",
      },
    })
    service.sending?.behave('lies')
    expect(await channel.send(messageFrom(service), signal)).toMatchObject({
      error: { code: 'MESSAGE_REFUSED', message: 'Twilio refused the message: 30008 Unknown error' },
    })
  })

  it('is never repeated by itself, and as fast as the account says', async () => {
    const { channel } = await setUp({ messagesPerSecond: 3 })
    expect(await channel.repeatOf('account-1')).toBe('never')
    expect(channel.find).toBeUndefined()
    expect(await channel.messagesPerSecond?.('account-1')).toBe(3)
  })
})

it("the stand-in takes what Twilio's own package sends, and the package reads its answers", async () => {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const client = twilioPackage(accountSid, String(service.properties.authToken))
  client.api.baseUrl = service.origin
  const [from, to] = [service.address.value, service.contact]
  const sent = await client.messages.create({ from, to, body: 'Hello', statusCallback: callback })
  expect(sent).toMatchObject({ sid: expect.stringMatching(/^SM/), status: 'queued', numSegments: '1' })
  expect(service.sending?.complaints).toEqual([])
  service.sending?.behave('is busy')
  await expect(client.messages.create({ from, to, body: 'Hello', statusCallback: callback })).rejects.toMatchObject({
    status: 429,
    code: 20429,
  })
  const numbers = await client.incomingPhoneNumbers.list()
  expect(numbers.map(({ phoneNumber }) => phoneNumber)).toEqual(service.state.numbers.map((row) => row.phone_number))
})

describe('the buttons of a Twilio account', () => {
  it('Test Connection reads the account and its messaging service', async () => {
    const { account, check } = await setUp({ messagingServiceSid })
    expect(await check(account, accountCall)).toEqual({
      ok: true,
      message: 'Twilio answers.',
      checks: [
        { ok: true, text: 'The account "Ours" is active.' },
        { ok: true, text: 'Texts leave through the messaging service "Support texts".' },
      ],
    })
  })

  it('Test Connection says what does not work', async () => {
    const { service, account, check } = await setUp()
    service.state.status = 'suspended'
    expect((await check(account, accountCall)).message).toBe('Twilio says that the account is suspended.')
    const other = await setUp({ messagingServiceSid: 'MG00000000000000000000000000000002' })
    expect((await other.check(other.account, accountCall)).checks.at(-1)).toMatchObject({ ok: false })
    const wrong = await setUp({ authToken: 'wrong' })
    expect(await wrong.check(wrong.account, accountCall)).toMatchObject({
      ok: false,
      message: 'Twilio does not know this Account SID with this Auth Token.',
    })
    await wrong.service.close()
    expect((await wrong.check(wrong.account, accountCall)).message).toMatch(/refused the connection/)
  })

  it('Import numbers lists all pages, and only numbers that carry texts', async () => {
    const { account, importAddresses } = await setUp()
    expect(await importAddresses(account, accountCall)).toEqual([
      { channel: 'sms', value: '+17865550177', label: 'Front desk', capabilities: ['sms', 'mms'] },
      { channel: 'sms', value: '+13055550142', label: '', capabilities: ['sms'] },
      { channel: 'sms', value: '+13055550187', label: 'Of an app', capabilities: ['sms', 'mms'] },
    ])
  })

  it('Import numbers fails with what Twilio said', async () => {
    const { account, importAddresses } = await setUp({ authToken: 'wrong' })
    await expect(importAddresses(account, accountCall)).rejects.toMatchObject({
      code: 'HTTP_STATUS',
      message: 'Twilio answered 401: 20003 Authenticate',
    })
  })

  it('Set Webhook sets our numbers, leaves the others alone, and says which could not be set', async () => {
    const { service, account, setWebhook } = await setUp()
    const addresses = ['+17865550177', '+13055550187', '+447700900123'].map((value) => ({ channel: 'sms', value }))
    const { ok, checks } = await setWebhook(account, { ...accountCall, addresses })
    expect([ok, checks.map((line) => line.ok)]).toEqual([false, [true, false, false]])
    expect(checks[1]?.text).toContain('An application answers +13055550187')
    expect(checks[2]?.text).toContain('no number +447700900123')
    const urls = service.state.numbers.map((row) => [row.phone_number, row.sms_url])
    expect(urls).toEqual([
      ['+17865550177', callback],
      ['+13055550142', ''],
      ['+13055550164', ''],
      ['+13055550187', ''],
    ])
    expect(await setWebhook(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: false })
  })

  it('Set Webhook sets the messaging service once', async () => {
    const { service, account, setWebhook } = await setUp({ messagingServiceSid })
    expect(await setWebhook(account, { ...accountCall, addresses: [] })).toMatchObject({ ok: true })
    expect(service.state.service).toEqual({
      InboundRequestUrl: callback,
      InboundMethod: 'POST',
      StatusCallback: callback,
      UseInboundWebhookOnNumber: 'false',
    })
  })
})
