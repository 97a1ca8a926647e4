import type { RunErrorBody } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { listReferences } from '@patchbay/shared/expressions'
import type { Retry } from '@patchbay/shared/flow'
import { type JsonObject, wellFormed } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { SECOND_MS } from '@patchbay/shared/time'
import type { NotSent, OutboundMessage, Sent, SentBy } from '../../../kit/channel.ts'
import { contentOf } from '../../../kit/message-content.ts'
import {
  defineAction,
  type FoundOutcome,
  type StepContext,
  type StepResult,
  type StepWait,
  type WaitState,
  type WokenBy,
} from '../../../kit/node.ts'
import { sms } from '../../../messaging/channels/sms.ts'
import { heldMessage } from '../held-message.ts'
import { afterReceiptWait, waitForReceipt } from '../receipt-wait.ts'
import { sendSms } from './definition.ts'

type Inputs = InputsOf<typeof sendSms>

export const sendSmsAction = defineAction(sendSms, { run: send, resume, find, problems: problemsOf })

/** Numbers that are the same in every run and cannot be texted. */
function problemsOf({ to }: Inputs): readonly FieldError[] {
  if (listReferences(to).length > 0 || to.trim() === '') return []
  const recipient = sms.normalise(to)
  if (recipient === undefined) return [{ path: 'to', message: `This is not a phone number. ${WRITE_IN_FULL}` }]
  const whyNot = sms.whyUnreachable?.(recipient)
  return whyNot === undefined ? [] : [{ path: 'to', message: whyNot }]
}

async function send(inputs: Inputs, context: StepContext): Promise<StepResult | StepWait> {
  const message = messageOf(inputs, context)
  if ('code' in message) return failed(message)
  if (isQuestion(inputs)) {
    const question = await waitFor(inputs, message, context)
    return { ...question, afterCommit: () => ask(message, context) }
  }
  const outcome = await context.services.messages.send(message, context.signal)
  return outcome.ok ? goingOn(inputs, message, { sent: outcome, context }) : notSent(outcome)
}

async function ask(message: OutboundMessage, context: StepContext): Promise<StepResult | StepWait | WaitState> {
  const outcome = await context.services.messages.send(message, context.signal)
  return outcome.ok ? { state: outputsOf(outcome) } : notSent(outcome)
}

async function waitFor(inputs: Inputs, message: OutboundMessage, { services }: StepContext): Promise<StepWait> {
  const until = new Date(services.now().getTime() + (inputs.responseTimeoutSeconds ?? 0) * SECOND_MS)
  return { wait: { until, for: 'reply', conversation: await services.messages.conversationOf(message) } }
}

async function resume(inputs: Inputs, context: StepContext, wokenBy: WokenBy): Promise<StepResult> {
  if (!isQuestion(inputs)) return afterReceiptWait(inputs, context, wokenBy)
  const { reason, event, state } = wokenBy
  // An answer may come before the text counts as sent. Then there is nothing to say of the text.
  const sent = { messageId: '', status: '', segments: 0, error: '', ...state }
  if (reason === 'due') return { exit: 'no-reply', outputs: sent }
  const { text = '', from = '', media = [] } = event
  return { exit: 'reply', outputs: { reply: { text, from, media }, ...sent } }
}

function isQuestion({ responseTimeoutSeconds = 0 }: Inputs): boolean {
  return responseTimeoutSeconds > 0
}

/** Inputs that cannot be sent were not sent: running the action says why. */
async function find(inputs: Inputs, context: StepContext): Promise<FoundOutcome> {
  const message = messageOf(inputs, context)
  if ('code' in message) return { kind: 'not-done', settledAfterMs: 0 }
  const found = await context.services.messages.find(message, context.signal)
  if (found.kind === 'sent')
    return { kind: 'done', result: await goingOn(inputs, message, { sent: found.sent, context }) }
  if (found.kind === 'unknown') return found
  return { kind: 'not-done', settledAfterMs: found.settledAfterMs }
}

/** The message of these inputs, or why there is none. */
function messageOf(inputs: Inputs, { idempotencyKey, runId }: StepContext): OutboundMessage | RunErrorBody {
  const to = inputs.to.trim()
  const from = inputs.from.trim()
  const empty = firstEmpty({ 'Send To': to, 'Send From': from, Message: inputs.message.trim() })
  if (empty !== undefined) return emptyInput(empty)
  const recipient = sms.normalise(to)
  if (recipient === undefined) return notANumber(to)
  const whyNot = sms.whyUnreachable?.(recipient)
  if (whyNot !== undefined) return { ...notANumber(to), help: `${whyNot} Look at the contact in the Condition before.` }
  const mediaUrls = (inputs.media ?? []).map(({ url }) => url.trim())
  const unusable = mediaUrls.find((url) => !isWebAddress(url))
  if (unusable !== undefined) return notAnAddress(unusable)
  return {
    channel: sms.id,
    to: recipient,
    from: sms.normalise(from) ?? from,
    content: contentOf(wellFormed(inputs.message), mediaUrls),
    idempotencyKey,
    runId,
  }
}

/** What follows a text that was sent: the answer to it or its receipt may be waited for. */
async function goingOn(
  inputs: Inputs,
  message: OutboundMessage,
  { sent, context }: { readonly sent: SentBy; readonly context: StepContext },
): Promise<StepResult | StepWait> {
  const outputs = outputsOf(sent)
  if (isQuestion(inputs)) {
    const { wait } = await waitFor(inputs, message, context)
    return { wait: { ...wait, state: outputs } }
  }
  if (inputs.requestDeliveryReceipt === true) return waitForReceipt(inputs, { sent, outputs, context })
  return { exit: 'success', outputs }
}

function outputsOf({ messageId, status, segments }: Sent): JsonObject {
  return { messageId, status, segments, error: '' }
}

function failed(error: RunErrorBody): StepResult {
  return { exit: 'failure', outputs: { error: error.code }, error }
}

function notSent(outcome: NotSent): StepResult | StepWait {
  return heldMessage(outcome) ?? { ...failed(outcome.error), ...adviceOf(outcome) }
}

/** Without advice of the channel, the code of the error decides about another try. */
function adviceOf({ retry }: NotSent): Pick<StepResult, 'retryAdvice'> {
  if (retry === undefined) return {}
  return { retryAdvice: { outcome: 'busy', isSure: true, unlessChosen: usualRetry, ...retry } }
}

/** A text that was certainly not sent is tried again for a quarter of a minute, or as long as the service asks for. */
const usualRetry: Retry = { attempts: 5, backoffSeconds: 1, maxBackoffSeconds: 300 }

function firstEmpty(values: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(values).find((title) => values[title] === '')
}

function emptyInput(title: string): RunErrorBody {
  return {
    code: 'INVALID_VALUE',
    message: `${title} is empty.`,
    help: `The variables in ${title} had no value in this run. Look at its inputs, and at the action that should have set them.`,
  }
}

function isWebAddress(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text)
}

function notAnAddress(url: string): RunErrorBody {
  return {
    code: 'INVALID_VALUE',
    message: `Media is not the address of a file: "${url.slice(0, 80)}".`,
    help: 'It begins with https:// and leads straight to the picture or file.',
  }
}

const WRITE_IN_FULL = 'Write it in full with the plus and the country code, such as +17865550100.'

function notANumber(to: string): RunErrorBody {
  return {
    code: 'INVALID_VALUE',
    message: `Send To is not a phone number: "${to.slice(0, 40)}".`,
    help: WRITE_IN_FULL,
  }
}
