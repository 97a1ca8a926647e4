import { randomBytes } from 'node:crypto'
import {
  type CreatedWebhook,
  isUuid,
  MOST_WEBHOOKS,
  type NewWebhook,
  type PingResult,
  type Resend,
  type WebhookAttempt,
  type WebhookChange,
  type WebhookResource,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { DAY_MS } from '@patchbay/shared/time'
import { readTime } from '../kit/read-time.ts'
import { newSigningSecret } from '../kit/standard-webhooks.ts'
import type { AllowList } from '../platform/egress/allow-list.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import { asTaken } from '../store/as-taken.ts'
import { placeOfEventId } from '../store/events/event-id.ts'
import { timeOfId, uuidv7 } from '../store/uuid.ts'
import { changed, keptSecretErrors, knownTypes, refuseErrors, webhookErrors } from './check-webhook.ts'
import type { AttemptRecord, DeliveryRepository, ResendChoice } from './delivery-repository.ts'
import { type PostOptions, postEvent, type Receiver } from './post-event.ts'
import type { WebhookFigures, WebhookRecord, WebhookRepository, WebhookSettings } from './webhook-repository.ts'
import { openSecrets, sealSecrets, type WebhookSecrets } from './webhook-secrets.ts'

/** What administrators do with event webhooks. Every method with an id throws NOT_FOUND. */
export interface EventWebhooks {
  list(): Promise<readonly WebhookResource[]>
  get(id: string): Promise<WebhookResource>
  /** @throws AppError INVALID_INPUT, WEBHOOK_EXISTS, TOO_MANY_WEBHOOKS, PING_FAILED */
  create(webhook: NewWebhook): Promise<CreatedWebhook>
  /** Nothing changes when it throws. @throws AppError INVALID_INPUT, WEBHOOK_EXISTS, PING_FAILED */
  change(id: string, change: WebhookChange): Promise<WebhookResource>
  remove(id: string): Promise<void>
  ping(id: string): Promise<PingResult>
  /** Returns the new signing secret. */
  renewSecret(id: string): Promise<string>
  removeOlderSecret(id: string): Promise<void>
  attempts(id: string): Promise<readonly WebhookAttempt[]>
  /** Returns how many events are to be sent. @throws AppError INVALID_INPUT, WEBHOOK_OFF */
  resend(id: string, which: Resend): Promise<number>
}

/** The settings that are stored, with secrets in plain text. */
interface Settings extends Omit<WebhookSettings, 'headerNames' | 'sealed' | 'hasOlderSecret'> {
  readonly secrets: WebhookSecrets
}

export interface EventWebhooksOptions extends PostOptions {
  readonly webhooks: WebhookRepository
  readonly deliveries: DeliveryRepository
  readonly key: SecretKey
  readonly allow: AllowList
  /** Tells all processes that other events are wanted. */
  onChange(): Promise<void>
}

const MOST_SHOWN_CHARACTERS = 200
const DEFAULT_HOLD_DAYS = 4

export function createEventWebhooks(options: EventWebhooksOptions): EventWebhooks {
  const { webhooks, deliveries, key, allow, onChange, now } = options

  async function find(id: string): Promise<WebhookRecord> {
    const found = isUuid(id) ? await webhooks.find(id) : undefined
    if (found === undefined) throw gone()
    return found
  }

  const show = async (record: WebhookRecord) =>
    toResource(record, openSecrets(key, record), await webhooks.figures(record.id))

  async function ping({ url, username, secrets }: Receiver): Promise<PingResult> {
    const message = { id: randomBytes(16).toString('base64url'), body: '{"type":"PING"}', signal: neverAborted }
    const { status, durationMs, error, answer } = await postEvent(options, { url, username, secrets }, message)
    return { isOk: status === 200, status, durationMs, answer: (answer || error || '').slice(0, MOST_SHOWN_CHARACTERS) }
  }

  /** @throws AppError PING_FAILED */
  async function requirePing(receiver: Receiver): Promise<void> {
    const { isOk, status, answer } = await ping(receiver)
    if (isOk) return
    const how = status === null ? answer : `It answered ${status}.`
    const message = `The receiver must answer a PING with the status 200. ${how}`.trim()
    throw new AppError('PING_FAILED', message, { errors: [{ path: 'url', message }] })
  }

  async function create(given: NewWebhook): Promise<CreatedWebhook> {
    const { name, url, events, username = null, password, state = 'on' } = given
    const headers = headersOf(given.headers, {})
    refuseErrors(webhookErrors({ url, events, username, password, headers }, allow))
    const known = await webhooks.list()
    if (known.length >= MOST_WEBHOOKS) throw tooMany()
    if (known.some((other) => other.url === url)) throw exists()
    const id = uuidv7(now())
    const secrets = {
      ...(username === null || password === undefined ? {} : { password }),
      headers,
      signing: newSigningSecret(),
    }
    if (state !== 'off') await requirePing({ url, username, secrets })
    const settings: WebhookSettings = {
      name,
      url,
      types: knownTypes(events),
      state,
      preset: given.preset ?? 'standard',
      isStrict: given.isStrict ?? false,
      includesText: given.includesText ?? false,
      holdDays: given.holdDays ?? DEFAULT_HOLD_DAYS,
      username,
      realm: given.realm ?? null,
      headerNames: Object.keys(headers),
      sealed: sealSecrets(key, id, secrets),
      hasOlderSecret: false,
    }
    if (!(await asTaken(webhooks.create({ id, at: now(), ...settings }, MOST_WEBHOOKS), exists))) throw tooMany()
    await onChange()
    return { webhook: await show(await find(id)), secret: secrets.signing }
  }

  async function change(id: string, given: WebhookChange): Promise<WebhookResource> {
    const record = await find(id)
    const { url, username, state, secrets } = changedBy(given, record)
    if ((await webhooks.list()).some((other) => other.url === url && other.id !== record.id)) throw exists()
    const isTried = state !== 'off' && (record.state === 'off' || url !== record.url)
    if (isTried) await requirePing({ url, username, secrets })
    await save(record.id, (stored) => changedBy(given, stored))
    return show(await find(id))
  }

  /** The settings with what is given of them. @throws AppError INVALID_INPUT */
  function changedBy(given: WebhookChange, record: WebhookRecord): Settings {
    const { password: before, ...kept } = openSecrets(key, record)
    const url = given.url ?? record.url
    const username = changed(given.username, record.username)
    const events = given.events ?? record.types
    const headers = given.headers === undefined ? kept.headers : headersOf(given.headers, kept.headers)
    const password = username === null ? undefined : (given.password ?? before)
    refuseErrors(webhookErrors({ url, events, username, password, headers }, allow))
    refuseErrors(keptSecretErrors(given, { url: record.url, headers: kept.headers }, { url, username, headers }))
    return {
      name: given.name ?? record.name,
      url,
      types: knownTypes(events),
      state: given.state ?? record.state,
      preset: given.preset ?? record.preset,
      isStrict: given.isStrict ?? record.isStrict,
      includesText: given.includesText ?? record.includesText,
      holdDays: given.holdDays ?? record.holdDays,
      username,
      realm: changed(given.realm, record.realm),
      secrets: { ...kept, headers, ...(password === undefined ? {} : { password }) },
    }
  }

  async function save(id: string, decide: (stored: WebhookRecord) => Settings): Promise<void> {
    const writing = webhooks.change(id, now(), (stored) => {
      const { secrets, ...settings } = decide(stored)
      const headerNames = Object.keys(secrets.headers)
      const hasOlderSecret = secrets.olderSigning !== undefined
      return { ...settings, headerNames, sealed: sealSecrets(key, id, secrets), hasOlderSecret }
    })
    if (!(await asTaken(writing, exists))) throw gone()
    await onChange()
  }

  /** @param change makes the secrets of the stored ones */
  async function saveSecrets(id: string, change: (stored: WebhookSecrets) => WebhookSecrets): Promise<void> {
    await save(id, (stored) => {
      const { name, url, types, state, preset, isStrict, includesText, holdDays, username, realm } = stored
      const kept = { name, url, types, state, preset, isStrict, includesText, holdDays, username, realm }
      return { ...kept, secrets: change(openSecrets(key, stored)) }
    })
  }

  return {
    list: async () => Promise.all((await webhooks.list()).map(show)),
    get: async (id) => show(await find(id)),
    create,
    change,
    async remove(id) {
      const { id: known } = await find(id)
      await webhooks.remove(known)
      await onChange()
    },
    async ping(id) {
      const record = await find(id)
      return ping({ url: record.url, username: record.username, secrets: openSecrets(key, record) })
    },
    async renewSecret(id) {
      const { id: known } = await find(id)
      const signing = newSigningSecret()
      await saveSecrets(known, (stored) => ({ ...stored, signing, olderSigning: stored.signing }))
      return signing
    },
    async removeOlderSecret(id) {
      const { id: known } = await find(id)
      await saveSecrets(known, ({ olderSigning: _, ...secrets }) => secrets)
    },
    async attempts(id) {
      return (await deliveries.attempts((await find(id)).id)).map(toAttempt)
    },
    async resend(id, which) {
      const record = await find(id)
      if (record.state === 'off') throw new AppError('WEBHOOK_OFF', 'Turn the event webhook on first.')
      return deliveries.resend(record.id, choiceOf(which), now())
    },
  }
}

/** A PING is a part of a request, which has no signal of its own; its time-out ends it. */
const neverAborted = new AbortController().signal

/** @throws AppError INVALID_INPUT */
function choiceOf(which: Resend): ResendChoice {
  if ('undelivered' in which) return { undelivered: true }
  if ('from' in which) return { from: readTime('from', which.from), until: readTime('until', which.until) }
  const place = placeOfEventId(which.eventId)
  if (place === undefined) refuseErrors([{ path: 'eventId', message: 'This is not the id of an event.' }])
  return { seq: place?.seq ?? 0, isAlias: place?.isAlias ?? false }
}

/** @param stored what a value of null keeps */
function headersOf(given: NewWebhook['headers'] = {}, stored: WebhookSecrets['headers']): WebhookSecrets['headers'] {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? stored[name] ?? '']))
}

