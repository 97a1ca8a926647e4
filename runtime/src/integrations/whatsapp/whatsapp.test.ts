import { AuthType, Infobip } from '@infobip-api/sdk'
import { Auth } from '@vonage/auth'
import { Messages, WhatsAppText } from '@vonage/messages'
import twilioPackage from 'twilio'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf, standIn } from '../../../test/helpers/outside-calls.ts'
import { accountCall, callbackRequest, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { json, text } from '../../../test/helpers/stand-in.ts'
import { signForm } from '../../../test/stand-ins/twilio.ts'
import { signatureSecret, signMessage } from '../../../test/stand-ins/vonage.ts'
import { inbound, startStandInOf, webhookPassword } from '../../../test/stand-ins/whatsapp.ts'
import { startStandInOf as startNexmo } from '../../../test/stand-ins/whatsapp-nexmo.ts'
import { startStandInOf as startTwilio } from '../../../test/stand-ins/whatsapp-twilio.ts'
import type { AddressedMessage } from '../../kit/channel.ts'
import { whatsapp } from './integration.ts'

type Content = AddressedMessage['content']
const url = 'https://patchbay.example.com/channels/whatsapp/account-1'
const { signal } = accountCall
const number = '+17865550133'
const file = (type: string, text?: string): Content => ({
  ...(text === undefined ? {} : { text }),
  media: [{ url: 'https://a.test/1', type }],
})
const place: Content = { location: { latitude: 25.8, longitude: -80.2, name: 'Shop' } }
const question: Content = {
  text: 'Ok?',
  buttons: [
    { id: 'y', title: 'Yes' },
    { id: 'n', title: 'No' },
  ],
}
const template: Content = { template: { name: 'order_ready', language: 'en_GB', parameters: ['Ann', '12'] } }

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const parts = messengerOf(whatsapp, service, { properties, host: { now: () => new Date() } })
  const send = (content: Content) => parts.channel.send(messageFrom(service, { channel: 'whatsapp', content }), signal)
  const take = async (call: { readonly headers: Readonly<Record<string, string>>; readonly body: string }) => {
    const request = callbackRequest({ url, ...call })
    await parts.callback.verify(request, parts.account)
    return parts.callback.read(request, parts.account)
  }
  return { service, ...parts, send, take }
}

const message = (content: object, change: object = {}) => ({
  kind: 'message',
  message: { channel: 'whatsapp', to: number, contactName: 'Ann', content, ...change },
})

