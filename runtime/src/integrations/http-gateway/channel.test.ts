import { describe, expect, it } from 'vitest'
import { givesUpAfterOne, jsonBytes, turns } from '../../../test/helpers/byte-server.ts'
import { standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { closeSocket, json, type Reply, text } from '../../../test/helpers/stand-in.ts'
import type { AddressedMessage } from '../../kit/channel.ts'
import type { HttpGatewayProperties } from './account.ts'
import { createHttpGatewayChannel } from './channel.ts'

const message: AddressedMessage = {
  accountId: 'account-1',
  channel: 'sms',
  from: '+17865550100',
  to: '+13055550119',
  content: { text: 'Hello €', media: [{ url: 'https://example.com/a.png' }] },
  idempotencyKey: 'run-1.2.1',
  runId: 'run-1',
}
const { signal } = new AbortController()

async function setUp(reply: Reply, change: (origin: string) => Partial<HttpGatewayProperties> = () => ({})) {
  const gateway = await standIn(reply)
  const properties: HttpGatewayProperties = { url: `${gateway.origin}/messages`, ...change(gateway.origin) }
  const channel = createHttpGatewayChannel({
    web: webClient(),
    now: () => new Date(Date.UTC(2026, 0, 1)),
    accounts: {
      open: async (id) => (id === message.accountId ? { id, name: 'Ours', properties } : undefined),
      signIn: async () => undefined,
    },
  })
  return { gateway, channel }
}

const askable = (origin: string) => ({ statusUrl: `${origin}/messages/{id}`, timeoutSeconds: 2 })

describe('sending through an HTTP gateway', () => {
  it('posts the text as JSON under its key', async () => {
    const { gateway, channel } = await setUp(json({ id: 'g-7', status: 'queued' }, 202))
    const outcome = await channel.send(message, signal)
    expect(outcome).toEqual({ ok: true, messageId: 'g-7', status: 'queued', segments: 1 })
    const [request] = gateway.requests
    expect(request).toMatchObject({ method: 'POST', url: '/messages' })
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'run-1.2.1' })
    expect(JSON.parse(request?.body ?? '')).toEqual({
      id: 'run-1.2.1',
      from: '+17865550100',
      to: '+13055550119',
      text: 'Hello €',
      media: ['https://example.com/a.png'],
    })
  })

  it.each([
    [true, [true, true, true]],
    [false, [true, false, true]],
  ])('sends a text again over a new connection only where keys are honoured: %s', async (honoursKeys, sent) => {
    const gateway = await givesUpAfterOne(jsonBytes('{"id":"g"}'))
    const { channel } = await setUp(json({}), () => ({ url: gateway.origin, honoursKeys }))
    const outcomes: boolean[] = []
    for (let text = 0; text < 3; text += 1) {
      outcomes.push((await channel.send({ ...message, content: { text: `No ${text}` } }, signal)).ok)
      await turns()
    }
    expect(outcomes).toEqual(sent)
    const bodies = gateway.requests.map((request) => JSON.parse(request.split('\r\n\r\n')[1] ?? '').text)
    expect(bodies.filter((text) => text === 'No 1')).toHaveLength(honoursKeys ? 2 : 1)
  })

  it('takes any 2xx for taken, also without a body', async () => {
    const { channel } = await setUp(text('', { status: 204 }))
    expect(await channel.send(message, signal)).toMatchObject({ ok: true, messageId: 'run-1.2.1', status: 'accepted' })
  })

  it.each([
    [
      { authentication: 'basic', username: 'maya', password: 'sëcret' } as const,
      { authorization: `Basic ${Buffer.from('maya:sëcret').toString('base64')}` },
    ],
    [{ authentication: 'header', headerName: 'X-Key', headerValue: 'abc' } as const, { 'x-key': 'abc' }],
  ])('sends the credential of the account: %o', async (credential, headers) => {
    const { gateway, channel } = await setUp(json({}), () => credential)
    await channel.send(message, signal)
    expect(gateway.requests[0]?.headers).toMatchObject(headers)
  })

  it('sends nothing while the credential is not complete', async () => {
    const { gateway, channel } = await setUp(json({}), () => ({ authentication: 'basic', username: 'maya' }))
    expect(await channel.send(message, signal)).toMatchObject({ ok: false, error: { code: 'SECRET_MISSING' } })
    expect(gateway.requests).toEqual([])
  })

  it.each([
    [400, 'MESSAGE_REFUSED'],
    [302, 'MESSAGE_REFUSED'],
    [503, 'HTTP_STATUS'],
  ])('is a failure when the gateway answers %i, with its words', async (status, code) => {
    const { channel } = await setUp(text('no such contact', { status }))
    const outcome = await channel.send(message, signal)
    expect(outcome).toMatchObject({ ok: false, error: { code } })
    expect(outcome).toMatchObject({ error: { message: expect.stringContaining('no such contact') } })
  })

  it('asks a gateway that broke off whether it took the text', async () => {
    const reply: Reply = (response, request) =>
      request.method === 'POST' ? closeSocket(response, request) : json({ taken: true, id: 'g-8' })(response, request)
    const { gateway, channel } = await setUp(reply, askable)
    expect(await channel.send(message, signal)).toMatchObject({ ok: true, messageId: 'g-8' })
    expect(gateway.requests.map(({ url }) => url)).toEqual(['/messages', '/messages/run-1.2.1'])
  })
})

describe('asking an HTTP gateway for a text', () => {
  it('finds one that was taken', async () => {
    const { channel } = await setUp(json({ taken: true, id: 'g-7', status: 'sent' }), askable)
    expect(await channel.find?.(message, signal)).toEqual({
      kind: 'sent',
      sent: { ok: true, messageId: 'g-7', status: 'sent', segments: 1 },
    })
  })

  it('says from when on "not taken" counts: the time-out after the crash', async () => {
    const { channel } = await setUp(json({ taken: false }, 404), askable)
    expect(await channel.find?.(message, signal)).toEqual({ kind: 'not-sent', settledAfterMs: 2_000 })
  })

  it.each([
    ['a 404 that says nothing', text('Not Found', { status: 404 })],
    ['a fault', json({ taken: false }, 500)],
    ['a closed connection', closeSocket],
  ])('believes nothing of %s', async (_name, reply) => {
    const { channel } = await setUp(reply, askable)
    expect(await channel.find?.(message, signal)).toEqual({ kind: 'unknown', isFinal: false })
  })

  it('does not take the credential to another host', async () => {
    const { gateway, channel } = await setUp(json({ taken: true }), () => ({
      statusUrl: 'http://localhost:1/messages/{id}',
      authentication: 'header',
      headerName: 'x-key',
      headerValue: 'abc',
    }))
    expect(await channel.find?.(message, signal)).toEqual({ kind: 'unknown', isFinal: false })
    expect(gateway.requests).toEqual([])
  })

  it('cannot be done without a Status URL', async () => {
    const { channel } = await setUp(json({ taken: true }))
    expect(await channel.find?.(message, signal)).toEqual({ kind: 'unknown', isFinal: true })
  })

  it('tells the repeat policy from what the account honours', async () => {
    const { channel } = await setUp(json({}), () => ({ honoursKeys: true }))
    expect(await channel.repeatOf('account-1')).toBe('keyed')
    expect(await channel.repeatOf('gone')).toBe('never')
  })
})