function toResource(record: WebhookRecord, { password }: WebhookSecrets, figures: WebhookFigures): WebhookResource {
  const { id, name, url, state, preset, isStrict, includesText, holdDays, username, realm } = record
  const { waiting, oldestWaitingAt, undelivered } = figures
  const expiresAt =
    state === 'paused' && oldestWaitingAt !== null ? new Date(oldestWaitingAt.getTime() + holdDays * DAY_MS) : null
  return {
    ...{ id, name, url, state, preset, isStrict, includesText, holdDays, username, realm },
    events: [...knownTypes(record.types)],
    hasPassword: password !== undefined,
    headers: record.headerNames,
    hasOlderSecret: record.hasOlderSecret,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    lastSuccessAt: textOf(record.lastSuccessAt),
    failingSince: textOf(record.failingSince),
    offReason: record.offReason,
    offAt: textOf(record.offAt),
    waiting,
    oldestWaitingAt: textOf(oldestWaitingAt),
    expiresAt: textOf(expiresAt),
    undelivered,
  }
}

function toAttempt({ webhookId: _, ...attempt }: AttemptRecord): WebhookAttempt {
  // Written by `postEvent` as JSON objects.
  const [request, response] = [attempt.request as JsonObject, attempt.response as JsonObject | null]
  return { ...attempt, at: timeOfId(attempt.id).toISOString(), request, response }
}

function textOf(time: Date | null): string | null {
  return time === null ? null : time.toISOString()
}

function exists(cause?: unknown): AppError {
  const message = 'Another event webhook has this URL. Each receiver needs one of its own.'
  return new AppError('WEBHOOK_EXISTS', message, { cause, errors: [{ path: 'url', message }] })
}

function gone(): AppError {
  return new AppError('NOT_FOUND', 'There is no such event webhook.')
}

function tooMany(): AppError {
  const message = `There may be ${MOST_WEBHOOKS} event webhooks. Remove one that is not needed any more.`
  return new AppError('TOO_MANY_WEBHOOKS', message)
}