describe('WhatsApp over Infobip', () => {
  it.each([
    [{ text: 'Hello' }, 'text', { text: 'Hello' }],
    [file('image/png', 'Look'), 'image', { mediaUrl: 'https://a.test/1', caption: 'Look' }],
    [file('audio/mpeg'), 'audio', { mediaUrl: 'https://a.test/1' }],
    [file('application/pdf'), 'document', { mediaUrl: 'https://a.test/1' }],
    [place, 'location', { latitude: 25.8, longitude: -80.2, name: 'Shop' }],
    [
      question,
      'interactive/buttons',
      {
        body: { text: 'Ok?' },
        action: {
          buttons: [
            { type: 'REPLY', id: 'y', title: 'Yes' },
            { type: 'REPLY', id: 'n', title: 'No' },
          ],
        },
      },
    ],
    [
      template,
      'template',
      { templateName: 'order_ready', templateData: { body: { placeholders: ['Ann', '12'] } }, language: 'en_GB' },
    ],
  ] as const)('sends %j as %s', async (content, kind, body) => {
    const { service, send } = await setUp()
    expect(await send(content)).toEqual({ ok: true, messageId: 'm-1', status: 'queued', segments: 1 })
    const key = '01990000-0000-7000-8000-000000000001.2.1'
    const sent = { from: '17865550133', to: '13055550119', messageId: key }
    expect(service.sent).toEqual([[`/whatsapp/1/message/${kind}`, { ...sent, content: body }]])
  })

  it("lists the templates that Infobip's own package lists", async () => {
    const { service, account, templates } = await setUp()
    const { apiKey } = service.properties
    const own = new Infobip({ baseUrl: service.origin, apiKey: String(apiKey), authType: AuthType.ApiKey })
    const { data } = await own.channels.whatsapp.template.get('17865550133')
    const [{ name, language, structure }] = data.templates
    const [ours] = (await templates?.(account, { signal })) ?? []
    expect(ours).toMatchObject({ name, language, text: structure.body.text })
  })

  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`infobip:${webhookPassword}`).toString('base64')}`,
  }
  const callOf = (...results: object[]) => ({ headers, body: JSON.stringify({ results }) })

  it.each([
    [{ type: 'TEXT', text: 'Grüße' }, { text: 'Grüße' }],
    [
      { type: 'IMAGE', url: 'https://a.test/1', caption: 'Look' },
      { text: 'Look', media: [{ url: 'https://a.test/1', type: 'image/jpeg' }] },
    ],
    [{ type: 'VOICE', url: 'https://a.test/1' }, { media: [{ url: 'https://a.test/1', type: 'audio/ogg' }] }],
    [{ type: 'VIDEO', url: 'https://a.test/1' }, { media: [{ url: 'https://a.test/1', type: 'video/mp4' }] }],
    [{ type: 'STICKER', url: 'https://a.test/1' }, { sticker: { id: 'https://a.test/1' } }],
    [{ type: 'LOCATION', latitude: 25.8, longitude: -80.2, name: 'Shop' }, place],
    [
      { type: 'BUTTON', text: 'Yes', payload: 'y' },
      { text: 'Yes', choice: { id: 'y', title: 'Yes' } },
    ],
    [
      { type: 'INTERACTIVE_BUTTON_REPLY', id: 'y', title: 'Yes', context: { id: 'm-0' } },
      { choice: { id: 'y', title: 'Yes' }, replyTo: 'm-0' },
    ],
    [
      { type: 'INTERACTIVE_LIST_REPLY', id: 'y', title: 'Yes', description: 'x' },
      { choice: { id: 'y', title: 'Yes' } },
    ],
    [
      { type: 'TEXT', text: 'Hi', referral: { sourceType: 'AD', sourceId: '120210', sourceUrl: 'https://a.test' } },
      { text: 'Hi', referral: { source: 'AD', ref: '120210' } },
    ],
    [
      { type: 'REACTION', emoji: '👍', action: 'REACT', context: { id: 'm-0' } },
      { reaction: { emoji: '👍', messageId: 'm-0' } },
    ],
    [
      { type: 'CONTACT', contacts: [{ name: { formattedName: 'Bob' }, phones: [{ phone: '+1305', waId: '1305' }] }] },
      { contactCard: { name: 'Bob', points: ['+1305'] } },
    ],
  ])('reads %j', async (given, content) => {
    const { take } = await setUp()
    expect(await take(callOf(inbound(given)))).toEqual([message(content, { id: 'ABEG1', from: '447700900001' })])
  })

  it.each([{}, { latitude: 25.8 }, { latitude: 'north', longitude: 'west' }])(
    'ignores a place without coordinates: %j',
    async (part) => {
      const { take } = await setUp()
      expect(await take(callOf(inbound({ type: 'LOCATION', ...part })))).toMatchObject([{ kind: 'ignored' }])
    },
  )

  it('reads reports and seen marks, and ignores the rest with a reason', async () => {
    const { take } = await setUp()
    const at = new Date('2026-01-02T03:04:05Z')
    const report = (groupName: string, name: string) => ({
      messageId: 'm-1',
      status: { groupName, name },
      error: { id: 7, name: 'EC_7' },
      doneAt: '2026-01-02T03:04:05.000+0000',
    })
    const taken = await take(
      callOf(
        report('DELIVERED', 'DELIVERED_TO_HANDSET'),
        report('REJECTED', 'REJECTED_SENDER'),
        { messageId: 'm-1', seenAt: '2026-01-02T03:04:05.000+0000' },
        inbound({ type: 'UNSUPPORTED' }),
      ),
    )
    expect(taken).toMatchObject([
      { receipt: { messageId: 'm-1', status: 'delivered', at } },
      { receipt: { status: 'undelivered', error: { serviceCode: '7' }, at } },
      { receipt: { status: 'read', at } },
      { kind: 'ignored', why: expect.stringMatching(/^WhatsApp brought .+\.$/) },
    ])
  })
})

describe('templates of a WhatsApp number', () => {
  const text = 'Hello {{1}}, your order is ready.'

  it('are those that are approved, with their gaps, at Infobip', async () => {
    const { account, templates } = await setUp()
    expect(await templates?.(account, { signal })).toEqual([
      { name: 'order_ready', language: 'en_GB', text: 'Hello {{1}}, your order {{2}} is ready.', gaps: 2 },
    ])
    const wrong = await setUp({ apiKey: 'another' })
    expect((await failureOf(wrong.templates?.(wrong.account, { signal }) ?? Promise.resolve())).code).toBe(
      'HTTP_STATUS',
    )
  })

  it('have an id at Twilio, and people know them by a name', async () => {
    const service = await startTwilio()
    onTestFinished(() => service.close())
    const { account, templates } = messengerOf(whatsapp, service)
    const name = 'HX00000000000000000000000000000001'
    expect(await templates?.(account, { signal })).toEqual([
      { name, title: 'order_ready', language: 'en', text, gaps: 1 },
    ])
  })

  it('are listed by Nexmo for the business account that is named, and typed without one', async () => {
    const service = await startNexmo()
    onTestFinished(() => service.close())
    const named = messengerOf(whatsapp, service)
    expect(await named.templates?.(named.account, { signal })).toEqual([
      { name: 'order_ready', language: 'en_GB', text: 'Hello {{1}}, your order {{2}} is ready.', gaps: 2 },
    ])
    const other = messengerOf(whatsapp, service, { properties: { businessAccountId: '1' } })
    expect(await other.check(other.account, accountCall)).toMatchObject({ ok: false, checks: [{ ok: true }, {}] })
    const none = messengerOf(whatsapp, service, { properties: { businessAccountId: '' } })
    expect(await none.templates?.(none.account, { signal })).toEqual([])
    expect(await none.check(none.account, accountCall)).toMatchObject({ ok: true, checks: [{ ok: true }] })
  })
})

describe('Set Webhook of a WhatsApp number', () => {
  const call = { ...accountCall, addresses: [] }

  it('makes a subscription at Infobip, and changes it the next time', async () => {
    const { service, account, setWebhook } = await setUp()
    for (let time = 0; time < 2; time += 1) {
      expect(await setWebhook?.(account, call)).toMatchObject({ ok: true })
      const { subscriptions, profiles, security } = service.settings
      const about = { events: ['DELIVERY', 'SEEN', 'INBOUND_MESSAGE'], resources: ['17865550133'] }
      expect([...subscriptions.values()]).toMatchObject([about])
      expect([...profiles.values()]).toMatchObject([{ webhook: { notifyUrl: url } }])
      expect([...security.values()]).toEqual([
        { type: 'BASIC', credentials: { username: 'infobip', password: webhookPassword } },
      ])
    }
  })

  it('says what Infobip does not let the key do', async () => {
    const { account, setWebhook } = await setUp({ apiKey: 'another' })
    expect(await setWebhook?.(account, call)).toMatchObject({ ok: false, message: expect.stringContaining('Infobip') })
  })

  it('changes the application at Nexmo, and leaves the rest of it', async () => {
    const service = await startNexmo()
    onTestFinished(() => service.close())
    const { account, setWebhook } = messengerOf(whatsapp, service)
    expect(await setWebhook?.(account, call)).toMatchObject({ ok: true })
    const webhook = { address: url, http_method: 'POST' }
    expect(service.state.application).toMatchObject({
      name: 'Support',
      capabilities: {
        voice: { webhooks: {} },
        messages: { webhooks: { inbound_url: webhook, status_url: webhook } },
      },
    })
    const wrong = messengerOf(whatsapp, service, { properties: service.wrongProperties })
    expect(await wrong.setWebhook?.(wrong.account, call)).toMatchObject({ ok: false })
  })

  it.each([
    { provider: 'twilio', sid: 'AC00000000000000000000000000000001', token: 't' },
    { provider: 'nexmo', authenticationType: 'jwt', key: 'k' },
  ])('says what to paste where at %j', async (properties) => {
    const { account, setWebhook } = await setUp(properties)
    expect(await setWebhook?.(account, call)).toMatchObject({ ok: true, message: expect.stringContaining(url) })
  })
})

describe('WhatsApp over Twilio', () => {
  const sid = 'AC00000000000000000000000000000001'
  const own = { provider: 'twilio', sid, token: '0123456789abcdef0123456789abcdef' }

  async function twilioWith(reply: object, status = 201) {
    const server = await standIn(json(reply, status))
    const apiUrl = `${server.origin}/2010-04-01/`
    return { server, ...(await setUp({ ...own, apiUrl })) }
  }

  it.each([
    [{ text: 'Hello' }, { Body: 'Hello' }],
    [file('image/png', 'Look'), { Body: 'Look', MediaUrl: 'https://a.test/1' }],
    [place, { Body: '', PersistentAction: 'geo:25.8,-80.2|Shop' }],
    [
      { template: { name: 'HX0123', language: 'en', parameters: ['Ann', '12'] } },
      { ContentSid: 'HX0123', ContentVariables: '{"1":"Ann","2":"12"}' },
    ],
  ])('sends %j', async (content, fields) => {
    const { server, send } = await twilioWith({ sid: 'SM1', status: 'queued', num_segments: '1' })
    expect(await send(content)).toEqual({ ok: true, messageId: 'SM1', status: 'queued', segments: 1 })
    const [request] = server.requests
    expect(request?.url).toBe(`/2010-04-01/Accounts/${sid}/Messages.json`)
    const { StatusCallback: receipts, ...sent } = Object.fromEntries(new URLSearchParams(request?.body))
    expect(sent).toEqual({ To: 'whatsapp:+13055550119', From: `whatsapp:${number}`, ...fields })
    expect(receipts).toContain('/channels/whatsapp/')
  })

  it("is taken by a stand-in that takes what Twilio's own package sends", async () => {
    const service = await startTwilio()
    onTestFinished(() => service.close())
    const { channel } = messengerOf(whatsapp, service)
    const client = twilioPackage(String(service.properties.sid), String(service.properties.token))
    client.api.baseUrl = String(service.hosts.twilioContent)
    const [from, to] = [service.address.value, service.contact].map((number) => `whatsapp:${number}`)
    await client.messages.create({ from: from ?? '', to: to ?? '', body: 'Hello' })
    const ours = messageFrom(service, { channel: 'whatsapp', content: { text: 'Hello' } })
    expect(await channel.send(ours, signal)).toMatchObject({ ok: true })
    const [theirs, own] = service.sending?.taken ?? []
    expect(own).toEqual(theirs)
    expect(service.sending?.complaints).toEqual([])
  })

  it('has no buttons and shorter texts', async () => {
    const { channel } = await setUp(own)
    const abilities = await channel.abilitiesOf?.('account-1')
    expect(abilities).toMatchObject({ text: { longest: 1_600 } })
    expect(abilities).not.toHaveProperty('buttons')
  })

  const taken = async (fields: Record<string, string>) => {
    const { take } = await setUp(own)
    return take(signForm(new URLSearchParams({ MessageSid: 'SM1', ...fields }).toString(), { url, key: own.token }))
  }
  const sender = { From: 'whatsapp:+447700900001', To: `whatsapp:${number}`, ProfileName: 'Ann', WaId: '447700900001' }

  it.each([
    [{ Body: 'Grüße', NumMedia: '0' }, { text: 'Grüße' }],
    [
      { Body: '', NumMedia: '1', MediaUrl0: 'https://a.test/1', MediaContentType0: 'image/jpeg' },
      { media: [{ url: 'https://a.test/1', type: 'image/jpeg' }] },
    ],
    [
      { Body: 'Yes', ListId: 'y', ListTitle: 'Yes', MessageType: 'interactive' },
      { text: 'Yes', choice: { id: 'y', title: 'Yes' } },
    ],
    [
      { Body: 'Yes', ButtonText: 'Yes', ButtonPayload: 'y' },
      { text: 'Yes', choice: { id: 'y', title: 'Yes' } },
    ],
    [{ Latitude: '25.8', Longitude: '-80.2', Label: 'Shop' }, place],
    [
      { Body: 'Hi', ReferralSourceId: '120210', ReferralSourceType: 'ad' },
      { text: 'Hi', referral: { source: 'ad', ref: '120210' } },
    ],
    [
      { Body: 'Yes', OriginalRepliedMessageSid: 'SM0' },
      { text: 'Yes', replyTo: 'SM0' },
    ],
  ])('reads %j', async (fields, content) => {
    expect(await taken({ ...sender, ...fields })).toEqual([message(content, { id: 'SM1', from: '+447700900001' })])
  })

  it.each(['video/mp4', 'audio/ogg', 'application/pdf', 'image/webp', 'text/vcard'])(
    'reads a file: %s',
    async (type) => {
      const fields = { Body: '', NumMedia: '1', MediaUrl0: 'https://a.test/1', MediaContentType0: type }
      expect(await taken({ ...sender, ...fields })).toMatchObject([
        { message: { content: { media: [{ url: 'https://a.test/1', type }] } } },
      ])
    },
  )

  it('hears by a report that the 24 hours are over', async () => {
    expect(await taken({ MessageStatus: 'failed', ErrorCode: '63016' })).toMatchObject([
      { receipt: { messageId: 'SM1', status: 'undelivered', error: { code: 'WINDOW_CLOSED' } } },
    ])
    expect(await taken({ MessageStatus: 'read' })).toMatchObject([{ receipt: { status: 'read' } }])
  })

  it('hears that the contact has opted out, in an answer and in a report', async () => {
    const { send } = await twilioWith({ code: 21610, message: 'Attempt to send to unsubscribed recipient' }, 400)
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, error: { code: 'OPTED_OUT' } })
    expect(await taken({ MessageStatus: 'failed', ErrorCode: '21610' })).toMatchObject([
      { receipt: { status: 'undelivered', error: { code: 'OPTED_OUT', serviceCode: '21610' } } },
    ])
  })

  it('reads the words of a message whose place has no coordinates', async () => {
    const [event] = await taken({ ...sender, Body: 'Here', Latitude: '25.8', Longitude: '' })
    expect(event).toEqual(message({ text: 'Here' }, { id: 'SM1', from: '+447700900001' }))
  })

  it('is refused with another signature, and without a token', async () => {
    const { take } = await setUp(own)
    const call = signForm('MessageSid=SM1&Body=Hi', { url, key: 'another' })
    expect((await failureOf(take(call))).code).toBe('INVALID_TOKEN')
    expect(
      (await failureOf(take({ headers: { 'content-type': call.headers['content-type'] ?? '' }, body: call.body })))
        .code,
    ).toBe('UNAUTHENTICATED')
  })

  it('is tested by reading the account', async () => {
    const right = await twilioWith({ status: 'active', friendly_name: 'Shop' }, 200)
    expect(await right.check(right.account, accountCall)).toMatchObject({ ok: true })
    const wrong = await twilioWith({ code: 20003, message: 'Authenticate' }, 401)
    expect((await wrong.check(wrong.account, accountCall)).message).toContain('does not know this SID')
  })
})

describe('WhatsApp over Nexmo', () => {
  const own = { provider: 'nexmo', authenticationType: 'basic', key: 'abcd1234', secret: 'secret', signatureSecret }

  async function nexmoWith(version: 'v0.1' | 'v1', reply: object = { message_uuid: 'u-1' }, status = 202) {
    const server = await standIn(json(reply, status))
    const parts = await setUp({ ...own, apiUrl: `${server.origin}/${version}/messages` })
    const bodies = () => server.requests.map(({ body }) => JSON.parse(body))
    return { server, bodies, ...parts }
  }
  /** A template without a namespace, as WhatsApp itself takes it. */
  const ownTemplate = {
    type: 'template',
    template: {
      name: 'order_ready',
      language: { code: 'en_GB', policy: 'deterministic' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ann' },
            { type: 'text', text: '12' },
          ],
        },
      ],
    },
  }
  const buttons = {
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: 'Ok?' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'y', title: 'Yes' } },
          { type: 'reply', reply: { id: 'n', title: 'No' } },
        ],
      },
    },
  }

  it.each([
    [{ text: 'Hello' }, { content: { type: 'text', text: 'Hello' } }],
    [file('image/png', 'Look'), { content: { type: 'image', image: { url: 'https://a.test/1', caption: 'Look' } } }],
    [file('application/pdf'), { content: { type: 'file', file: { url: 'https://a.test/1' } } }],
    [question, { content: { type: 'custom', custom: buttons } }],
    [
      { template: { name: 'ab12_cd:order_ready', language: 'en_GB', parameters: ['Ann', '12'] } },
      {
        content: { type: 'template', template: { name: 'ab12_cd:order_ready', parameters: ['Ann', '12'] } },
        whatsapp: { policy: 'deterministic', locale: 'en-GB' },
      },
    ],
    [template, { content: { type: 'custom', custom: ownTemplate } }],
  ])('sends %j in the form of v0.1', async (content, sent) => {
    const { bodies, send } = await nexmoWith('v0.1')
    expect(await send(content)).toEqual({ ok: true, messageId: 'u-1', status: 'queued', segments: 1 })
    expect(bodies()).toEqual([
      {
        from: { type: 'whatsapp', number: '17865550133' },
        to: { type: 'whatsapp', number: '13055550119' },
        message: sent,
        client_ref: '01990000-0000-7000-8000-000000000001.2.1',
      },
    ])
  })

  it('sends in the form of v1 what its own package sends', async () => {
    const { server, bodies, send } = await nexmoWith('v1')
    await send({ text: 'Hello' })
    const client = new Messages(new Auth({ apiKey: 'abcd1234', apiSecret: 'secret' }), { apiHost: server.origin })
    await client.send(new WhatsAppText({ text: 'Hello', to: '13055550119', from: '17865550133' }))
    const [ours, theirs] = bodies()
    const { client_ref: _key, webhook_url: _url, webhook_version: _version, ...compared } = ours
    expect(compared).toEqual(theirs)
    expect(server.requests[0]?.url).toBe(server.requests[1]?.url)
  })

  it.each([
    ['order_ready', { message_type: 'custom', custom: ownTemplate }],
    [
      'ab12_cd:order_ready',
      {
        message_type: 'template',
        template: { name: 'ab12_cd:order_ready', parameters: ['Ann', '12'] },
        whatsapp: { policy: 'deterministic', locale: 'en-GB' },
      },
    ],
  ])('sends the template %s in the form of v1', async (name, sent) => {
    const { bodies, send } = await nexmoWith('v1')
    await send({ template: { name, language: 'en_GB', parameters: ['Ann', '12'] } })
    expect(bodies()).toEqual([expect.objectContaining(sent)])
  })

  it.each([
    [{ type: 'https://developer.vonage.com/api-errors/messages#1340', title: 'x' }, 'WINDOW_CLOSED'],
    [{ type: 'https://developer.vonage.com/api-errors/messages#1240', title: 'x' }, 'OPTED_OUT'],
    [{ type: 'https://www.nexmo.com/messages/Errors#InvalidParams', title: 'x' }, 'MESSAGE_REFUSED'],
  ])('reads the error %j', async (error, code) => {
    const { send } = await nexmoWith('v1', error, 400)
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, error: { code } })
  })

  it('tries again what Nexmo refuses for now, and not what it refuses for good', async () => {
    const refusedWith = async (number: string, status: number) => {
      const type = `https://developer.vonage.com/api-errors/messages#${number}`
      return (await nexmoWith('v1', { type, title: 'x' }, status)).send({ text: 'Hello' })
    }
    expect(await refusedWith('1331', 400)).toMatchObject({ ok: false, retry: {} })
    expect(await refusedWith('1020', 400)).not.toHaveProperty('retry')
    // It may have been sent all the same.
    expect(await refusedWith('1030', 500)).not.toHaveProperty('retry')
  })

  const taken = async (event: object) => {
    const { take } = await setUp(own)
    return take(signMessage(JSON.stringify(event), 'right'))
  }
  const nested = (content: object) => ({
    message_uuid: 'u-2',
    to: { type: 'whatsapp', number: '17865550133' },
    from: { type: 'whatsapp', number: '447700900001' },
    timestamp: '2026-01-02T03:04:05Z',
    direction: 'inbound',
    message: { content },
  })
  const flat = (part: object) => ({
    channel: 'whatsapp',
    message_uuid: 'u-2',
    to: '17865550133',
    from: '447700900001',
    timestamp: '2026-01-02T03:04:05Z',
    profile: { name: 'Ann' },
    ...part,
  })

  it.each([
    [nested({ type: 'text', text: 'Hi' }), { text: 'Hi' }],
    [
      nested({ type: 'image', image: { url: 'https://a.test/1', caption: 'Look' } }),
      { text: 'Look', media: [{ url: 'https://a.test/1', type: 'image/jpeg' }] },
    ],
    [nested({ type: 'location', location: { latitude: '25.8', longitude: '-80.2', name: 'Shop' } }), place],
    [flat({ message_type: 'text', text: 'Hi', context: { message_uuid: 'u-1' } }), { text: 'Hi', replyTo: 'u-1' }],
    [
      flat({ message_type: 'audio', audio: { url: 'https://a.test/1' } }),
      { media: [{ url: 'https://a.test/1', type: 'audio/mp4' }] },
    ],
    [
      flat({ message_type: 'video', video: { url: 'https://a.test/1', caption: 'Look' } }),
      { text: 'Look', media: [{ url: 'https://a.test/1', type: 'video/mp4' }] },
    ],
    [flat({ message_type: 'sticker', sticker: { url: 'https://a.test/1' } }), { sticker: { id: 'https://a.test/1' } }],
    [
      flat({ message_type: 'file', file: { url: 'https://a.test/1', name: 'a.pdf' } }),
      { media: [{ url: 'https://a.test/1', name: 'a.pdf' }] },
    ],
    [flat({ message_type: 'location', location: { lat: 25.8, long: -80.2, name: 'Shop' } }), place],
    [flat({ message_type: 'reply', reply: { id: 'y', title: 'Yes' } }), { choice: { id: 'y', title: 'Yes' } }],
    [
      flat({ message_type: 'button', button: { text: 'Yes', payload: 'y' } }),
      { text: 'Yes', choice: { id: 'y', title: 'Yes' } },
    ],
    [
      flat({
        ...{ message_type: 'text', text: 'Hi' },
        whatsapp: { referral: { source_type: 'ad', source_id: '120210', source_url: 'https://a.test' } },
      }),
      { text: 'Hi', referral: { source: 'ad', ref: '120210' } },
    ],
    [
      flat({
        ...{ message_type: 'reaction', reaction: { action: 'react', emoji: '👍' } },
        context: { message_uuid: 'u-1' },
      }),
      { reaction: { emoji: '👍', messageId: 'u-1' } },
    ],
  ])('reads %j', async (event, content) => {
    expect(await taken(event)).toMatchObject([
      { kind: 'message', message: { id: 'u-2', from: '447700900001', to: number, content } },
    ])
  })

  it.each([
    nested({ type: 'location', location: { latitude: '', longitude: '-80.2' } }),
    flat({ message_type: 'location', location: { lat: 'north', long: 'west' } }),
    flat({ message_type: 'reaction', reaction: { action: 'unreact' }, context: { message_uuid: 'u-1' } }),
  ])('ignores a place without coordinates, and a reaction that was taken back: %j', async (event) => {
    expect(await taken(event)).toMatchObject([{ kind: 'ignored' }])
  })

  it('fetches files with the credential where Nexmo has them, and from others without', async () => {
    const server = await standIn(text('a picture', { contentType: 'image/jpeg' }))
    const near = await setUp({ ...own, apiUrl: `${server.origin}/v1/messages` })
    const media = { url: `${server.origin}/v3/media/1` }
    expect(await near.fetchMedia?.(near.account, media, { signal })).toMatchObject({ type: 'image/jpeg' })
    const far = await setUp({ ...own, apiUrl: 'https://api.example.com/v1/messages' })
    await far.fetchMedia?.(far.account, media, { signal })
    const basic = `Basic ${Buffer.from('abcd1234:secret').toString('base64')}`
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([basic, undefined])
  })

  it('is called at the usual path where the API URL has none', async () => {
    const server = await standIn(json({ message_uuid: 'u-1' }, 202))
    const { send } = await setUp({ ...own, apiUrl: server.origin })
    await send({ text: 'Hello' })
    expect(server.requests[0]?.url).toBe('/v0.1/messages')
  })

  it.each([
    ['1340', 'WINDOW_CLOSED'],
    ['1240', 'OPTED_OUT'],
  ])('hears by the code %s of a report why it did not arrive', async (number, code) => {
    const error = { type: `https://developer.vonage.com/api-errors/messages#${number}`, title: number }
    expect(await taken({ message_uuid: 'u-1', status: 'rejected', error })).toMatchObject([
      { receipt: { status: 'undelivered', error: { code, serviceCode: number } } },
    ])
  })

  it('reads a person who shows no number by an id', async () => {
    const event = {
      ...flat({ message_type: 'text', text: 'Hi', whatsapp: { sender: { user_id: 'US.1349' } } }),
      from: undefined,
    }
    expect(await taken(event)).toMatchObject([{ message: { from: 'US.1349' } }])
  })

  it.each([
    ['submitted', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['undeliverable', 'undelivered'],
  ])('reads the status %s', async (status, ours) => {
    expect(await taken({ message_uuid: 'u-1', status, error: { code: 1340, reason: 'x' } })).toMatchObject([
      { kind: 'receipt', receipt: { messageId: 'u-1', status: ours } },
    ])
  })

  it('is refused with another signature, an old one, and where the account has no secret', async () => {
    const { take } = await setUp(own)
    const body = JSON.stringify(flat({ message_type: 'text', text: 'Hi' }))
    expect((await failureOf(take(signMessage(body, 'wrong')))).code).toBe('INVALID_TOKEN')
    expect((await failureOf(take(signMessage(body, 'old')))).code).toBe('INVALID_TOKEN')
    expect((await failureOf(take(signMessage(body, 'none')))).code).toBe('UNAUTHENTICATED')
    const open = await setUp({ ...own, signatureSecret: '' })
    expect((await failureOf(open.take(signMessage(body, 'right')))).code).toBe('INVALID_TOKEN')
  })

  it('says when its JWT ends, without sending it', async () => {
    const jwt = (exp: number) =>
      `e30.${Buffer.from(JSON.stringify({ application_id: 'app', exp })).toString('base64url')}.c2ln`
    const later = await setUp({ ...own, authenticationType: 'jwt', key: jwt(4_000_000_000) })
    expect(await later.check(later.account, accountCall)).toMatchObject({
      ok: true,
      checks: [{ text: expect.stringContaining('2096') }],
    })
    const over = await setUp({ ...own, authenticationType: 'jwt', key: jwt(1_000_000_000) })
    expect((await over.check(over.account, accountCall)).message).toContain('ended at 2001')
    const endless = await setUp({ ...own, authenticationType: 'jwt', key: jwt(1e30) })
    expect(await endless.check(endless.account, accountCall)).toMatchObject({
      ok: true,
      checks: [{ text: expect.stringContaining('does not say when it ends') }],
    })
    const none = await setUp({ ...own, authenticationType: 'jwt', key: 'abc' })
    expect((await none.check(none.account, accountCall)).message).toContain('no JWT')
  })
})

describe('the address of a WhatsApp account', () => {
  it('is its number, however it is written', async () => {
    const { account, addressOf } = await setUp({ number: '+1 (786) 555-0133' })
    expect(addressOf?.(account)).toEqual({ channel: 'whatsapp', value: number })
  })

  it.each([
    [{ number: 'hello' }, 'properties.number'],
    [{ provider: 'twilio', sid: '' }, 'properties.sid'],
    [{ provider: 'nexmo', key: '' }, 'properties.key'],
  ])('is not there with %j, and says what is missing', async (change, path) => {
    const { account, addressOf } = await setUp(change)
    const failure = await failureOf((async () => addressOf?.(account))())
    expect(failure).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path }] })
  })
})
