import type { MessageButton, RunErrorBody, StepWarning } from '@patchbay/shared/api'
import type { Retry } from '@patchbay/shared/flow'
import { isJsonObject, type JsonObject } from '@patchbay/shared/json'
import { SECOND_MS } from '@patchbay/shared/time'
import type { NotSent, OutboundMessage, Sent, SentBy } from '../../kit/channel.ts'
import { failedStep } from '../../kit/failed-step.ts'
import type { FoundOutcome, StepContext, StepResult, StepWait, WaitState, WokenBy } from '../../kit/node.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { choiceIn } from '../../messaging/content/choice-in.ts'
import { MEDIA_PATH } from '../../messaging/media/media-links.ts'
import { heldMessage } from './held-message.ts'
import { afterReceiptWait, type ReceiptWish, waitForReceipt } from './receipt-wait.ts'

/** What an action waits for after its message. */
export interface Wishes extends ReceiptWish {
  readonly responseTimeoutSeconds?: number
}

/** A message of an action. */
export interface Asking {
  readonly wishes: Wishes
  /** Or why there is none. */
  readonly message: OutboundMessage | RunErrorBody
}

/** Sends the message. A question waits for its answer before it is sent, so that no answer can be too early. */
export async function askAndWait({ wishes, message }: Asking, context: StepContext): Promise<StepResult | StepWait> {
  if ('code' in message) return failedStep(message)
  if (isQuestion(wishes)) {
    const question = await waitFor(wishes, message, context)
    return { ...question, afterCommit: () => ask(message, context) }
  }
  const outcome = await context.services.messages.send(message, context.signal)
  return outcome.ok ? goingOn(wishes, message, { sent: outcome, context }) : notSent(outcome)
}

/** Asks what became of a message whose sender died. What cannot be sent was not sent: running the action says why. */
export async function findAsked({ wishes, message }: Asking, context: StepContext): Promise<FoundOutcome> {
  if ('code' in message) return { kind: 'not-done', settledAfterMs: 0 }
  const found = await context.services.messages.find(message, context.signal)
  if (found.kind === 'sent') {
    return { kind: 'done', result: await goingOn(wishes, message, { sent: found.sent, context }) }
  }
  return found.kind === 'unknown' ? found : { kind: 'not-done', settledAfterMs: found.settledAfterMs }
}

export interface Continued {
  readonly context: StepContext
  readonly wokenBy: WokenBy
  /** The buttons of the question, one of which the answer may mean. Absent: the action has no buttons. */
  readonly offered?: readonly MessageButton[]
}

/** Goes on with the answer or the receipt, or once the time for it has passed. */
export async function afterWait(wishes: Wishes, { context, wokenBy, offered }: Continued): Promise<StepResult> {
  const { warnings, ...state } = wokenBy.state
  const woken = { ...wokenBy, state }
  const result = isQuestion(wishes) ? afterAnswer(woken, offered) : await afterReceiptWait(wishes, context, woken)
  return Array.isArray(warnings) ? { ...result, warnings: warnings.map(toWarning) } : result
}

async function ask(message: OutboundMessage, context: StepContext): Promise<StepResult | StepWait | WaitState> {
  const outcome = await context.services.messages.send(message, context.signal)
  return outcome.ok ? { state: { ...outputsOf(outcome), ...warningsOf(outcome) } } : notSent(outcome)
}

async function waitFor(wishes: Wishes, message: OutboundMessage, { services }: StepContext): Promise<StepWait> {
  const until = new Date(services.now().getTime() + (wishes.responseTimeoutSeconds ?? 0) * SECOND_MS)
  return { wait: { until, for: 'reply', conversation: await services.messages.conversationOf(message) } }
}

/** What follows a message that was sent: the answer to it or its receipt may be waited for. */
async function goingOn(
  wishes: Wishes,
  message: OutboundMessage,
  { sent, context }: { readonly sent: SentBy; readonly context: StepContext },
): Promise<StepResult | StepWait> {
  const outputs = outputsOf(sent)
  if (isQuestion(wishes)) {
    const { wait } = await waitFor(wishes, message, context)
    return { wait: { ...wait, state: { ...outputs, ...warningsOf(sent) } } }
  }
  const next: StepResult | StepWait =
    wishes.requestDeliveryReceipt === true
      ? await waitForReceipt(wishes, { sent, outputs, context })
      : { exit: 'success', outputs }
  if ('wait' in next) return { wait: { ...next.wait, state: { ...next.wait.state, ...warningsOf(sent) } } }
  return sent.warnings === undefined ? next : { ...next, warnings: sent.warnings }
}

function isQuestion({ responseTimeoutSeconds = 0 }: Wishes): boolean {
  return responseTimeoutSeconds > 0
}

function afterAnswer({ reason, event, state }: WokenBy, offered: readonly MessageButton[] | undefined): StepResult {
  // An answer may come before the message counts as sent. Then there is nothing to say of the message.
  const sent = { messageId: '', status: '', segments: 0, error: '', ...state }
  if (reason === 'due') return { exit: 'no-reply', outputs: sent }
  const { text = '', from = '', media = [] } = event
  const choice = offered === undefined ? {} : { choice: { ...choiceOf(event, offered) } }
  return { exit: 'reply', outputs: { reply: { text, from, media, ...choice }, ...sent } }
}

function choiceOf(event: JsonObject, offered: readonly MessageButton[]) {
  const given = fieldOf(event, 'choice')
  const pressed = isJsonObject(given) ? { choice: { id: textOf(given.id), title: textOf(given.title) } } : {}
  return choiceIn({ text: textOf(event.text), ...pressed }, offered) ?? { id: '', title: '' }
}

function toWarning(warning: JsonObject[string]): StepWarning {
  return { code: textOf(fieldOf(warning, 'code')), message: textOf(fieldOf(warning, 'message')) }
}

/** The warnings as a wait keeps them. */
function warningsOf({ warnings = [] }: Sent): JsonObject {
  return warnings.length === 0 ? {} : { warnings: warnings.map((warning) => ({ ...warning })) }
}

function outputsOf({ messageId, status, segments }: Sent): JsonObject {
  return { messageId, status, segments, error: '' }
}

function notSent(outcome: NotSent): StepResult | StepWait {
  return heldMessage(outcome) ?? { ...failedStep(outcome.error), ...adviceOf(outcome) }
}

/** Without advice of the channel, the code of the error decides about another try. */
function adviceOf({ retry }: NotSent): Pick<StepResult, 'retryAdvice'> {
  if (retry === undefined) return {}
  return { retryAdvice: { outcome: 'busy', isSure: true, unlessChosen: usualRetry, ...retry } }
}

/** A message that was certainly not sent is tried again for a quarter of a minute, or as long as the service asks for. */
const usualRetry: Retry = { attempts: 5, backoffSeconds: 1, maxBackoffSeconds: 300 }

/** The addresses of the files, or why one of them is none. */
export function filesOf(media: readonly { readonly url: string }[] = []): readonly string[] | RunErrorBody {
  const urls = media.map(({ url }) => url.trim())
  const unusable = urls.find((url) => !isWebAddress(url) && !isStoredHere(url))
  if (unusable === undefined) return urls
  return {
    code: 'INVALID_VALUE',
    message: `Media is not the address of a file: "${unusable.slice(0, 80)}".`,
    help: 'It begins with https:// and leads straight to the picture or file.',
  }
}

/** The path of a file that is kept here, as a run gets it where no public address is set. */
function isStoredHere(url: string): boolean {
  return url.startsWith(`${MEDIA_PATH}/`)
}

export function isWebAddress(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text)
}
