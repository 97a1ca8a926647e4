import type { OutboundMessage, SendOutcome } from '../kit/channel.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import type { KeepingSender } from './keeping-sender.ts'

export interface SendAloneOptions {
  readonly send: KeepingSender['send']
  /** Stores a message that no run sends. */
  readonly store: (message: MessageRecord) => Promise<unknown>
}

/** Sends a message that belongs to no run, and stores it. */
export type SendAlone = (message: Omit<OutboundMessage, 'runId'>, signal: AbortSignal) => Promise<SendOutcome>

export function createSendAlone({ send, store }: SendAloneOptions): SendAlone {
  return async (message, signal) => {
    let sent: MessageRecord | undefined
    const outcome = await send({ ...message, runId: null }, signal, (record) => {
      sent = record
    })
    if (sent !== undefined) await store(sent)
    return outcome
  }
}
