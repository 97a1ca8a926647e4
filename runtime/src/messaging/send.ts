import { setTimeout as delay } from 'node:timers/promises'
import type { Address } from '@patchbay/shared/api'
import { HOUR_MS } from '@patchbay/shared/time'
import type { AddressedMessage, Channel, Conversation, NotSent, OutboundMessage, Sent, SentBy } from '../kit/channel.ts'
import type { Reported } from '../kit/delivery-receipt.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { AddressOwner } from './address-owners.ts'
import { type ChannelKinds, contactAccountOf } from './channel-kinds.ts'
import type { CarrierRefusal } from './consent/carrier-refusal.ts'
import type { OptedOut } from './consent/opted-out.ts'
import type { QuietHoursRules } from './consent/quiet-hours.ts'
import { type Degraded, degrade } from './content/degrade.ts'
import { findParts, sendParts } from './content/send-parts.ts'
import type { KeepingSender, KeepMessage } from './keeping-sender.ts'
import { MAX_TEXTS_PER_WINDOW } from './loop-guard.ts'
import { type OutboundFiles, withoutSignedAddresses } from './media/outbound-files.ts'
import { createReadAddresses } from './read-addresses.ts'
import { createSendPace } from './send-pace.ts'
import type { SharedLoopGuard } from './shared-loop-guard.ts'
import { testSenderOptions } from './test-sender-options.ts'
import type { TypingSign } from './typing-sign.ts'

export interface MessageSenderOptions {
  /** Channels by the type of the accounts that use them. */
  readonly channels: ReadonlyMap<string, Channel>
  readonly kinds: ChannelKinds
  /** The account that owns one of our addresses. */
  readonly ownerOf: (address: Address) => Promise<AddressOwner | undefined>
  readonly loops: SharedLoopGuard
  readonly optedOut: Pick<OptedOut, 'has'>
  readonly files: OutboundFiles
  /** Whether the contact has written to our address since then. Asked only where a template may be sent instead. */
  readonly hasWritten: (
    place: Pick<OutboundMessage, 'channel' | 'from' | 'to'>,
    since: Date,
    testAccountId?: string,
  ) => Promise<boolean>
  readonly quietHours: Pick<QuietHoursRules, 'heldUntil'>
  /** Whether people have the conversation. */
  readonly isWithPerson: (conversation: Conversation) => Promise<boolean>
  /** Called when a carrier says that the contact has opted out. */
  readonly refused: (refusal: CarrierRefusal) => Promise<void>
  /** What the last receipt of a message says. */
  readonly reported: (sent: {
    readonly accountId: string
    readonly providerId: string
  }) => Promise<Reported | undefined>
  readonly typing?: Pick<TypingSign, 'end'>
  readonly now: () => Date
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
}

export interface ConsentingSender extends KeepingSender {
  /** Sends the answer to STOP, START or HELP, which goes also to a contact who has opted out. */
  answerConsent: KeepingSender['send']
  forTest(flowId: string): ConsentingSender
}

interface Sending {
  readonly signal: AbortSignal
  readonly keep: KeepMessage | undefined
}

interface Owner {
  readonly channel: Channel
  readonly accountId: string
}

/**
 * The one way out for messages: finds the owner of the address, checks whether the message may be sent, and sends it
 * through the channel. The caller stores it with what has sent it.
 */
