import type { Kysely } from 'kysely'
import type { WebhookNotices } from '../alerts/webhook-notices.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { Database } from '../store/database.ts'
import { findEvents, type StoredEvent } from '../store/events/read-events.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import { afterFailure, type Consequence } from './after-failure.ts'
import type { DeliveryRecord, DeliveryRepository } from './delivery-repository.ts'
import { toEnvelope } from './envelope.ts'
import { type Posted, type PostOptions, postEvent } from './post-event.ts'
import { turnOff, type WebhookRecord } from './webhook-repository.ts'
import { openSecrets, type WebhookSecrets } from './webhook-secrets.ts'

/** Deliveries read at once. */
const BATCH = 50
/** A webhook is this process's for so long. An attempt takes up to 15 s, and none begins in the last half. */
const CLAIM_MS = 60_000
/** How long a request may go on once the process is asked to stop: its receiver would get the event again. */
const STOP_GRACE_MS = 3_000
/** How soon after its commit an event is on its way, at the latest. */
const POLL_MS = 500

export interface DispatcherOptions extends PostOptions {
  readonly database: Database
  readonly deliveries: DeliveryRepository
  readonly key: SecretKey
  readonly notices: WebhookNotices
  readonly channelName: (channel: string) => string
  /** Called after a webhook was turned off. */
  onOff(): Promise<void>
  onError(error: unknown): void
}

