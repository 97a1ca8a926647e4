import { describe, expect, it } from 'vitest'
import type { AddressedMessage, FindOutcome, NotSent, SendOutcome } from '../../kit/channel.ts'
import { findParts, sendParts } from './send-parts.ts'

const message: AddressedMessage = {
  accountId: 'account',
  channel: 'pigeon',
  from: '@bot',
  to: '@dana',
  content: {},
  idempotencyKey: 'run.2.1',
  runId: 'run',
}
const parts = [{ text: 'one' }, { text: 'two' }, { text: 'three' }]
const { signal } = new AbortController()

const busy: NotSent = { ok: false, error: { code: 'MESSAGE_REFUSED', message: 'Too fast.' }, retry: { afterMs: 1 } }
const refused: NotSent = { ok: false, error: { code: 'MESSAGE_REFUSED', message: 'No such contact.' } }

/** Sends the parts through a channel that answers each text in turn with what stands under it, and then takes it. */
async function send(answers: Readonly<Record<string, SendOutcome[]>> = {}) {
  const tried: AddressedMessage[] = []
  const kept: string[] = []
  const outcome = await sendParts({
    channel: {
      async send(part) {
        tried.push(part)
        const sent = { ok: true, messageId: part.idempotencyKey, status: 'sent', segments: 1 } as const
        return answers[part.content.text ?? '']?.shift() ?? sent
      },
    },
    message,
    parts,
    signal,
    turn: async () => undefined,
    onSent: ({ content }) => kept.push(content.text ?? ''),
  })
  return {
    outcome,
    tried: tried.map(({ content }) => content.text),
    keys: tried.map((part) => part.idempotencyKey),
    kept,
  }
}

describe('a message in parts', () => {
  it('is sent in order, each part under a key of its own, and counts as its last part', async () => {
    const { outcome, tried, keys, kept } = await send()
    expect(tried).toEqual(['one', 'two', 'three'])
    expect(keys).toEqual(['run.2.1', 'run.2.1.2', 'run.2.1.3'])
    expect(kept).toEqual(['one', 'two', 'three'])
    expect(outcome).toEqual({ ok: true, messageId: 'run.2.1.3', status: 'sent', segments: 3 })
  })

  it('may be tried again as a whole only while nothing of it was sent', async () => {
    expect((await send({ one: [busy] })).outcome).toEqual(busy)
    const { outcome, kept } = await send({ two: [busy, busy, busy, busy] })
    expect(kept).toEqual(['one'])
    expect(outcome).toEqual({
      ok: false,
      error: { code: 'MESSAGE_REFUSED', message: '1 of 3 parts of the message were sent, and then: Too fast.' },
    })
  })

  it('is not taken for unsent when a later part did not reach the service', async () => {
    const code = 'HOST_NOT_FOUND'
    const notFound: NotSent = { ok: false, error: { code, message: 'No such host.' }, retry: { afterMs: 1 } }
    expect((await send({ one: [notFound] })).outcome).toEqual(notFound)
    const { outcome, kept } = await send({ two: [notFound, notFound, notFound, notFound] })
    expect(kept).toEqual(['one'])
    expect(outcome).toEqual({
      ok: false,
      error: { code: 'MESSAGE_REFUSED', message: '1 of 3 parts of the message were sent, and then: No such host.' },
    })
  })

  it('still says that the contact has opted out', async () => {
    const optedOut: NotSent = { ok: false, error: { code: 'OPTED_OUT', message: 'Blocked.' } }
    expect((await send({ two: [optedOut] })).outcome).toMatchObject({ error: { code: 'OPTED_OUT' } })
  })

  it('goes on with a part that the service was too busy for, and stops at one that it refuses', async () => {
    expect((await send({ two: [busy, busy] })).outcome).toMatchObject({ ok: true })
    const { tried, outcome } = await send({ two: [refused] })
    expect(tried).toEqual(['one', 'two'])
    expect(outcome).toMatchObject({ ok: false })
  })
})

describe('a message in parts whose sender died', () => {
  function find(...answers: FindOutcome['kind'][]) {
    const sent = { ok: true, messageId: 'm', status: 'sent', segments: 1 } as const
    const outcomes: Record<FindOutcome['kind'], FindOutcome> = {
      sent: { kind: 'sent', sent },
      'not-sent': { kind: 'not-sent', settledAfterMs: 0 },
      unknown: { kind: 'unknown', isFinal: false },
    }
    const channel = { send: async () => refused, find: async () => outcomes[answers.shift() ?? 'unknown'] }
    return findParts({ channel, message, parts, signal, onSent: () => undefined })
  }

  it('was sent when all of them were, and not when the first was not', async () => {
    expect(await find('sent', 'sent', 'sent')).toMatchObject({ kind: 'sent', sent: { segments: 3 } })
    expect(await find('not-sent')).toMatchObject({ kind: 'not-sent' })
  })

  it('is neither when only some of them were', async () => {
    expect(await find('sent', 'not-sent')).toEqual({ kind: 'unknown', isFinal: true })
  })
})
