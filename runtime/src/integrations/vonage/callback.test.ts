import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { callbackRequest } from '../../../test/helpers/service-parts.ts'
import type { Proof } from '../../../test/stand-ins/service-stand-in.ts'
import { signatureSecret, signMessage, signSms } from '../../../test/stand-ins/vonage.ts'
import type { VonageProperties } from './account.ts'
import { createVonageCallback } from './callback.ts'

const url = 'https://patchbay.example.com/channels/vonage/account-1'
const parts = { take: () => Promise.reject(new Error('No parts here.')) }
const callback = createVonageCallback({ now: () => new Date(), parts })

function accountWith(change: Partial<VonageProperties> = {}) {
  const properties = { apiKey: 'abcd1234', apiSecret: 'secret', signatureSecret, ...change }
  return { id: 'account-1', name: 'Ours', properties }
}
type Request = Parameters<typeof callbackRequest>[0]

async function take(call: Omit<Request, 'url'> & { readonly url?: string }, change: Partial<VonageProperties> = {}) {
  const request = callbackRequest({ url, ...call })
  const account = accountWith({ signatureMethod: 'SHA256HMAC', ...change })
  await callback.verify(request, account)
  return callback.read(request, account)
}

const text = 'api-key=abcd1234&msisdn=447700900001&to=447700900000&messageId=0A01&text=Tea+%26+cake+%3D+ok&type=text'
const message = {
  channel: 'sms',
  id: '0A01',
  from: '447700900001',
  to: '447700900000',
  content: { text: 'Tea & cake = ok' },
}

describe('a call of the SMS API', () => {
  it('is a text as a form, in a query, and as JSON with numbers in it', async () => {
    const { headers, body } = signSms(text, 'right')
    const json = JSON.stringify(
      Object.fromEntries(
        [...new URLSearchParams(body)].map(([name, value]) => [name, name === 'timestamp' ? Number(value) : value]),
      ),
    )
    const events = [{ kind: 'message', message }]
    expect(await take({ headers, body })).toEqual(events)
    expect(await take({ method: 'GET', url: `${url}?${body}` })).toEqual(events)
    expect(await take({ headers: { 'content-type': 'application/json' }, body: json })).toEqual(events)
  })

  it.each([
    ['md5hash', 'MD5HASH'],
    ['md5hmac', 'MD5HMAC'],
    ['sha1hmac', 'SHA1HMAC'],
    ['sha512hmac', 'SHA512HMAC'],
  ] as const)('is taken with the signature method of the account only: %s', async (given, signatureMethod) => {
    const call = signSms(text, 'right', given)
    expect(await take(call, { signatureMethod })).toHaveLength(1)
    expect((await failureOf(take(call))).code).toBe('INVALID_TOKEN')
  })

  it.each([
    ['accepted', 'queued'],
    ['buffered', 'queued'],
    ['delivered', 'delivered'],
  ])('is a receipt: %s', async (status, ours) => {
    const receipt = `messageId=0A01&msisdn=447700900001&to=447700900000&status=${status}&err-code=0`
    expect(await take(signSms(receipt, 'right'))).toEqual([
      { kind: 'receipt', receipt: { messageId: '0A01', status: ours } },
    ])
  })

  it.each(['expired', 'failed', 'rejected'])('is a receipt of a failure: %s', async (status) => {
    const [event] = await take(signSms(`messageId=0A01&status=${status}&err-code=6`, 'right'))
    expect(event).toMatchObject({
      kind: 'receipt',
      receipt: {
        status: 'undelivered',
        error: { message: expect.stringContaining(`${status}, error 6`), serviceCode: '6' },
      },
    })
  })

  it('is left out when it is binary, or says nothing', async () => {
    expect(await take(signSms('messageId=0A01&msisdn=1&to=2&type=binary&data=00ff', 'right'))).toEqual([])
    expect(await take(signSms('messageId=0A01&status=unknown', 'right'))).toEqual([])
  })

  it.each([
    ['wrong', 'INVALID_TOKEN'],
    ['none', 'UNAUTHENTICATED'],
    ['old', 'INVALID_TOKEN'],
  ] as const)('is refused when its proof is %s', async (proof: Proof, code) => {
    expect((await failureOf(take(signSms(text, proof)))).code).toBe(code)
  })

  it('is refused when it was changed, has no time, or the account has no secret', async () => {
    const { headers, body } = signSms(text, 'right')
    const changed = body.replace('Tea', 'Pea')
    const timeless = body.replace(/timestamp=\d+&/, '')
    for (const given of [changed, timeless]) {
      expect((await failureOf(take({ headers, body: given }))).code).toBe('INVALID_TOKEN')
    }
    expect((await failureOf(take({ headers, body }, { signatureSecret: '' }))).code).toBe('INVALID_TOKEN')
  })
})

