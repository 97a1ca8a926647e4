import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { readSmsAddress } from '@patchbay/shared/phone'
import { DAY_MS } from '@patchbay/shared/time'
import { type Static, Type } from 'typebox'
import type { Engine } from '../engine/engine.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { SendAlone } from '../messaging/send-alone.ts'
import type { WebClient } from '../platform/egress/web-client.ts'
import { defineJob, defineWorker, type Worker } from '../platform/queue/job.ts'
import { alertWords } from './alert-words.ts'
import type { SendMail } from './send-mail.ts'

const exact = { additionalProperties: false } as const

/** An alert about failures to one receiver. */
export const alertJob = defineJob({
  name: 'failure-alert',
  payload: Type.Object(
    {
      /** Equal for all tries of an alert, so that the flow starts once. */
      key: Type.String(),
      flowId: Type.Optional(Type.String()),
      url: Type.Optional(Type.String()),
      text: Type.Optional(Type.Object({ to: Type.String(), from: Type.String() }, exact)),
      email: Type.Optional(Type.String()),
      body: Type.Record(Type.String(), Type.Unknown()),
    },
    exact,
  ),
  retryLimit: 5,
})

export type AlertPayload = Static<typeof alertJob.payload>

const TIMEOUT_MS = 10_000
const KEY_LIFE_MS = DAY_MS

export interface AlertWorkerOptions {
  readonly engine: Pick<Engine, 'startRun'>
  readonly liveFlows: LiveFlows
  readonly web: WebClient
  readonly sendAlone: SendAlone
  /** Absent: the operator has set no mail server. */
  readonly sendMail?: SendMail
  now(): Date
  onError(error: unknown): void
}

type Text = NonNullable<AlertPayload['text']>

/** Delivers alerts. The queue retries those that get no answer. */
export function createAlertWorker(options: AlertWorkerOptions): Worker {
  const { engine, liveFlows, web, sendAlone, sendMail, now } = options

  async function callUrl(url: string, { key, body }: AlertPayload, signal: AbortSignal): Promise<void> {
    const response = await web.request({
      method: 'POST',
      url,
      headers: [
        ['content-type', 'application/json'],
        ['idempotency-key', key],
      ],
      body: JSON.stringify(body),
      isRepeatable: true,
      timeoutMs: TIMEOUT_MS,
      signal,
    })
    if (response.statusCode >= 200 && response.statusCode <= 299) return
    throw new AppError('HTTP_STATUS', `The URL for failure alerts returned the status ${response.statusCode}.`)
  }

  async function startFlow(flowId: string, { key, body }: AlertPayload): Promise<void> {
    const trigger = liveFlows.apiTrigger(flowId)
    if (trigger === undefined) {
      throw new AppError('FLOW_NOT_LIVE', 'The flow for failure alerts is not live, or has no Inbound API trigger.')
    }
    const expiresAt = new Date(now().getTime() + KEY_LIFE_MS)
    const dedupe = { credential: 'failure-alert', key, bodyHash: '', expiresAt }
    // The body was parsed from JSON.
    await engine.startRun({ ...trigger, event: { data: { body: body as JsonObject } }, dedupe })
  }

  /** A text that may have been sent is not sent again. */
  async function sendText({ to, from }: Text, { key, body }: AlertPayload, signal: AbortSignal): Promise<void> {
    const content = { text: alertWords(body as JsonObject).text }
    const message = { channel: 'sms', from, to: readSmsAddress(to) ?? to, content, idempotencyKey: key }
    const outcome = await sendAlone(message, signal)
    if (outcome.ok) return
    const refused = new AppError('MESSAGE_REFUSED', `The alert by text was not sent: ${outcome.error.message}`)
    if (outcome.retry !== undefined) throw refused
    options.onError(refused)
  }

  async function mailTo(to: string, { key, body }: AlertPayload, signal: AbortSignal): Promise<void> {
    if (sendMail === undefined) {
      options.onError(new AppError('BAD_REQUEST', 'The alert by e-mail was not sent: set PATCHBAY_SMTP_URL.'))
      return
    }
    await sendMail({ to, ...alertWords(body as JsonObject), key }, signal)
  }

  return defineWorker(alertJob, { concurrency: 2 }, async (payload, signal) => {
    if (payload.url !== undefined) await callUrl(payload.url, payload, signal)
    if (payload.flowId !== undefined) await startFlow(payload.flowId, payload)
    if (payload.text !== undefined) await sendText(payload.text, payload, signal)
    if (payload.email !== undefined) await mailTo(payload.email, payload, signal)
  })
}
