import { exitsOf } from '@patchbay/shared/flow'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { MessageSender, NotSent, OutboundMessage, SentBy } from '../../../kit/channel.ts'
import type { Reported } from '../../../kit/delivery-receipt.ts'
import type { WokenBy } from '../../../kit/node.ts'
import { sendSms } from './definition.ts'
import { sendSmsAction } from './run.ts'

/** A registry whose answer the test decides, which keeps what it was given. */
function recording(outcome: SentBy | NotSent): MessageSender & { readonly sent: OutboundMessage[] } {
  const sent: OutboundMessage[] = []
  return {
    sent,
    async send(message) {
      sent.push(message)
      return outcome
    },
    receiptOf: async () => undefined,
    conversationOf: async ({ from, to }) => ({ contactPointId: to, address: from }),
    addressOf: async (value) => ({ channel: 'sms', value }),
    contactOf: (_channel, contact) => contact,
    repeatOf: async () => 'keyed',
    find: async () => ({ kind: 'unknown', isFinal: true }),
  }
}

const taken: SentBy = { ok: true, accountId: 'ours', messageId: 'm-1', status: 'delivered', segments: 2 }
const inputs = { to: '+13055550119', from: '+17865550100', message: 'Hello' }

async function run(change: Partial<Parameters<typeof sendSmsAction.run>[0]>, channels = recording(taken)) {
  const context = createStepContext({ messages: channels })
  const result = await sendSmsAction.run({ ...inputs, ...change }, context)
  await context.close()
  if ('wait' in result) throw new Error('It waits.')
  return { result, sent: channels.sent }
}

/** Runs it with a Response Timeout of a minute. */
async function ask(channels = recording(taken)) {
  const context = createStepContext({ messages: channels })
  const result = await sendSmsAction.run({ ...inputs, responseTimeoutSeconds: 60 }, context)
  await context.close()
  if (!('wait' in result)) throw new Error('It does not wait.')
  return { ...result, context, sent: channels.sent }
}

describe('Send SMS', () => {
  it('says that another try is safe only where the channel says that nothing was sent', async () => {
    const error = { code: 'MESSAGE_REFUSED', message: 'Too many messages.' }
    const busy = recording({ ok: false, error, retry: { afterMs: 7_000 } })
    expect((await run({}, busy)).result.retryAdvice).toEqual({
      outcome: 'busy',
      isSure: true,
      afterMs: 7_000,
      unlessChosen: { attempts: 5, backoffSeconds: 1, maxBackoffSeconds: 300 },
    })
    expect((await run({}, recording({ ok: false, error }))).result.retryAdvice).toBeUndefined()
  })

  it('sends pictures and files along by their addresses', async () => {
    const stored = { url: '/media/01990000-0000-7000-8000-000000000001.png?until=1&signature=x' }
    const media = [{ url: ' https://example.com/a.png' }, { url: 'HTTP://example.com/menu.pdf' }, stored]
    const { result, sent } = await run({ media })
    expect(result.exit).toBe('success')
    expect(sent[0]?.content.media).toEqual([
      { url: 'https://example.com/a.png' },
      { url: 'HTTP://example.com/menu.pdf' },
      stored,
    ])
  })

  it.each(['', 'menu.pdf', 'file:///etc/hosts', 'https://'])(
    'sends nothing when the address of a file is "%s" in this run',
    async (url) => {
      const { result, sent } = await run({ media: [{ url: 'https://example.com/a.png' }, { url }] })
      expect(result).toMatchObject({
        exit: 'failure',
        error: { code: 'INVALID_VALUE', message: expect.stringContaining('Media') },
      })
      expect(sent).toEqual([])
    },
  )

  it('sends the text under the key of this visit and hands over how it went', async () => {
    const { result, sent } = await run({})
    expect(sent).toEqual([
      {
        channel: 'sms',
        to: '+13055550119',
        from: '+17865550100',
        content: { text: 'Hello' },
        idempotencyKey: '01990000-0000-7000-8000-000000000001.2.1',
        runId: '01990000-0000-7000-8000-000000000001',
      },
    ])
    expect(result).toEqual({
      exit: 'success',
      outputs: { messageId: 'm-1', status: 'delivered', segments: 2, error: '' },
    })
  })

  it.each(['+1786555O100', '+1 305 555 011', 'Ana', '555-0119', '12345', 'ACME', '+1786555010$$'])(
    'says before the deploy that %s cannot be texted',
    (to) => {
      expect(sendSmsAction.problems?.({ ...inputs, to })).toEqual([{ path: 'to', message: expect.any(String) }])
    },
  )

  it.each(['$ANI', '+1$rest', '{{ANI}}', '+44 (0)20 7946 0018', '\u202a+1\u00a0786\u2011555\u20110100\u202c'])(
    'takes %j as Send To',
    (to) => {
      expect(sendSmsAction.problems?.({ ...inputs, to })).toEqual([])
    },
  )

  it.each(['+1 (305) 555-0119', '1-305-555-0119', '0013055550119', ' +13055550119 '])(
    'reads the number %j',
    async (to) => {
      expect((await run({ to })).sent[0]?.to).toBe('+13055550119')
    },
  )

  it.each([
    ['to', '', 'Send To is empty.'],
    ['from', ' ', 'Send From is empty.'],
    ['message', ' \n', 'Message is empty.'],
    ['to', 'Dana', 'Send To is not a phone number: "Dana".'],
    ['to', '7865550100', 'Send To is not a phone number: "7865550100".'],
  ] as const)('fails on %s %j without sending', async (input, value, message) => {
    const { result, sent } = await run({ [input]: value })
    expect(sent).toEqual([])
    expect(result).toMatchObject({ exit: 'failure', outputs: { error: 'INVALID_VALUE' }, error: { message } })
  })

  it('takes On Failure with the reason of the channel', async () => {
    const error = { code: 'MESSAGE_REFUSED', message: 'The carrier said no.' }
    const { result } = await run({}, recording({ ok: false, error }))
    expect(result).toEqual({ exit: 'failure', outputs: { error: 'MESSAGE_REFUSED' }, error })
  })

  it('sends well-formed text', async () => {
    expect((await run({ message: 'a\ud800b' })).sent[0]?.content.text).toBe('a\ufffdb')
  })
})