/** Delivers events to webhooks: of all processes on a database, one at a time has a webhook, and sends one by one. */
export interface Dispatcher {
  start(): void
  /** Ends once the attempts under way have ended. */
  stop(): Promise<void>
  /** Delivers everything that is due and that no other process has. Resolves once that is done. */
  deliverDue(): Promise<void>
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, deliveries, key, notices, now, onError } = options
  /** Ends requests under way. */
  const stopping = new AbortController()
  let isStopping = false
  /** Webhooks that this process delivers to. Each by itself, so that none waits for a receiver that hangs. */
  const underWay = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<unknown> = Promise.resolve()

  async function begin(): Promise<void> {
    if (isStopping || !database.eventWants.hasWebhooks()) return
    for (const webhook of await deliveries.claim({ now: now(), forMs: CLAIM_MS })) {
      // A claim that has run out although this process still works on it.
      if (underWay.has(webhook.id)) continue
      const work = deliverTo(webhook)
        .catch((error: unknown) => {
          // A request that was ended: its event is sent again by the next process.
          if (error !== stopping.signal.reason) onError(error)
        })
        .finally(() => underWay.delete(webhook.id))
      underWay.set(webhook.id, work)
    }
  }

  async function deliverTo(webhook: WebhookRecord): Promise<void> {
    const endsMs = performance.now() + CLAIM_MS / 2
    try {
      const secrets = openSecrets(key, webhook)
      let { failingSince, warnedAt } = webhook
      while (!isStopping && performance.now() < endsMs) {
        const batch = await nextOf(webhook)
        if (batch.length === 0) return
        const events = new Map(
          (
            await findEvents(
              database.kysely,
              batch.map(({ seq }) => seq),
            )
          ).map((event) => [event.seq, event]),
        )
        for (const delivery of batch) {
          if (isStopping || performance.now() >= endsMs) return
          const event = events.get(delivery.seq)
          if (event === undefined) {
            await deliveries.remove(delivery, database.kysely)
            continue
          }
          const done = await attempt({ ...webhook, failingSince, warnedAt }, secrets, { delivery, event })
          if (done.isOver || (!done.isOk && webhook.isStrict)) return
          failingSince = done.failingSince
          warnedAt = done.warnedAt
        }
      }
    } finally {
      await deliveries.release(webhook.id)
    }
  }

  async function nextOf({ id, isStrict }: WebhookRecord): Promise<readonly DeliveryRecord[]> {
    const at = now()
    const batch = await deliveries.due(id, { now: at, limit: BATCH, first: isStrict })
    if (!isStrict) return batch
    const waits = batch.findIndex(({ dueAt }) => dueAt > at)
    return waits === -1 ? batch : batch.slice(0, waits)
  }

  /** Sends an event once and stores what became of it. */
  async function attempt(
    webhook: WebhookRecord,
    secrets: WebhookSecrets,
    { delivery, event }: { readonly delivery: DeliveryRecord; readonly event: StoredEvent },
  ): Promise<{ isOk: boolean; isOver: boolean; failingSince: Date | null; warnedAt: Date | null }> {
    const begunAt = now()
    const envelope = toEnvelope(event, {
      isAlias: delivery.isAlias,
      channelName: options.channelName,
      ...(await textOf(webhook, delivery, event)),
    })
    const receiver = { url: webhook.url, username: webhook.username, secrets }
    const message = { id: envelope.id, body: JSON.stringify(envelope), signal: stopping.signal }
    const posted = await postEvent(options, receiver, message)
    const at = now()
    const tries = delivery.tries + 1
    const failed = posted.isOk ? undefined : consequenceOf(webhook, posted, { tries, at })
    const { status, error, durationMs, request, response } = posted
    const noted = { webhookId: webhook.id, eventId: envelope.id, type: envelope.type, tries } as const
    const { isOver, consequence } = await database.kysely.transaction().execute(async (transaction) => {
      const stored = await lockWebhook(transaction, webhook.id)
      if (stored === undefined) return { isOver: true }
      // What was removed, turned off or changed meanwhile stays so: a failure says nothing about other settings, with
      // which the event is tried again.
      const isChanged = stored.updatedAt.getTime() !== webhook.updatedAt.getTime()
      const consequence = isChanged ? undefined : failed
      const isGivenUp = consequence !== undefined && consequence.dueAt === undefined
      const outcome = posted.isOk ? 'success' : isGivenUp ? 'error' : 'debug'
      const attempt = { id: uuidv7(begunAt), ...noted, outcome, durationMs, status, error, request, response } as const
      await deliveries.note(attempt, transaction)
      if (posted.isOk) await succeed(transaction, delivery, { webhook, at })
      else if (consequence !== undefined) await fail(transaction, delivery, { webhook, consequence, at, tries, posted })
      return { isOver: isChanged, consequence }
    })
    if (consequence?.off !== undefined) await options.onOff()
    if (consequence?.off !== undefined || consequence?.warns === true) notices.wake()
    return {
      isOk: posted.isOk,
      isOver: isOver || consequence?.off !== undefined,
      failingSince: posted.isOk ? null : (webhook.failingSince ?? at),
      warnedAt: posted.isOk ? null : consequence?.warns === true ? at : webhook.warnedAt,
    }
  }

  async function textOf(webhook: WebhookRecord, { isAlias }: DeliveryRecord, { content }: StoredEvent) {
    const { messageId } = content
    if (!webhook.includesText || isAlias || typeof messageId !== 'string') return {}
    const text = await deliveries.textOf(messageId)
    return text === undefined ? {} : { text }
  }

  async function succeed(
    transaction: Kysely<Tables>,
    delivery: DeliveryRecord,
    { webhook, at }: { readonly webhook: WebhookRecord; readonly at: Date },
  ): Promise<void> {
    await deliveries.remove(delivery, transaction)
    const set = { lastSuccessAt: at, failingSince: null, warnedAt: null }
    await transaction.updateTable('eventWebhook').set(set).where('id', '=', webhook.id).execute()
  }

  async function fail(
    transaction: Kysely<Tables>,
    delivery: DeliveryRecord,
    { webhook, consequence, at, tries, posted }: Failed,
  ): Promise<void> {
    const { dueAt, off, warns } = consequence
    const state = dueAt === undefined ? 'failed' : 'waiting'
    const lastAnswer = posted.error
    await deliveries.change(delivery, { state, tries, dueAt: dueAt ?? delivery.dueAt, lastAnswer }, transaction)
    const since = { failingSince: webhook.failingSince ?? at, ...(warns === true ? { warnedAt: at } : {}) }
    await transaction.updateTable('eventWebhook').set(since).where('id', '=', webhook.id).execute()
    if (off !== undefined) await turnOff(transaction, webhook.id, { reason: off, at })
    const about = { id: webhook.id, name: webhook.name, problem: posted.error ?? '' }
    if (off !== undefined) await notices.off(transaction, { ...about, reason: off })
    else if (warns === true) await notices.warn(transaction, about)
  }

  function poll(): void {
    if (isStopping) return
    timer = setTimeout(() => {
      polling = begin().catch(onError).finally(poll)
    }, POLL_MS).unref()
  }

  return {
    start: poll,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await polling
      clearTimeout(timer)
      const ending = setTimeout(() => stopping.abort(new Error('The process stops.')), STOP_GRACE_MS)
      await Promise.all(underWay.values())
      clearTimeout(ending)
    },
    async deliverDue() {
      await begin()
      await Promise.all(underWay.values())
    },
  }
}

interface Failed {
  readonly webhook: WebhookRecord
  readonly consequence: Consequence
  readonly at: Date
  readonly tries: number
  readonly posted: Posted
}

function consequenceOf(
  webhook: WebhookRecord,
  { status, askedMs }: Posted,
  { tries, at }: { readonly tries: number; readonly at: Date },
): Consequence {
  return afterFailure({
    webhookId: webhook.id,
    preset: webhook.preset,
    now: at,
    tries,
    status,
    ...(askedMs === undefined ? {} : { askedMs }),
    failingSince: webhook.failingSince ?? at,
    isWarned: webhook.warnedAt !== null,
  })
}

function lockWebhook(transaction: Kysely<Tables>, id: string) {
  return transaction.selectFrom('eventWebhook').select('updatedAt').where('id', '=', id).forUpdate().executeTakeFirst()
}