export function createMessageSender(options: MessageSenderOptions): ConsentingSender {
  const { channels, kinds, loops, optedOut, files, now } = options
  const pace = createSendPace(options.clock)

  async function ownerOf({ channel, value }: Address): Promise<Owner | undefined> {
    const address = { channel, value: kinds.get(channel)?.normalise(value) ?? value }
    const found = await options.ownerOf(address)
    if (found === undefined) return undefined
    const { accountId, accountType } = found
    const carrier = channels.get(accountType ?? accountId)
    return carrier === undefined ? undefined : { channel: carrier, accountId }
  }

  async function optedOutOf(message: OutboundMessage, conversation: Conversation): Promise<NotSent | undefined> {
    return (await optedOut.has(conversation)) ? whyOptedOut(message, kinds) : undefined
  }

  function conversationIn(
    { channel, from, to }: Pick<OutboundMessage, 'channel' | 'from' | 'to'>,
    accountId: string,
  ): Conversation {
    const kind = kinds.get(channel)
    const value = kind?.normalise(to) ?? to
    const point = { channel, accountId: contactAccountOf(kind, accountId), value }
    return { contactPointId: contactPointId(point), address: kind?.normalise(from) ?? from }
  }

  async function withPersonOf(message: OutboundMessage, conversation: Conversation): Promise<NotSent | undefined> {
    const isOfFlow = message.runId !== null
    return isOfFlow && (await options.isWithPerson(conversation)) ? whyWithPerson(message, kinds) : undefined
  }

  async function heldOf(message: OutboundMessage, { contactPointId }: Conversation): Promise<NotSent | undefined> {
    const until = await options.quietHours.heldUntil({ ...message, contactPointId })
    return until === undefined ? undefined : inQuietHours(message, until, kinds)
  }

  async function loopOf(message: OutboundMessage): Promise<NotSent | undefined> {
    return (await loops.admit(fromOf(message), message.to)) ? undefined : loopSuspected(message, kinds)
  }

  /** Waits until the account may send. A message with a long wait before it comes back then, so that its run is parked. */
  async function awaitTurn(
    { channel, accountId }: Owner,
    key: string,
    signal: AbortSignal,
  ): Promise<NotSent | undefined> {
    const perSecond = await channel.messagesPerSecond?.(accountId)
    if (perSecond === undefined) return undefined
    const waitMs = pace.waitMs(accountId, key, perSecond)
    if (waitMs === 0) return undefined
    if (waitMs > LONGEST_HELD_MS) return tooFast(perSecond, waitMs)
    const isOver = await delay(waitMs, true, { signal }).catch(() => false)
    return isOver ? undefined : tooFast(perSecond, 0)
  }

  function recordOf(message: AddressedMessage, sent: Sent): MessageRecord {
    const { channel, accountId, from: address, to: contact, runId } = message
    const at = now()
    const contactAccount = contactAccountOf(kinds.get(channel), accountId)
    const place = { id: uuidv7(at), channel, accountId, address, contact, contactAccount, direction: 'out' } as const
    const content = withoutSignedAddresses(message.content)
    return { ...place, content, status: sent.status, at, runId, providerId: sent.messageId }
  }

  /** The parts that the channel can carry. */
  async function partsOf(message: OutboundMessage, { channel, accountId }: Owner): Promise<Degraded> {
    const kind = kinds.get(message.channel)
    if (kind === undefined) return { ok: true, parts: [message.content], warnings: [] }
    const abilities = (await channel.abilitiesOf?.(accountId)) ?? kind.abilities
    const { replyWindowHours } = abilities
    const isWindowOpen =
      replyWindowHours === undefined ||
      message.content.template === undefined ||
      (await options.hasWritten(message, new Date(now().getTime() - replyWindowHours * HOUR_MS)))
    return degrade(message.content, { channel: { title: kind.title, abilities }, isWindowOpen })
  }

  async function sendBy(owner: Owner, message: OutboundMessage, { signal, keep }: Sending): Promise<SentBy | NotSent> {
    const content = await files.prepare(message.content, owner.channel.isLocal === true)
    if ('code' in content) return { ok: false, error: content }
    const degraded = await partsOf({ ...message, content }, owner)
    if (!degraded.ok) return degraded
    const { parts, warnings } = degraded
    options.typing?.end({ accountId: owner.accountId, contact: message.to })
    const outcome = await sendParts({
      channel: owner.channel,
      message: { ...message, accountId: owner.accountId },
      parts,
      signal,
      turn: (key) => awaitTurn(owner, key, signal),
      onSent: (part, sent) => keep?.(recordOf(part, sent)),
    })
    if (!outcome.ok) {
      if (outcome.error.code === OPTED_OUT) await options.refused(refusalOf(message, owner, outcome))
      return outcome
    }
    return sentBy(owner, outcome, warnings)
  }

  return {
    async send(message, signal, keep) {
      const owner = await ownerOf(fromOf(message))
      if (owner === undefined) return noSuchAddress(message, kinds)
      // Once, because it reads two numbers and makes a hash.
      const conversation = conversationIn(message, owner.accountId)
      const refusal =
        (await optedOutOf(message, conversation)) ??
        (await heldOf(message, conversation)) ??
        (await awaitTurn(owner, message.idempotencyKey, signal)) ??
        // The wait for the turn may have been long.
        (await optedOutOf(message, conversation)) ??
        (await withPersonOf(message, conversation)) ??
        (await loopOf(message))
      return refusal ?? sendBy(owner, message, { signal, keep })
    },
    async answerConsent(message, signal, keep) {
      const owner = await ownerOf(fromOf(message))
      if (owner === undefined) return noSuchAddress(message, kinds)
      return (await loopOf(message)) ?? sendBy(owner, message, { signal, keep })
    },
    async conversationOf(message) {
      const { channel, from } = message
      const owner = await options.ownerOf({ channel, value: kinds.get(channel)?.normalise(from) ?? from })
      return conversationIn(message, owner?.accountId ?? '')
    },
    forTest: (flowId) => createMessageSender(testSenderOptions(options, flowId)),
    receiptOf: ({ accountId, messageId: providerId }) => options.reported({ accountId, providerId }),
    ...createReadAddresses({ kinds, ownerOf: options.ownerOf }),
    async repeatOf(from) {
      const owner = await ownerOf(from)
      return owner === undefined ? 'never' : owner.channel.repeatOf(owner.accountId)
    },
    async find(message, signal, keep) {
      const owner = await ownerOf(fromOf(message))
      if (owner?.channel.find === undefined) return { kind: 'unknown', isFinal: true }
      const content = await files.prepare(message.content, owner.channel.isLocal === true)
      // The file may have gone since.
      if ('code' in content) return { kind: 'unknown', isFinal: true }
      const degraded = await partsOf({ ...message, content }, owner)
      // It was refused before anything was sent.
      if (!degraded.ok) return { kind: 'not-sent', settledAfterMs: 0 }
      const found = await findParts({
        channel: owner.channel,
        message: { ...message, accountId: owner.accountId },
        parts: degraded.parts,
        signal,
        onSent: (part, sent) => keep?.(recordOf(part, sent)),
      })
      if (found.kind !== 'sent') return found
      return { kind: 'sent', sent: sentBy(owner, found.sent, degraded.warnings) }
    },
  }
}

