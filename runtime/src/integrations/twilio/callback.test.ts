import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { callbackRequest } from '../../../test/helpers/service-parts.ts'
import { signForm } from '../../../test/stand-ins/twilio.ts'
import type { TwilioProperties } from './account.ts'
import { twilioCallback } from './callback.ts'

const url = 'https://patchbay.example.com/channels/twilio/account-1'
const properties: TwilioProperties = {
  accountSid: 'AC00000000000000000000000000000001',
  authToken: '0123456789abcdef0123456789abcdef',
}
const account = { id: 'account-1', name: 'Ours', properties }
const text =
  'MessageSid=SM01&SmsSid=SM01&AccountSid=AC01&From=%2B15005550006&To=%2B15005550009&Body=Tea+%26+cake+%E2%9C%93&NumMedia=0'

/** What the callback makes of a call that Twilio's package signed. */
async function take(body: string, change: { readonly signedFor?: string; readonly key?: string } = {}) {
  const { signedFor = url, key } = change
  const { headers } = signForm(body, { url: signedFor, ...(key === undefined ? {} : { key }) })
  const request = callbackRequest({ url, headers, body })
  await twilioCallback.verify(request, account)
  return twilioCallback.read(request, account)
}

describe('a call signed by Twilio', () => {
  it('is a text', async () => {
    expect(await take(text)).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'sms',
          id: 'SM01',
          from: '+15005550006',
          to: '+15005550009',
          content: { text: 'Tea & cake ✓' },
        },
      },
    ])
  })

  it('is a text with pictures, also without words', async () => {
    const media = text.replace(
      'NumMedia=0',
      'NumMedia=2&MediaUrl0=https%3A%2F%2Fa.test%2F1&MediaUrl1=https%3A%2F%2Fa.test%2F2',
    )
    const [event] = await take(media.replace(/Body=[^&]*/, 'Body='))
    expect(event).toMatchObject({
      message: { content: { text: '', media: [{ url: 'https://a.test/1' }, { url: 'https://a.test/2' }] } },
    })
  })

  it('is a text in the query of a GET', async () => {
    const address = `${url}?${text}`
    const { headers } = signForm('', { url: address })
    const request = callbackRequest({ method: 'GET', url: address, headers })
    await twilioCallback.verify(request, account)
    expect(await twilioCallback.read(request, account)).toMatchObject([{ message: { id: 'SM01' } }])
  })

  it.each([
    ['queued', 'queued'],
    ['sending', 'queued'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
  ])('is a receipt: %s', async (given, status) => {
    expect(await take(`MessageSid=SM01&MessageStatus=${given}&From=a&To=b`)).toEqual([
      { kind: 'receipt', receipt: { messageId: 'SM01', status } },
    ])
  })

  it.each(['undelivered', 'failed', 'canceled'])('is a receipt of a failure: %s', async (given) => {
    expect(await take(`MessageSid=SM01&MessageStatus=${given}&ErrorCode=30003`)).toEqual([
      {
        kind: 'receipt',
        receipt: {
          messageId: 'SM01',
          status: 'undelivered',
          error: {
            code: 'MESSAGE_REFUSED',
            message: 'Twilio could not deliver the message: 30003',
            serviceCode: '30003',
          },
        },
      },
    ])
  })

  it('is left out when Patchbay does not use it', async () => {
    expect(await take('MessageSid=SM01&MessageStatus=partially_delivered')).toEqual([])
    expect(await take(text.replace('From=', 'From=whatsapp%3A'))).toEqual([])
  })

  it('counts with the port of the address, and without it', async () => {
    const withPort = url.replace('.com/', '.com:443/')
    expect(await take(text, { signedFor: withPort })).toHaveLength(1)
    expect((await failureOf(take(text, { signedFor: url.replace('https', 'http') }))).code).toBe('INVALID_TOKEN')
  })

  it('counts for a body in JSON only when its hash is in the address', async () => {
    const body = '{"a":1}'
    const verify = async (hashed: string) => {
      const address = `${url}?bodySHA256=${createHash('sha256').update(hashed).digest('hex')}`
      const { headers } = signForm('', { url: address })
      const json = { ...headers, 'content-type': 'application/json' }
      await twilioCallback.verify(callbackRequest({ url: address, headers: json, body }), account)
    }
    await verify(body)
    expect((await failureOf(verify('{"a":2}'))).code).toBe('INVALID_TOKEN')
  })
})

it('a call is refused without a signature, with that of another token, and when a field was added', async () => {
  const { headers } = signForm(text, { url })
  const bare = callbackRequest({ url, headers: { 'content-type': headers['content-type'] }, body: text })
  const added = callbackRequest({ url, headers, body: `${text}&Body=other` })
  const verify = async (request: typeof bare) => twilioCallback.verify(request, account)
  expect((await failureOf(verify(bare))).code).toBe('UNAUTHENTICATED')
  expect((await failureOf(verify(added))).code).toBe('INVALID_TOKEN')
  expect((await failureOf(take(text, { key: 'another token' }))).code).toBe('INVALID_TOKEN')
})
