import type { JsonObject } from '@patchbay/shared/json'
import { SECOND_MS } from '@patchbay/shared/time'
import type { SentBy } from '../../kit/channel.ts'
import type { Reported } from '../../kit/delivery-receipt.ts'
import type { StepContext, StepResult, StepWait, WokenBy } from '../../kit/node.ts'

/** What an action does with a message whose receipt it waits for. */
export interface ReceiptWish {
  readonly requestDeliveryReceipt?: boolean
  readonly receiptTimeoutSeconds?: number
}

const USUAL_SECONDS = 600

/**
 * Waits for the last receipt of a message that was just sent. Ends at once where it has come already, or where the
 * service knew the end when it took the message.
 * @param outputs what the action leaves behind of the sent message
 */
export async function waitForReceipt(
  wish: ReceiptWish,
  { sent, outputs, context }: { readonly sent: SentBy; readonly outputs: JsonObject; readonly context: StepContext },
): Promise<StepResult | StepWait> {
  const { services } = context
  const { accountId, messageId, status } = sent
  const reported = await services.messages.receiptOf({ accountId, messageId })
  const ended = endedBy(reported ?? { status, error: null, at: services.now().toISOString() }, outputs)
  if (ended !== undefined) return ended
  const seconds = wish.receiptTimeoutSeconds ?? USUAL_SECONDS
  return {
    wait: {
      until: new Date(services.now().getTime() + seconds * SECOND_MS),
      for: 'receipt',
      receiptOf: { accountId, messageId },
      state: { accountId, messageId, outputs },
    },
  }
}

/** The result of a wait for a receipt. Without an event the receipt may have come before the wait was known. */
export async function afterReceiptWait(
  wish: ReceiptWish,
  { services }: StepContext,
  { reason, event, state }: WokenBy,
): Promise<StepResult> {
  // As `waitForReceipt` has stored it, and as `storeReceipt` has made the event.
  const { outputs, ...message } = state as unknown as { outputs: JsonObject; accountId: string; messageId: string }
  const reported = reason === 'event' ? (event as unknown as Reported) : await services.messages.receiptOf(message)
  const ended = reported === undefined ? undefined : endedBy(reported, outputs)
  if (ended !== undefined) return ended
  const seconds = wish.receiptTimeoutSeconds ?? USUAL_SECONDS
  const status = reported?.status ?? outputs.status ?? ''
  const error = {
    code: 'RECEIPT_TIMEOUT',
    message: `No delivery receipt came within ${seconds} s.`,
    help: 'The message was sent and may still arrive. Raise Receipt Timeout, or check that the carrier sends receipts.',
  }
  const receipt = { status, error: '', at: '' }
  return { exit: 'undelivered', outputs: { ...outputs, status, receipt, error: error.code }, error }
}

/** The result by a receipt; undefined when the message is still on its way. */
function endedBy({ status, error, at }: Reported, outputs: JsonObject): StepResult | undefined {
  const receipt = { status, error: error?.serviceCode ?? '', at }
  if (status === 'delivered' || status === 'read') {
    return { exit: 'delivered', outputs: { ...outputs, status, receipt } }
  }
  if (status !== 'undelivered') return undefined
  const why = error ?? { code: 'MESSAGE_REFUSED', message: 'The carrier did not deliver the message.' }
  return { exit: 'undelivered', outputs: { ...outputs, status, receipt, error: why.code }, error: why }
}
