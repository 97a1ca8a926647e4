import { setTimeout as delay } from 'node:timers/promises'
import type { MessageContent } from '@patchbay/shared/api'
import type { AddressedMessage, Channel, FindOutcome, NotSent, SendOutcome, Sent } from '../../kit/channel.ts'

export interface PartsSending {
  readonly channel: Pick<Channel, 'send' | 'find'>
  readonly message: AddressedMessage
  /** At least one. */
  readonly parts: readonly MessageContent[]
  readonly signal: AbortSignal
  /** Waits until the account may send again, or says why the message must be sent later. */
  turn(key: string): Promise<NotSent | undefined>
  /** Called for each part that was sent. */
  onSent(part: AddressedMessage, sent: Sent): void
}

/** How often a later part is tried, and the longest pause before it. */
const MOST_TRIES = 4
const LONGEST_PAUSE_MS = 5_000
const USUAL_PAUSE_MS = 1_000

/**
 * Sends the parts of a message one after another. The first one decides whether the message may be tried again: a later
 * one that was certainly not sent is tried here, because the parts before it must not be sent twice.
 */
export async function sendParts(sending: PartsSending): Promise<SendOutcome> {
  const { channel, message, parts, signal, onSent } = sending
  const all: Sent[] = []
  for (const [index, part] of messagesOf(message, parts).entries()) {
    const outcome = index === 0 ? await channel.send(part, signal) : await sendLater(sending, part)
    if (!outcome.ok) return index === 0 ? outcome : partlySent(outcome, { sent: index, of: parts.length })
    onSent(part, outcome)
    all.push(outcome)
  }
  return together(all)
}

/** Asks the provider about the parts of a message, of which a process that died may have sent some. */
export async function findParts(sending: Omit<PartsSending, 'turn'>): Promise<FindOutcome> {
  const { channel, message, parts, signal, onSent } = sending
  const all: Sent[] = []
  for (const [index, part] of messagesOf(message, parts).entries()) {
    const found = (await channel.find?.(part, signal)) ?? { kind: 'unknown', isFinal: true }
    // Neither sending all of them again nor taking them for sent would be right.
    if (found.kind === 'not-sent' && index > 0) return { kind: 'unknown', isFinal: true }
    if (found.kind !== 'sent') return found
    onSent(part, found.sent)
    all.push(found.sent)
  }
  return { kind: 'sent', sent: together(all) }
}

/** Each part has a key of its own, the same in every attempt. */
function messagesOf(message: AddressedMessage, parts: readonly MessageContent[]): readonly AddressedMessage[] {
  return parts.map((content, index) => {
    const key = message.idempotencyKey
    return { ...message, content, idempotencyKey: index === 0 ? key : `${key}.${index + 1}` }
  })
}

async function sendLater(sending: PartsSending, part: AddressedMessage, tries = 1): Promise<SendOutcome> {
  const { channel, signal, turn } = sending
  const outcome = (await turn(part.idempotencyKey)) ?? (await channel.send(part, signal))
  if (outcome.ok || outcome.retry === undefined || tries === MOST_TRIES) return outcome
  const pauseMs = outcome.retry.afterMs ?? USUAL_PAUSE_MS
  if (pauseMs > LONGEST_PAUSE_MS) return outcome
  const isOver = await delay(pauseMs, true, { signal }).catch(() => false)
  return isOver ? sendLater(sending, part, tries + 1) : outcome
}

/** Has no code by which the step could take the whole message for unsent and send it again. */
function partlySent({ error }: NotSent, { sent, of }: { readonly sent: number; readonly of: number }): NotSent {
  const message = `${sent} of ${of} parts of the message were sent, and then: ${error.message}`
  const code = error.code === 'OPTED_OUT' ? error.code : 'MESSAGE_REFUSED'
  return { ok: false, error: { ...error, code, message } }
}

/** The last part stands for the message: its receipt is the last one to come. */
function together(all: readonly Sent[]): Sent {
  const last = all.at(-1)
  if (last === undefined) throw new Error('A message has no parts.')
  return { ...last, segments: all.reduce((sum, { segments }) => sum + segments, 0) }
}