describe('Send SMS with a Response Timeout', () => {
  it('waits for a reply in the conversation before it sends, and keeps what became of the text', async () => {
    const { wait, afterCommit, context, sent } = await ask()
    expect(wait).toEqual({
      until: new Date(context.services.now().getTime() + 60_000),
      for: 'reply',
      conversation: { contactPointId: '+13055550119', address: '+17865550100' },
    })
    expect(sent).toEqual([])
    const state = { messageId: 'm-1', status: 'delivered', segments: 2, error: '' }
    expect(await afterCommit?.()).toEqual({ state })
    expect(sent).toHaveLength(1)
  })

  it('does not wait for the answer to a text that was not sent', async () => {
    const error = { code: 'MESSAGE_REFUSED', message: 'The carrier said no.' }
    const { afterCommit } = await ask(recording({ ok: false, error }))
    expect(await afterCommit?.()).toMatchObject({ exit: 'failure', error })
  })

  it('leaves by the reply, or by No Reply once the time has passed', async () => {
    const context = createStepContext()
    const state = { messageId: 'm-1', status: 'delivered', segments: 2, error: '' }
    const resume = (wokenBy: WokenBy) =>
      sendSmsAction.resume?.({ ...inputs, responseTimeoutSeconds: 60 }, context, wokenBy)
    const event = { text: 'Yes', from: '+13055550119', media: [], messageId: 'their-1' }
    expect(await resume({ reason: 'event', event, state })).toEqual({
      exit: 'reply',
      outputs: { reply: { text: 'Yes', from: '+13055550119', media: [] }, ...state },
    })
    expect(await resume({ reason: 'due', event: {}, state })).toEqual({ exit: 'no-reply', outputs: state })
    await context.close()
  })

  it('goes on waiting when the carrier says after a crash that it has the text', async () => {
    const sent = { ok: true, accountId: 'ours', messageId: 'm-2', status: 'sent', segments: 1 } as const
    const messages = { ...recording(taken), find: async () => ({ kind: 'sent', sent }) as const }
    const context = createStepContext({ messages })
    const found = await sendSmsAction.find?.({ ...inputs, responseTimeoutSeconds: 60 }, context)
    expect(found).toMatchObject({ kind: 'done', result: { wait: { for: 'reply', state: { messageId: 'm-2' } } } })
    await context.close()
  })
})

describe('Send SMS in quiet hours of the contact', () => {
  const heldUntil = new Date('2026-06-02T06:00:00Z')
  const error = { code: 'QUIET_HOURS', message: 'Later.' }
  const held = { wait: { until: heldUntil, for: 'quiet-hours', again: true } }

  it('begins anew when they end', async () => {
    const context = createStepContext({ messages: recording({ ok: false, error, heldUntil }) })
    expect(await sendSmsAction.run(inputs, context)).toEqual(held)
    await context.close()
  })

  it('asks a question when they end', async () => {
    const { afterCommit } = await ask(recording({ ok: false, error, heldUntil }))
    expect(await afterCommit?.()).toEqual(held)
  })
})

