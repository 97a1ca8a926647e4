import { describe, expect, it } from 'vitest'
import { senderOverCarrier } from '../../test/helpers/message-sender.ts'
import type { FindOutcome, OutboundMessage } from '../kit/channel.ts'
import type { MessageSenderOptions } from './send.ts'

const message: OutboundMessage = {
  channel: 'sms',
  to: '+13055550119',
  from: '+17865550100',
  content: { text: 'Choose', buttons: [{ id: 'yes', title: 'Yes' }] },
  idempotencyKey: 'key',
  runId: null,
}
const { signal } = new AbortController()
const sent = { ok: true, messageId: 'm-1', status: 'sent', segments: 1 } as const

/** A sender over a carrier that takes every message and says this when it is asked about one. */
function senderThatFinds(found: FindOutcome, change: Partial<MessageSenderOptions> = {}) {
  return senderOverCarrier({ send: async () => sent, find: async () => found }, change)
}

describe('a message whose sender died', () => {
  it('was sent with the warnings that sending it gives', async () => {
    const sender = senderThatFinds({ kind: 'sent', sent })
    const outcome = await sender.send(message, signal)
    expect(outcome).toMatchObject({ ok: true, accountId: 'ours', warnings: [{ code: 'CONTENT_DEGRADED' }] })
    expect(await sender.find(message, signal)).toEqual({ kind: 'sent', sent: outcome })
  })

  it('may have been sent with a file that has gone since', async () => {
    const gone = { code: 'INVALID_VALUE', message: 'A file of the message is not kept here any more.' }
    const sender = senderThatFinds({ kind: 'sent', sent }, { files: { prepare: async () => gone } })
    expect(await sender.find(message, signal)).toEqual({ kind: 'unknown', isFinal: true })
  })
})
