import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { callbackRequest } from '../../../test/helpers/service-parts.ts'
import { headersOf } from '../../../test/stand-ins/infobip.ts'
import type { Proof } from '../../../test/stand-ins/service-stand-in.ts'
import type { InfobipProperties } from './account.ts'
import { infobipCallback } from './callback.ts'

const url = 'https://patchbay.example.com/channels/infobip/account-1'
const own = { apiKey: 'key', webhookUsername: 'infobip', webhookPassword: 'the-webhook-password-of-tests' }

async function take(body: unknown, proof: Proof = 'right', change: Partial<InfobipProperties> = {}) {
  const request = callbackRequest({ url, headers: headersOf(proof), body: JSON.stringify(body) })
  const account = { id: 'account-1', name: 'Ours', properties: { ...own, ...change } }
  await infobipCallback.verify(request, account)
  return infobipCallback.read(request, account)
}

const text = {
  messageId: '817790313235066447',
  from: '447700900001',
  to: '447700900000',
  text: 'TEA please',
  cleanText: 'please',
  keyword: 'TEA',
  receivedAt: '2026-01-02T03:04:05.000+0000',
  smsCount: 1,
  callbackData: null,
}
const status = (groupName: string, name: string) => ({ groupId: 0, groupName, id: 0, name, description: 'x' })

describe('a call of Infobip', () => {
  it('is a batch of texts and reports, in their order, with all words of a text', async () => {
    const report = { messageId: 'm-1', status: status('DELIVERED', 'DELIVERED_TO_HANDSET'), doneAt: text.receivedAt }
    expect(await take({ results: [text, report, { ...text, messageId: '2' }] })).toEqual([
      {
        kind: 'message',
        message: {
          channel: 'sms',
          id: '817790313235066447',
          from: '447700900001',
          to: '447700900000',
          content: { text: 'TEA please' },
        },
      },
      {
        kind: 'receipt',
        receipt: { messageId: 'm-1', status: 'delivered', at: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)) },
      },
      expect.objectContaining({ message: expect.objectContaining({ id: '2' }) }),
    ])
  })

  it('is an MMS with its words and files', async () => {
    const { text: _, ...place } = text
    const message = [
      { contentType: 'text/plain', value: 'look' },
      { contentType: 'image/jpeg', url: 'https://a.test/1' },
    ]
    expect(await take({ results: [{ ...place, message }] })).toMatchObject([
      { message: { content: { text: 'look', media: [{ url: 'https://a.test/1' }] } } },
    ])
  })

  it.each([
    ['PENDING', 'PENDING_ENROUTE', 'queued'],
    ['DELIVERED', 'DELIVERED_TO_OPERATOR', 'sent'],
    ['DELIVERED', 'DELIVERED_TO_HANDSET', 'delivered'],
    ['UNDELIVERABLE', 'UNDELIVERABLE_NOT_DELIVERED', 'undelivered'],
    ['EXPIRED', 'EXPIRED_EXPIRED', 'undelivered'],
    ['REJECTED', 'REJECTED_NETWORK', 'undelivered'],
  ])('is a report: %s %s', async (group, name, ours) => {
    const [event] = await take({ results: [{ messageId: 'm-1', status: status(group, name) }] })
    expect(event).toMatchObject({ kind: 'receipt', receipt: { messageId: 'm-1', status: ours } })
  })

  it('says why a message was not delivered', async () => {
    const error = { id: 5, name: 'EC_ABSENT_SUBSCRIBER', permanent: false }
    const results = [{ messageId: 'm-1', status: status('UNDELIVERABLE', 'X'), error }]
    expect(await take({ results })).toMatchObject([
      {
        receipt: {
          error: {
            message: 'Infobip could not deliver the message: EC_ABSENT_SUBSCRIBER',
            serviceCode: 'EC_ABSENT_SUBSCRIBER',
          },
        },
      },
    ])
  })

  it('is left out where it says nothing', async () => {
    const seen = { messageId: 'm-1', from: '1', to: '2', seenAt: text.receivedAt }
    expect(await take({ results: [{}, null, seen, { messageId: 'm-1', status: status('OTHER', 'X') }] })).toEqual([])
    expect((await failureOf(take({ other: [] }))).code).toBe('INVALID_INPUT')
  })

  it.each([
    ['wrong', 'INVALID_TOKEN'],
    ['none', 'UNAUTHENTICATED'],
  ] as const)('is refused when its password is %s', async (proof, code) => {
    expect((await failureOf(take({ results: [text] }, proof))).code).toBe(code)
  })

  it('is refused while the account has no password', async () => {
    const properties = { ...own, webhookPassword: '' }
    const authorization = `Basic ${Buffer.from('infobip:').toString('base64')}`
    const request = callbackRequest({ url, headers: { authorization } })
    const verify = async () => infobipCallback.verify(request, { id: 'account-1', name: 'Ours', properties })
    expect((await failureOf(verify())).code).toBe('INVALID_TOKEN')
  })
})