/** A message that was sent, with what the contact got in another form. */
function sentBy({ accountId }: Owner, sent: Sent, warnings: readonly string[]): SentBy {
  if (warnings.length === 0) return { ...sent, accountId }
  return { ...sent, accountId, warnings: warnings.map((text) => ({ code: 'CONTENT_DEGRADED', message: text })) }
}

function fromOf({ channel, from }: OutboundMessage): Address {
  return { channel, value: from }
}

const OPTED_OUT = 'OPTED_OUT'

function refusalOf({ channel, from, to }: OutboundMessage, { accountId }: Owner, { error }: NotSent): CarrierRefusal {
  return { channel, accountId, address: from, contact: to, detail: error.message }
}

function inQuietHours({ channel, to }: OutboundMessage, until: Date, kinds: ChannelKinds): NotSent {
  const message = `${kinds.get(channel)?.show(to) ?? to} is in quiet hours until ${until.toISOString()}.`
  const help = 'The message is sent then. An administrator changes the quiet hours under Settings, Consent.'
  return { ok: false, error: { code: 'QUIET_HOURS', message, help }, heldUntil: until }
}

/** Longer waits are not spent in memory. */
const LONGEST_HELD_MS = 5_000

function tooFast(perSecond: number, afterMs: number): NotSent {
  const message = `The account sends ${perSecond} messages a second, and others are waiting. This one has its turn later.`
  const help = 'Raise the messages per second of the account if its service allows more.'
  return { ok: false, error: { code: 'MESSAGE_REFUSED', message, help }, retry: { afterMs } }
}

function noSuchAddress({ channel, from }: OutboundMessage, kinds: ChannelKinds): NotSent {
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

function whyOptedOut({ channel, to }: OutboundMessage, kinds: ChannelKinds): NotSent {
  const kind = kinds.get(channel)
  const shown = kind?.show(to) ?? to
  const words = kind?.hasConsentWords === true ? 'The contact can send START to get them again. ' : ''
  return {
    ok: false,
    error: {
      code: OPTED_OUT,
      message: `${shown} has opted out of messages, so nothing was sent.`,
      help: `${words}An editor sees under Settings, Consent how it came about.`,
    },
  }
}

function whyWithPerson({ channel, to }: OutboundMessage, kinds: ChannelKinds): NotSent {
  const shown = kinds.get(channel)?.show(to) ?? to
  return {
    ok: false,
    error: {
      code: 'WITH_PERSON',
      message: `People have taken over the conversation with ${shown}, so nothing was sent.`,
      help: 'Hand the conversation back to its flow in the inbox. From then on flows send there again.',
    },
  }
}

function loopSuspected({ channel, from, to }: OutboundMessage, kinds: ChannelKinds): NotSent {
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