describe('Send SMS with a Delivery Receipt', () => {
  const wish = { ...inputs, requestDeliveryReceipt: true, receiptTimeoutSeconds: 30 }
  const onItsWay: SentBy = { ...taken, status: 'sent' }
  const outputs = { messageId: 'm-1', status: 'sent', segments: 2, error: '' }
  const reported = (status: string, error: Reported['error'] = null) => ({
    status,
    error,
    at: '2026-01-31T09:30:00.000Z',
  })

  async function send(messages: MessageSender) {
    const context = createStepContext({ messages })
    const result = await sendSmsAction.run(wish, context)
    await context.close()
    return { result, until: new Date(context.services.now().getTime() + 30_000) }
  }

  async function resume(wokenBy: Omit<WokenBy, 'state'>, messages = recording(onItsWay)) {
    const context = createStepContext({ messages })
    const state = { accountId: 'ours', messageId: 'm-1', outputs }
    const result = await sendSmsAction.resume?.(wish, context, { ...wokenBy, state })
    await context.close()
    return result
  }

  it('waits for the receipt of the text that was sent', async () => {
    const { result, until } = await send(recording(onItsWay))
    const message = { accountId: 'ours', messageId: 'm-1' }
    expect(result).toEqual({ wait: { until, for: 'receipt', receiptOf: message, state: { ...message, outputs } } })
  })

  it('does not wait when the text is delivered at once, or when its receipt came before the answer', async () => {
    const delivered = { exit: 'delivered', outputs: { status: 'delivered', receipt: { status: 'delivered' } } }
    expect((await send(recording(taken))).result).toMatchObject(delivered)
    const early = { ...recording(onItsWay), receiptOf: async () => reported('delivered') }
    expect((await send(early)).result).toMatchObject(delivered)
  })

  it.each(['delivered', 'read'])('goes on at Delivered when the receipt says %s', async (status) => {
    expect(await resume({ reason: 'event', event: reported(status) })).toEqual({
      exit: 'delivered',
      outputs: { ...outputs, status, receipt: { status, error: '', at: '2026-01-31T09:30:00.000Z' } },
    })
  })

  it('goes on at Not Delivered with the code of the carrier', async () => {
    const error = { code: 'MESSAGE_REFUSED', message: 'Twilio could not deliver the message.', serviceCode: '30003' }
    expect(await resume({ reason: 'event', event: reported('undelivered', error) })).toMatchObject({
      exit: 'undelivered',
      outputs: { messageId: 'm-1', status: 'undelivered', error: 'MESSAGE_REFUSED', receipt: { error: '30003' } },
      error,
    })
  })

  it('goes on at Not Delivered when no receipt comes in time, unless it came before the wait was known', async () => {
    const due = { reason: 'due', event: {} } as const
    const onTheWay = { ...recording(onItsWay), receiptOf: async () => reported('sent') }
    for (const messages of [recording(onItsWay), onTheWay]) {
      expect(await resume(due, messages)).toMatchObject({
        exit: 'undelivered',
        outputs: { status: 'sent', error: 'RECEIPT_TIMEOUT', receipt: { status: 'sent', error: '', at: '' } },
        error: { code: 'RECEIPT_TIMEOUT' },
      })
    }
    const early = { ...recording(onItsWay), receiptOf: async () => reported('delivered') }
    expect(await resume(due, early)).toMatchObject({ exit: 'delivered', outputs: { error: '' } })
  })

  it('waits for the answer alone when there is a Response Timeout as well', async () => {
    const context = createStepContext({ messages: recording(onItsWay) })
    const result = await sendSmsAction.run({ ...wish, responseTimeoutSeconds: 60 }, context)
    await context.close()
    expect(result).toMatchObject({ wait: { for: 'reply' } })
    const exits = (own: object) => exitsOf(sendSms, { ...inputs, ...own }).map(({ id }) => id)
    expect(exits({})).toEqual(['success', 'failure'])
    expect(exits({ requestDeliveryReceipt: true })).toEqual(['delivered', 'undelivered', 'failure'])
    expect(exits({ requestDeliveryReceipt: true, responseTimeoutSeconds: 60 })).toEqual([
      'reply',
      'no-reply',
      'failure',
    ])
  })
})
