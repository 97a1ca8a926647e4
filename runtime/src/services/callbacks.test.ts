import { AppError } from '@patchbay/shared/errors'
import { describe, expect, it } from 'vitest'
import { idleHost } from '../../test/helpers/integration-parts.ts'
import { failureOf } from '../../test/helpers/outside-calls.ts'
import { echo } from '../../test/integrations/echo-service.ts'
import type { Callback, CallbackRequest } from '../kit/callback.ts'
import type { DeliveryReceipt } from '../kit/delivery-receipt.ts'
import type { InboundMessage, MessageChange } from '../kit/inbound-message.ts'
import { createCallbacks } from './callbacks.ts'

const token = 'the-token-of-the-account'

/** Replaces the integration's own `read`. */
function setUp(read?: Callback['read']) {
  const taken: InboundMessage[] = []
  const reported: DeliveryReceipt[] = []
  const changed: MessageChange[] = []
  const noted: [string, string, string | undefined][] = []
  const { callback } = echo.create(idleHost(echo))
  if (callback === undefined) throw new Error('Echo is called back.')
  const callbacks = createCallbacks({
    callbacks: new Map([['echo', { ...callback, ...(read === undefined ? {} : { read }) }]]),
    accountTypes: () => [{ definition: echo.account }],
    openAccounts: {
      open: async (type, id) =>
        type === 'echo' && id === 'mine' ? { id, name: 'Mine', properties: { token } } : undefined,
    },
    log: { add: (_accountId, event) => noted.push([event.verdict, event.text, event.from]) },
    show: (channel, contact) => `${channel} ${contact}`,
    now: () => new Date(0),
    messages: {
      async receive(message) {
        if (message.content.text === 'not ours') throw new AppError('NUMBER_NOT_FOUND', 'Not ours.')
        taken.push(message)
        return { messageId: message.id, runId: null, duplicate: false }
      },
      async receipt(receipt) {
        reported.push(receipt)
      },
      receiptsUntil: async () => undefined,
      blocked: async () => false,
      async change(change) {
        changed.push(change)
      },
    },
  })
  return { callbacks, taken, reported, changed, noted }
}

function request(contentType: string, body: string, change: Partial<CallbackRequest> = {}): CallbackRequest {
  return {
    method: 'POST',
    url: 'https://patchbay.example.com/channels/echo/mine',
    headers: { 'content-type': contentType, 'x-echo-token': token },
    query: new URLSearchParams(),
    rawBody: new TextEncoder().encode(body),
    ...change,
  }
}

describe('a callback', () => {
  it.each([
    ['JSON', 'application/json', '"Grüße"', '"Grüße"'],
    ['a form', 'application/x-www-form-urlencoded', 'text=Gr%C3%BC%C3%9Fe+', 'Grüße '],
    ['XML', 'text/xml', '<text>Grüße</text>', 'Grüße'],
  ])('takes messages in %s', async (_name, type, body, text) => {
    const { callbacks, taken } = setUp()
    expect(await callbacks.take('echo', 'mine', request(type, body))).toEqual({ status: 200, text: 'taken' })
    expect(taken).toMatchObject([{ accountId: 'mine', channel: 'sms', content: { text } }])
  })

  it('is noted with who wrote, as the channel shows it', async () => {
    const { callbacks, taken, noted } = setUp()
    await callbacks.take('echo', 'mine', request('application/json', '"Hello"'))
    expect(noted).toEqual([['accepted', 'A message.', `sms ${taken[0]?.from}`]])
  })

  it('answers a challenge with what the integration says', async () => {
    const query = new URLSearchParams({ token, challenge: '42' })
    const challenge = request('', '', { method: 'GET', headers: {}, query })
    expect(await setUp().callbacks.take('echo', 'mine', challenge)).toEqual({ status: 200, text: '42' })
  })

  it('decodes nothing before it knows who sent it', async () => {
    const headers = { 'content-type': 'application/json', 'x-echo-token': 'wrong' }
    const forged = request('application/json', '{ no JSON', { headers })
    const { callbacks, taken } = setUp()
    expect((await failureOf(callbacks.take('echo', 'mine', forged))).code).toBe('INVALID_TOKEN')
    expect((await failureOf(callbacks.take('echo', 'mine', request('application/json', '{ no')))).code).toBe(
      'BAD_REQUEST',
    )
    expect(taken).toEqual([])
  })

  it('takes the other messages of a batch when one cannot be taken, and says so', async () => {
    const batch = ['first', 'not ours', 'third'].map((text) => ({
      kind: 'message' as const,
      message: { channel: 'sms', id: text, from: 'a', to: 'b', content: { text } },
    }))
    const { callbacks, taken } = setUp(() => batch)
    expect((await failureOf(callbacks.take('echo', 'mine', request('text/plain', '')))).code).toBe('NUMBER_NOT_FOUND')
    expect(taken.map(({ content }) => content.text)).toEqual(['first', 'third'])
  })

  it('passes on receipts under the account that was called, and answers as for messages', async () => {
    const receipt = { messageId: 'their-7', status: 'delivered' } as const
    const { callbacks, reported } = setUp(() => [{ kind: 'receipt', receipt }])
    expect((await callbacks.take('echo', 'mine', request('text/plain', ''))).status).toBe(200)
    expect(reported).toEqual([{ ...receipt, accountId: 'mine' }])
  })

  it('passes on that messages were edited or deleted', async () => {
    const at = new Date(Date.UTC(2026, 0, 1))
    const { callbacks, changed } = setUp(() => [
      { kind: 'edited', id: 'their-1', content: { text: 'At eight' }, at },
      { kind: 'deleted', id: 'their-2' },
    ])
    await callbacks.take('echo', 'mine', request('text/plain', ''))
    expect(changed).toEqual([
      { accountId: 'mine', id: 'their-1', content: { text: 'At eight' }, at },
      { accountId: 'mine', id: 'their-2', content: null },
    ])
  })
})
