import type { LiveEvent, RunErrorBody } from '@patchbay/shared/api'
import { MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import { Type } from 'typebox'
import type { FindOutcome, NotSent, OutboundMessage } from '../kit/channel.ts'
import type { KeepingSender } from '../messaging/keeping-sender.ts'
import { defineJob, defineWorker, type Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import type { AnswerRepository, ClaimedAnswer } from './answer-repository.ts'
import { isOfFlow } from './person-of.ts'

const sendJob = defineJob({
  name: 'send-answer',
  payload: Type.Object({ conversationId: Type.String() }, { additionalProperties: false }),
  // The row says what is to be done, and `sweep` finds answers of lost jobs.
  retryLimit: 0,
  expireInSeconds: 120,
})

/** An attempt is given up before its claim ends. */
const ATTEMPT_MS = 45 * SECOND_MS
const CLAIMED_MS = MINUTE_MS
/** Pauses between attempts that certainly sent nothing. */
const PAUSES_MS = [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS]
/** An answer that is overdue by this much has lost its job. */
const LOST_MS = 5 * SECOND_MS
const LOST_AT_ONCE = 500

export interface AnswerSenderOptions {
  readonly answers: AnswerRepository
  readonly sender: Pick<KeepingSender, 'send' | 'find' | 'repeatOf'>
  readonly queue: Pick<Queue, 'send' | 'wake'>
  readonly processId: string
  readonly events: { publish(event: LiveEvent): void }
  readonly now: () => Date
  onError(error: unknown, about?: object): void
}

export interface AnswerSender {
  readonly worker: Worker
  /** Call it once an answer is stored. */
  begin(conversationId: string): void
  /** Sends what lost jobs and dead processes have left. Call it at the start and every few seconds. */
  sweep(): Promise<void>
}

/**
 * Sends what people answer, in the order of each conversation. What is to be sent stands in the database; a job only says
 * that it is time, and may be lost or come twice. No answer is sent twice: after a lost attempt the service is asked, or
 * refuses the same key, or the answer stays `unknown`.
 */
export function createAnswerSender(options: AnswerSenderOptions): AnswerSender {
  const { answers, sender, queue, processId, events, now, onError } = options

  async function sendAll(conversationId: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const until = new Date(now().getTime() + CLAIMED_MS)
      const answer = await answers.claim(conversationId, { now: now(), until })
      if (answer === undefined) return
      await sendOne(answer, AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]))
      tell(answer)
    }
  }

  async function sendOne(answer: ClaimedAnswer, signal: AbortSignal): Promise<void> {
    const messages: MessageRecord[] = []
    // A message without an author is of a flow: it ends nobody's waiting.
    const author = isOfFlow(answer.author) ? {} : { author: answer.author }
    const keep = (message: MessageRecord) => void messages.push({ ...message, ...author })
    const end = (state: 'sent' | 'failed' | 'unknown', error?: RunErrorBody) =>
      answers.end(answer, { state, ...(error === undefined ? {} : { error }), messages, processId, now: now() })
    const message = messageOf(answer)
    if (await isInDoubt(answer)) {
      const found = await sender.find(message, signal, keep)
      if (found.kind === 'sent') return await end('sent')
      const askAgain = whenToAsk(found, answer)
      if (askAgain === 'never') return await end('unknown', mayHaveBeenSent)
      if (askAgain !== undefined) return await postpone(answer, new Date(now().getTime() + askAgain))
    }
    const sent = await sender.send(message, signal, keep)
    if (sent.ok) return await end('sent')
    // Stopped, or too slow: its claim ends, and the next attempt asks first.
    if (signal.aborted && messages.length === 0) return
    const again = tryAgainAt(sent, answer.tries, now())
    if (again === undefined || messages.length > 0) return await end('failed', sent.error)
    await postpone(answer, again, sent.error)
  }

  /** A service that refuses a key it knows needs no question. */
  async function isInDoubt({ isInDoubt, channel, address }: ClaimedAnswer): Promise<boolean> {
    return isInDoubt && (await sender.repeatOf({ channel, value: address })) !== 'keyed'
  }

  async function postpone({ id, conversationId }: ClaimedAnswer, at: Date, error?: RunErrorBody): Promise<void> {
    await answers.postpone(id, at, error)
    await queue.send(sendJob, { conversationId }, { startAfter: at, singletonKey: `${conversationId} ${at.getTime()}` })
  }

  function tell({ conversationId, channel, address, contact }: ClaimedAnswer): void {
    const at = now().toISOString()
    events.publish({ type: 'message', channel, address, contact, at })
    events.publish({ type: 'conversation', conversationId, at })
  }

  async function sweep(): Promise<void> {
    const before = new Date(now().getTime() - LOST_MS)
    for (const conversationId of await answers.overdue(before, LOST_AT_ONCE)) begin(conversationId)
  }

  function begin(conversationId: string): void {
    queue.send(sendJob, { conversationId }, { singletonKey: conversationId }).then(() => queue.wake(sendJob), onError)
  }

  return {
    worker: defineWorker(sendJob, { concurrency: 10 }, ({ conversationId }, signal) => sendAll(conversationId, signal)),
    begin,
    sweep,
  }
}

/** Milliseconds until the service is asked again what became of an answer; undefined when it certainly has none. */
function whenToAsk(
  found: Exclude<FindOutcome, { kind: 'sent' }>,
  { tries, isJustLost }: ClaimedAnswer,
): number | 'never' | undefined {
  // The request may still be on its way. Its process was dead before this claim, so the time is counted from here.
  if (found.kind === 'not-sent') return isJustLost && found.settledAfterMs > 0 ? found.settledAfterMs : undefined
  return found.isFinal ? 'never' : (PAUSES_MS[tries - 1] ?? 'never')
}

/** Undefined when another attempt would not help. */
function tryAgainAt({ heldUntil, retry }: NotSent, tries: number, now: Date): Date | undefined {
  if (heldUntil !== undefined) return heldUntil
  const pauseMs = PAUSES_MS[tries - 1]
  if (retry === undefined || pauseMs === undefined) return undefined
  return new Date(now.getTime() + Math.max(pauseMs, retry.afterMs ?? 0))
}

function messageOf({ id, channel, address, contact, content }: ClaimedAnswer): OutboundMessage {
  return { channel, from: address, to: contact, content, idempotencyKey: id, runId: null }
}

const mayHaveBeenSent: RunErrorBody = {
  code: 'OUTCOME_UNKNOWN',
  message: 'Patchbay was stopped while it sent this, and the service cannot say whether it has it.',
  help: 'Ask the contact before you send it again.',
}
