import { createHash } from 'node:crypto'
import { DAY_MS } from '@patchbay/shared/time'
import type { Engine } from '../engine/engine.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { InboundMessage, MessageReceiver } from '../kit/inbound-message.ts'
import { uuidv7 } from '../store/uuid.ts'
import { addressOfOthers } from './address-errors.ts'
import type { AddressRepository } from './address-repository.ts'
import type { ChannelKinds } from './channel-kinds.ts'
import type { MessageRecord, MessageRepository } from './message-repository.ts'
import { createReceipts } from './receipts.ts'

/** How long a repeated message is recognised and answered as a duplicate. */
const REMEMBERED_MS = 7 * DAY_MS

export interface MessageReceiverOptions {
  readonly messages: Pick<MessageRepository, 'insert' | 'update' | 'setStatus'>
  readonly addresses: Pick<AddressRepository, 'find'>
  readonly kinds: ChannelKinds
  readonly liveFlows: Pick<LiveFlows, 'byAddress'>
  readonly engine: Pick<Engine, 'startRun'>
  readonly events: Pick<LiveEvents, 'publish'>
  readonly now: () => Date
}

export function createMessageReceiver(options: MessageReceiverOptions): MessageReceiver {
  const { messages, addresses, kinds, liveFlows, engine, events, now } = options

  /** Address and contact in the spelling of their channel. A contact that cannot be read is kept as received. */
  function normalised(message: InboundMessage): InboundMessage {
    const spelled = (value: string) => kinds.get(message.channel)?.normalise(value, 'service') ?? value.trim()
    return { ...message, from: spelled(message.from), to: spelled(message.to) }
  }

  async function store(message: InboundMessage): Promise<{ message: MessageRecord; inserted: boolean }> {
    const at = now()
    const { accountId, channel, id: providerId, from: contact, to: address, text, mediaUrls } = message
    const place = { id: uuidv7(at), channel, accountId, address, contact, direction: 'in' } as const
    const content = { text, mediaUrls, status: 'received', at, runId: null, key: null, providerId }
    const stored = await messages.insert({ ...place, ...content })
    if (stored.inserted) events.publish({ type: 'message', channel, address, contact, at: at.toISOString() })
    return stored
  }

  /**
   * Starts the live flow of a stored message's address and returns the run; null when there is none. The provider's id
   * is the de-duplication key, so a repeated message starts one run.
   */
  async function dispatch({ channel, ...message }: MessageRecord, providerId: string): Promise<string | null> {
    const address = { channel, value: message.address }
    const trigger = liveFlows.byAddress(address)
    if (trigger === undefined) return null
    const { contact, mediaUrls } = message
    const event = { address, contact, data: { message: message.text, mediaUrls, messageId: providerId } }
    const expiresAt = new Date(now().getTime() + REMEMBERED_MS)
    const bodyHash = createHash('sha256').update(providerId).digest('hex')
    const dedupe = { credential: `account:${message.accountId}`, key: providerId, bodyHash, expiresAt }
    return (await engine.startRun({ ...trigger, event, dedupe })).runId
  }

  return {
    ...createReceipts({ messages, events }),
    async receive(given) {
      const message = normalised(given)
      const address = { channel: message.channel, value: message.to }
      const owned = await addresses.find(address)
      if (owned?.accountId !== message.accountId) throw addressOfOthers(address, kinds)
      // Stored before the run starts, so that an answer never precedes its question.
      const { message: stored, inserted } = await store(message)
      const isSettled = stored.runId !== null || stored.status === 'no-flow'
      if (isSettled) return { messageId: stored.id, runId: stored.runId, duplicate: true }
      const runId = await dispatch(stored, message.id)
      await messages.update(stored.id, runId === null ? { status: 'no-flow' } : { runId })
      return { messageId: stored.id, runId, duplicate: !inserted }
    },
  }
}
