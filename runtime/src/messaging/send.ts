import type { Address } from '@patchbay/shared/api'
import type { LiveEvents } from '../engine/live-events.ts'
import type { AddressedMessage, Channel, MessageSender, OutboundMessage, SendOutcome, Sent } from '../kit/channel.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ChannelKinds } from './channel-kinds.ts'
import { createLoopGuard, MAX_TEXTS_PER_WINDOW } from './loop-guard.ts'
import type { MessageRepository } from './message-repository.ts'

export interface MessageSenderOptions {
  /** Channels by the type of the accounts that use them. */
  readonly channels: ReadonlyMap<string, Channel>
  readonly kinds: ChannelKinds
  /** The account that owns one of our addresses. */
  readonly findAddress: (address: Address) => Promise<AddressOwner | undefined>
  readonly messages: Pick<MessageRepository, 'insert'>
  readonly events: Pick<LiveEvents, 'publish'>
  readonly now: () => Date
  /** Called when a sent message could not be stored. */
  readonly onError: (error: unknown) => void
}

export interface AddressOwner {
  readonly accountId: string
  /** Null for the built-in account, whose id is its type. */
  readonly accountType: string | null
}

interface Owner {
  readonly channel: Channel
  readonly accountId: string
}

/**
 * The one way out for messages: finds the owner of the address, checks whether the message may be sent, sends it
 * through the channel, and stores it.
 */
export function createMessageSender(options: MessageSenderOptions): MessageSender {
  const { channels, kinds, messages, events, now, onError } = options
  const loops = createLoopGuard(() => now().getTime())

  async function ownerOf({ channel, value }: Address): Promise<Owner | undefined> {
    const address = { channel, value: kinds.get(channel)?.normalise(value) ?? value }
    const found = await options.findAddress(address)
    if (found === undefined) return undefined
    const { accountId, accountType } = found
    const carrier = channels.get(accountType ?? accountId)
    return carrier === undefined ? undefined : { channel: carrier, accountId }
  }

  /** The reason why no channel may send this message; undefined when it may be sent. */
  function refusalOf(message: OutboundMessage): SendOutcome | undefined {
    return loops.admit(fromOf(message), message.to) ? undefined : loopSuspected(message, kinds)
  }

  /** Stores the message in the conversation of contact and address. A failure here does not change that it was sent. */
  async function store(message: AddressedMessage, sent: Sent): Promise<Sent> {
    const { channel, accountId, from: address, to: contact, text, mediaUrls, runId, idempotencyKey: key } = message
    const at = now()
    const place = { id: uuidv7(at), channel, accountId, address, contact, direction: 'out' } as const
    const row = { ...place, text, mediaUrls, status: sent.status, at, runId, key, providerId: sent.messageId }
    try {
      const { message: stored, inserted } = await messages.insert(row)
      if (!inserted) return { ...sent, messageId: stored.providerId ?? sent.messageId, status: stored.status }
      events.publish({ type: 'message', channel, address, contact, at: at.toISOString() })
    } catch (error) {
      onError(error)
    }
    return sent
  }

  return {
    async send(message, signal) {
      const owner = await ownerOf(fromOf(message))
      if (owner === undefined) return noSuchAddress(message, kinds)
      const refusal = refusalOf(message)
      if (refusal !== undefined) return refusal
      const addressed = { ...message, accountId: owner.accountId }
      const outcome = await owner.channel.send(addressed, signal)
      return outcome.ok ? store(addressed, outcome) : outcome
    },
    async repeatOf(from) {
      const owner = await ownerOf(from)
      return owner === undefined ? 'never' : owner.channel.repeatOf(owner.accountId)
    },
    async find(message, signal) {
      const owner = await ownerOf(fromOf(message))
      if (owner?.channel.find === undefined) return { kind: 'unknown', isFinal: true }
      const addressed = { ...message, accountId: owner.accountId }
      const found = await owner.channel.find(addressed, signal)
      return found.kind === 'sent' ? { kind: 'sent', sent: await store(addressed, found.sent) } : found
    },
  }
}

function fromOf({ channel, from }: OutboundMessage): Address {
  return { channel, value: from }
}

function noSuchAddress({ channel, from }: OutboundMessage, kinds: ChannelKinds): SendOutcome {
  const { many } = kinds.wordsOf(channel)
  return {
    ok: false,
    error: {
      code: 'NO_SUCH_ADDRESS',
      message: `Send From is not one of our ${many}: "${from.slice(0, 40)}".`,
      help: `Use $DNIS, or one of the ${many} listed under ${kinds.addressesTitle}.`,
    },
  }
}

function loopSuspected({ channel, from, to }: OutboundMessage, kinds: ChannelKinds): SendOutcome {
  const { one, message } = kinds.wordsOf(channel)
  return {
    ok: false,
    error: {
      code: 'LOOP_SUSPECTED',
      message: `More than ${MAX_TEXTS_PER_WINDOW} ${message}s in a minute from ${from} to ${to}: this looks like a loop.`,
      help: `Look for a flow that ${message}s its own ${one}, or a machine that answers every ${message}.`,
    },
  }
}
