import { Client, OAuth1 } from '@xdevplatform/xdk'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf, webClient } from '../../../test/helpers/outside-calls.ts'
import { accountCall, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { json } from '../../../test/helpers/stand-in.ts'
import { ownId, person, startStandInOf, tooMany } from '../../../test/stand-ins/twitter.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import { createCheck } from '../../platform/validation/check.ts'
import { twitterAccount } from './account.ts'
import { twitter } from './integration.ts'

const url = 'https://patchbay.example.com/channels/twitter/account-1'
const { signal } = accountCall
const webhookCall = { ...accountCall, addresses: [] }

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const parts = messengerOf(twitter, service, { properties })
  const send = (text = 'Hello') =>
    parts.channel.send(messageFrom(service, { channel: 'twitter', content: { text } }), signal)
  return { service, ...parts, send }
}

describe('an account at X', () => {
  it('has the address that its access token names, and is refused with a token that names none', async () => {
    const { account, addressOf, service } = await setUp()
    expect(addressOf?.(account)).toEqual({ channel: 'twitter', value: ownId })
    const check = createCheck(twitterAccount.properties)
    expect(check(service.properties)).toMatchObject({ ok: true })
    const refused = check({ ...service.properties, accessToken: 'aTokenWithoutTheNumber' })
    expect(refused.ok).toBe(false)
    expect(JSON.stringify(refused)).toContain('accessToken')
  })

  it('sends a text and nothing else, as the official client does', async () => {
    const { service, send } = await setUp()
    expect(await send()).toEqual({ ok: true, messageId: '1950000000000000001', status: 'sent', segments: 1 })
    const { consumerKey, consumerSecret, accessToken, accessTokenSecret } = service.properties
    const oauth1 = new OAuth1({
      apiKey: String(consumerKey),
      apiSecret: String(consumerSecret),
      callback: 'oob',
      accessToken: String(accessToken),
      accessTokenSecret: String(accessTokenSecret),
    })
    const client = new Client({ baseUrl: service.origin, oauth1 })
    const answer = await client.directMessages.createByParticipantId(person, { text: 'Hello' })
    expect(answer.data).toMatchObject({ dmEventId: '1950000000000000002' })
    expect(service.sent).toEqual([{ text: 'Hello' }, { text: 'Hello' }])
    expect(service.sending?.complaints).toEqual([])
  })

  it('sends a picture that it has stored at X before, with its text', async () => {
    const { service, channel } = await setUp()
    const media = [{ url: 'https://a.test/1.png', type: 'image/png' }]
    const send = (content: object) => channel.send(messageFrom(service, { channel: 'twitter', content }), signal)
    expect(await send({ text: 'Look', media })).toMatchObject({ ok: true })
    expect(await send({ media })).toMatchObject({ ok: true })
    const attachments = [{ media_id: '1146654567674912769' }]
    expect(service.sent).toEqual([{ text: 'Look', attachments }, { attachments }])
    const files = { read: async () => ({ bytes: new Uint8Array(), type: 'image/png' }) }
    const broken = messengerOf(twitter, service, { host: { files } })
    const message = messageFrom(service, { channel: 'twitter', content: { media } })
    expect(await broken.channel.send(message, signal)).toMatchObject({ ok: false, error: { code: 'MESSAGE_REFUSED' } })
    expect(service.sending?.complaints).toEqual([])
  })

  it.each([
    [403, { detail: 'You do not have permission to DM one or more participants.' }, 'OPTED_OUT'],
    [403, { errors: [{ message: 'You cannot send messages to this user.' }] }, 'OPTED_OUT'],
    [403, { detail: 'Your client app is not configured with the appropriate oauth1 permissions.' }, 'MESSAGE_REFUSED'],
    [
      400,
      { title: 'Invalid Request', detail: 'One or more parameters to your request was invalid.' },
      'MESSAGE_REFUSED',
    ],
    [401, { title: 'Unauthorized' }, 'MESSAGE_REFUSED'],
    [200, { errors: [{ title: 'Not sent' }] }, 'MESSAGE_REFUSED'],
    [201, { data: {} }, 'RESPONSE_NOT_READABLE'],
  ])('does not send when X answers %i with %j', async (statusCode, body, code) => {
    const { service } = await setUp()
    const web = {
      request: async () => ({ statusCode, statusText: '', headers: [], text: JSON.stringify(body), bytes: 10 }),
    }
    const { channel } = messengerOf(twitter, service, { web })
    const outcome = await channel.send(messageFrom(service, { channel: 'twitter' }), signal)
    expect(outcome).toMatchObject({ ok: false, error: { code } })
    expect(outcome).not.toHaveProperty('retry')
  })

  it('waits as long as X says when it has sent too much', async () => {
    const { service, send } = await setUp()
    service.sending?.behave('is busy')
    expect(await send()).toMatchObject({ ok: false, retry: { afterMs: 90_000 } })
  })

  it('has a minute for giving a picture to X, and ten seconds for the message', async () => {
    const { service } = await setUp()
    const [own, timeouts] = [webClient(), new Map<string, number | undefined>()]
    const web: Pick<WebClient, 'request'> = {
      request(request) {
        timeouts.set(new URL(request.url).pathname.split('/').at(-1) ?? '', request.timeoutMs)
        return own.request(request)
      },
    }
    const { channel } = messengerOf(twitter, service, { web })
    const content = { media: [{ url: 'https://a.test/1.png', type: 'image/png' }] }
    expect(await channel.send(messageFrom(service, { channel: 'twitter', content }), signal)).toMatchObject({
      ok: true,
    })
    expect([timeouts.get('upload'), timeouts.get('messages')]).toEqual([60_000, 10_000])
  })

  it.each([
    ['waits as long as X says', tooMany, { retry: { afterMs: 90_000 } }],
    ['sends nothing that has no id at X', json({ data: { id: '' } }), { error: { code: 'MESSAGE_REFUSED' } }],
    [
      'says why',
      json({ errors: [{ title: 'Too large' }] }),
      { error: { message: expect.stringContaining('Too large') } },
    ],
  ])('%s when X does not store a picture', async (_what, answer, outcome) => {
    const { service, channel } = await setUp()
    service.state.noPicture = answer
    const media = [{ url: 'https://a.test/1.png', type: 'image/png' }]
    const message = messageFrom(service, { channel: 'twitter', content: { media } })
    const answered = await channel.send(message, signal)
    expect(answered).toMatchObject({ ok: false, ...outcome })
    expect('retry' in answered).toBe('retry' in outcome)
    expect(service.sending?.tried).toBe(0)
  })

  it('is tested: whose it is, and whether its messages come here', async () => {
    const { service, account, check, setWebhook } = await setUp()
    expect((await check(account, accountCall)).message).toBe('Messages do not come here yet. Set Webhook.')
    await setWebhook?.(account, webhookCall)
    expect(await check(account, accountCall)).toMatchObject({ ok: true, checks: [{}, {}] })
    for (const webhook of service.state.webhooks) webhook.valid = false
    expect((await check(account, accountCall)).message).toContain('valid: false')
    const other = await setUp({ accessTokenSecret: 'anotherSecret' })
    expect((await other.check(other.account, accountCall)).message).toContain('four keys')
  })

  it('gets a webhook, which X asks for a proof before it answers, and its events', async () => {
    const { service, account, setWebhook, callback } = await setUp()
    const asked: unknown[] = []
    service.state.ask = async (address) => {
      const query = new URLSearchParams({ crc_token: 'a-token' })
      const request = { method: 'GET', url: `${address}?${query}`, headers: {}, query, rawBody: new Uint8Array() }
      await callback.verify(request, account)
      asked.push(...(await callback.read(request, account)))
      return address === url
    }
    expect(await setWebhook?.(account, webhookCall)).toMatchObject({ ok: true, checks: [{}, {}, {}, {}] })
    expect(asked).toMatchObject([{ kind: 'handshake' }])
    const subscription = { filter: { user_id: ownId }, webhook_id: '1900000000000000001' }
    expect(service.state.subscriptions).toMatchObject(
      ['dm.received', 'dm.read', 'chat.received'].map((type) => ({ ...subscription, event_type: type })),
    )
  })

  it('uses the webhook that the app has already, which is valid again then, and subscribes once', async () => {
    const { service, account, setWebhook } = await setUp()
    await setWebhook?.(account, webhookCall)
    for (const webhook of service.state.webhooks) webhook.valid = false
    service.state.appTokens = 0
    expect(await setWebhook?.(account, webhookCall)).toMatchObject({ ok: true })
    expect(service.state.appTokens).toBe(1)
    expect(service.state.webhooks).toMatchObject([{ url, valid: true }])
    expect(service.state.subscriptions).toHaveLength(3)
  })

  it('says which events X does not give, and does without those of encrypted messages', async () => {
    const { service, account, setWebhook } = await setUp()
    service.state.forbidden.add('chat.received')
    expect(await setWebhook?.(account, webhookCall)).toMatchObject({ ok: true })
    service.state.subscriptions.length = 0
    service.state.forbidden.add('dm.received')
    const refused = await setWebhook?.(account, webhookCall)
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('access level') })
  })

  it.each(['http://patchbay.example.com', 'https://patchbay.example.com:8443', `https://${'a'.repeat(200)}.test`])(
    'gets no webhook at %s, which X does not call',
    async (baseUrl) => {
      const { service, account, setWebhook } = await setUp()
      expect(await setWebhook?.(account, { ...webhookCall, baseUrl })).toMatchObject({ ok: false })
      expect(service.state.webhooks).toEqual([])
    },
  )

  it('says that the proof has failed', async () => {
    const { service, account, setWebhook } = await setUp()
    service.state.ask = async () => false
    expect((await setWebhook?.(account, webhookCall))?.message).toContain('CrcValidationFailed')
  })

  it('fetches files with its signature where X has them, and from others without', async () => {
    const { service, account, fetchMedia } = await setUp()
    const file = { url: `${service.origin}/1.1/ton/data/dm/1/1/a.png` }
    expect(await fetchMedia?.(account, file, { signal })).toMatchObject({ type: 'image/png' })
    let seen: unknown
    const web = {
      request: async ({ headers }: { headers: unknown }) => {
        seen = headers
        return { statusCode: 200, statusText: '', headers: [], text: '', raw: new Uint8Array([1]), bytes: 1 }
      },
    }
    const other = messengerOf(twitter, service, { web })
    await other.fetchMedia?.(account, { url: 'https://elsewhere.test/a.png' }, { signal })
    expect(seen).toEqual([])
    expect((await failureOf(Promise.resolve(fetchMedia?.(account, { url: 'no address' }, { signal })))).code).toBe(
      'INVALID_URL',
    )
  })
})
