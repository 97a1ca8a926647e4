import type { FindOutcome, MessageSender, NotSent, OutboundMessage, SentBy } from '../kit/channel.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'

/** Called with a message that was sent, so that it is stored with the step that has sent it. */
export type KeepMessage = (message: MessageRecord) => void

/** The sender as the engine sees it, which stores what was sent. */
export interface KeepingSender extends MessageSender {
  send(message: OutboundMessage, signal: AbortSignal, keep?: KeepMessage): Promise<SentBy | NotSent>
  find(message: OutboundMessage, signal: AbortSignal, keep?: KeepMessage): Promise<FindOutcome<SentBy>>
  /** The sender of runs that test this flow: its messages go to the phones of the simulator, from any of our addresses. */
  forTest(flowId: string): KeepingSender
}

/** Services of all steps of the process. */
export interface KeepingServices {
  readonly messages: KeepingSender
}