describe('a call of the Messages API', () => {
  const common = { message_uuid: 'u-1', from: '447700900001', to: '447700900000', timestamp: '2026-01-02T03:04:05Z' }
  const call = (body: object, proof: Proof = 'right') =>
    take(signMessage(JSON.stringify({ ...common, ...body }), proof))

  it('is a text, also without its type', async () => {
    const event = { kind: 'message', message: { ...message, id: 'u-1', content: { text: 'Hello' } } }
    expect(await call({ channel: 'sms', message_type: 'text', text: 'Hello' })).toEqual([event])
    expect(await call({ channel: 'sms', text: 'Hello', sms: { num_messages: '1' } })).toEqual([event])
  })

  it('is a picture with its caption, and several files', async () => {
    const image = { url: 'https://a.test/1', name: 'a.jpg', caption: 'hi' }
    expect(await call({ channel: 'mms', message_type: 'image', image })).toMatchObject([
      { message: { channel: 'sms', content: { text: 'hi', media: [{ url: 'https://a.test/1' }] } } },
    ])
    const content = [
      { type: 'image', url: 'https://a.test/1' },
      { type: 'vcard', url: 'https://a.test/2' },
    ]
    expect(await call({ channel: 'mms', message_type: 'content', text: 'two', content })).toMatchObject([
      { message: { content: { text: 'two', media: [{ url: 'https://a.test/1' }, { url: 'https://a.test/2' }] } } },
    ])
  })

  it.each([
    ['submitted', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
  ])('is a receipt: %s', async (status, ours) => {
    expect(await call({ channel: 'sms', status })).toEqual([
      { kind: 'receipt', receipt: { messageId: 'u-1', status: ours } },
    ])
  })

  it('is a receipt of a failure, in the words of Vonage', async () => {
    const error = {
      type: 'https://developer.vonage.com/api-errors/messages#1320',
      title: 1320,
      detail: 'Message already sent',
    }
    expect(await call({ channel: 'sms', status: 'rejected', error })).toMatchObject([
      {
        receipt: {
          status: 'undelivered',
          error: { message: 'Vonage could not deliver the message: 1320: Message already sent', serviceCode: '1320' },
        },
      },
    ])
  })

  it('is left out when it is of another channel', async () => {
    expect(await call({ channel: 'whatsapp', message_type: 'text', text: 'Hello' })).toEqual([])
  })

  it.each([
    ['wrong', 'INVALID_TOKEN'],
    ['none', 'UNAUTHENTICATED'],
    ['old', 'INVALID_TOKEN'],
  ] as const)('is refused when its proof is %s', async (proof, code) => {
    expect((await failureOf(call({ channel: 'sms', text: 'Hello' }, proof))).code).toBe(code)
  })
})

it('hands the part of a longer text on, with its place in it', async () => {
  const taken: unknown[] = []
  const joining = createVonageCallback({
    now: () => new Date(),
    parts: {
      async take(accountId, part) {
        taken.push({ accountId, ...part })
        return { kind: 'ignored', why: 'Part 2 of 3.' }
      },
    },
  })
  const { headers, body } = signSms(`${text}&concat=true&concat-ref=17&concat-total=3&concat-part=2`, 'right')
  const account = accountWith({ signatureMethod: 'SHA256HMAC' })
  expect(await joining.read(callbackRequest({ url, headers, body }), account)).toEqual([
    { kind: 'ignored', why: 'Part 2 of 3.' },
  ])
  expect(taken).toEqual([
    {
      accountId: 'account-1',
      contact: '447700900001',
      address: '447700900000',
      ref: '17',
      number: 2,
      total: 3,
      id: '0A01',
      text: 'Tea & cake = ok',
    },
  ])
})
