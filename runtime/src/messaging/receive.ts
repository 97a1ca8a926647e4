import { createHash } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { DAY_MS } from '@patchbay/shared/time'
import type { Engine } from '../engine/engine.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { InboundMessage, MessageReceiver } from '../kit/inbound-message.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type NumberRepository, SMS_CHANNEL } from './address-repository.ts'
import type { MessageRecord, MessageRepository } from './message-repository.ts'
import { readPhoneNumber } from './phone-number.ts'

/** How long a carrier may send a text again and still be told that it is here. */
const REMEMBERED_MS = 7 * DAY_MS

export interface MessageReceiverOptions {
  readonly messages: MessageRepository
  readonly numbers: Pick<NumberRepository, 'find'>
  readonly liveFlows: LiveFlows
  readonly engine: Pick<Engine, 'startRun'>
  readonly events: LiveEvents
  readonly now: () => Date
}

export function createMessageReceiver(options: MessageReceiverOptions): MessageReceiver {
  const { messages, numbers, liveFlows, engine, events, now } = options

  async function store(text: InboundMessage, address: string): Promise<{ message: MessageRecord; inserted: boolean }> {
    const at = now()
    const { accountId, from, mediaUrls } = text
    const contact = readPhoneNumber(from) ?? from.trim()
    const place = { id: uuidv7(at), channel: SMS_CHANNEL, accountId, address, contact, direction: 'in' } as const
    const content = { text: text.text, mediaUrls, status: 'received', at, runId: null }
    const stored = await messages.insert({ ...place, ...content, key: null, providerId: text.id })
    if (stored.inserted) events.publish({ type: 'message', address, contact, at: at.toISOString() })
    return stored
  }

  /** Under the carrier's id as key: whoever is told of the same text twice starts one run. */
  async function start(text: InboundMessage, message: MessageRecord): Promise<string | null> {
    const trigger = liveFlows.byNumber(message.address)
    if (trigger === undefined) return null
    const { address, contact, mediaUrls } = message
    const event = {
      address: { channel: SMS_CHANNEL, value: address },
      contact,
      data: { message: message.text, mediaUrls, messageId: text.id },
    }
    const expiresAt = new Date(now().getTime() + REMEMBERED_MS)
    const bodyHash = createHash('sha256').update(text.id).digest('hex')
    const dedupe = { credential: `account:${text.accountId}`, key: text.id, bodyHash, expiresAt }
    return (await engine.startRun({ ...trigger, event, dedupe })).runId
  }

  return {
    async receive(text) {
      const address = readPhoneNumber(text.to) ?? text.to.trim()
      const number = await numbers.find(address)
      if (number?.accountId !== text.accountId) {
        throw new AppError('NUMBER_NOT_FOUND', `${address} is not a number of this account. Add it under Numbers.`)
      }
      // Stored before the run starts, so that an answer never stands before the question.
      const { message, inserted } = await store(text, address)
      const isSettled = message.runId !== null || message.status === 'no-flow'
      if (isSettled) return { messageId: message.id, runId: message.runId, duplicate: true }
      const runId = await start(text, message)
      await messages.update(message.id, runId === null ? { status: 'no-flow' } : { runId })
      return { messageId: message.id, runId, duplicate: !inserted }
    },
  }
}
