import type { RunErrorBody } from '@patchbay/shared/api'
import type { Conversation, MessageSender, OutboundMessage } from './channel.ts'

/** A conversation that a flow gives to people. */
export interface HandOver {
  readonly conversation: Conversation
  /** The name of a topic; empty for none. It is made where there is none of that name. */
  readonly topic: string
  /** For the people; empty for none. */
  readonly note: string
  /** Sent to the contact once, as soon as people have the conversation; empty for nothing. */
  readonly meanwhile: string
  /** Where the contact is written to. */
  readonly place: Pick<OutboundMessage, 'channel' | 'from' | 'to'>
  /** Named as the author: the flow and the action. */
  readonly by: string
  readonly flowId: string
  /** Of the step: a hand-over that is done again is told once. */
  readonly key: string
}

/** The port through which flows give conversations to people. */
export interface HandOvers {
  /** People have the conversation once it resolves. Resolves to an error when it is not open. */
  handOver(given: HandOver): Promise<RunErrorBody | undefined>
  /**
   * Takes a conversation back that nobody has taken. `with-person`: somebody has it. `ended`: people have handed it back
   * or closed it.
   */
  takeBack(conversation: Conversation): Promise<'taken-back' | 'with-person' | 'ended'>
}

/** Of runs that test a draft on simulated phones: no person is asked, so nobody answers. The phone gets the message. */
export function handOversOfTests(
  messages: Pick<MessageSender, 'send'>,
  { runId, signal }: { readonly runId: string; readonly signal: AbortSignal },
): HandOvers {
  return {
    async handOver({ place, meanwhile: text, key: idempotencyKey }) {
      if (text !== '') await messages.send({ ...place, content: { text }, idempotencyKey, runId }, signal)
      return undefined
    },
    takeBack: async () => 'taken-back',
  }
}
