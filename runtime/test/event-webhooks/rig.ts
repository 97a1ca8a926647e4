import { randomBytes } from 'node:crypto'
import type { NewWebhook, WebhookResource } from '@patchbay/shared/api'
import type { KyselyPlugin } from 'kysely'
import type { AlertPayload } from '../../src/alerts/alert-job.ts'
import {
  createEventWebhookParts,
  type EventWebhookOptions,
  type EventWebhookParts,
} from '../../src/event-webhooks/create-event-webhooks.ts'
import { createWebClient } from '../../src/platform/egress/create-web-client.ts'
import { secretKeyOf } from '../../src/platform/secrets/secret-key.ts'
import type { Database } from '../../src/store/database.ts'
import { type NewEvent, storeEvents } from '../../src/store/events/store-events.ts'
import { createProcessRepository } from '../../src/store/repositories/process-repository.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { type Receiver, startReceiver } from './receiver.ts'

/** Event webhooks on a database of their own, with a clock that tests set. */
export interface Rig extends EventWebhookParts {
  readonly database: Database
  /** Those of another process on the database. */
  readonly other: EventWebhookParts
  /** Those of a process that uses the embedded database alone, as every one does. */
  readonly alone: EventWebhookParts
  /** Statements that were sent to the database so far. */
  statements(): number
  /** Alerts that were entered, by event. */
  readonly alerts: AlertPayload[]
  /** Both processes are alive for the next seconds. */
  beat(): Promise<void>
  /** The receivers are closed with the rig. */
  receiver(): Promise<Receiver>
  now(): Date
  advance(ms: number): void
  /** A webhook for this receiver, with its signing secret. */
  webhook(receiver: Receiver, change?: Partial<NewWebhook>): Promise<{ webhook: WebhookResource; secret: string }>
  store(count?: number, change?: Partial<NewEvent>): Promise<void>
  /** Delivers, and sets the clock to each next attempt, until none is due by then. Returns when attempts were made. */
  deliverUntil(end: Date): Promise<void>
  close(): Promise<void>
}

const key = randomBytes(32).toString('base64')

export async function openRig(timeoutMs = 2_000): Promise<Rig> {
  const opened = await openTestDatabase()
  let statements = 0
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      statements += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  // Several processes share the database here, although it is the embedded one: heartbeats decide.
  const database: Database = { ...opened, kind: 'postgres', kysely: opened.kysely.withPlugin(counting) }
  const web = createWebClient({ allow: ['127.0.0.1'] })
  let time = new Date('2026-03-01T00:00:00.000Z')
  const now = () => time
  const alerts: AlertPayload[] = []
  const receivers: Receiver[] = []
  const options: EventWebhookOptions = {
    database,
    key: secretKeyOf(key),
    web,
    queue: {
      async send(_, payload) {
        alerts.push(payload as AlertPayload) // Only alerts are sent.
      },
      wake: () => undefined,
    },
    kinds: { get: () => undefined },
    egressAllow: ['127.0.0.1'],
    instance: { email: 'ops@example.org' },
    version: '1.2.3',
    processId: uuidv7(),
    mayJudge: () => true,
    timeoutMs,
    now,
    onChange: () => database.eventWants.refresh(),
    onError(error) {
      throw error
    },
  }
  const processes = [uuidv7(), options.processId]
  const repository = createProcessRepository(database.kysely)
  for (const id of processes) {
    await repository.register({ id, host: 'rig', pid: 1, version: '1.2.3' })
  }
  const parts = createEventWebhookParts(options)
  const dueNext = async (end: Date) => {
    const row = await database.kysely
      .selectFrom('eventDelivery')
      .innerJoin('eventWebhook', 'eventWebhook.id', 'eventDelivery.subscriberId')
      .select('dueAt')
      .where('eventDelivery.state', '=', 'waiting')
      .where('eventWebhook.state', '=', 'on')
      .where('dueAt', '>', time)
      .where('dueAt', '<=', end)
      .orderBy('dueAt')
      .executeTakeFirst()
    return row?.dueAt
  }
  return {
    ...parts,
    async beat() {
      for (const id of processes) await repository.beat(id)
    },
    other: createEventWebhookParts({ ...options, processId: processes[0] ?? '' }),
    alone: createEventWebhookParts({ ...options, database: { ...database, kind: opened.kind } }),
    statements: () => statements,
    database,
    alerts,
    now,
    async receiver() {
      const receiver = await startReceiver()
      receivers.push(receiver)
      return receiver
    },
    advance: (ms) => {
      time = new Date(time.getTime() + ms)
    },
    webhook: ({ url }, change) =>
      parts.webhooks.create({ name: 'Receiver', url, events: ['CUSTOMER_PROFILE/CREATED'], ...change }),
    async store(count = 1, change = {}) {
      for (let index = 0; index < count; index += 1) {
        const content = { customerId: String(index) }
        const event = { type: 'CUSTOMER_PROFILE/CREATED', initiator: { type: 'SYSTEM' }, content, ...change } as const
        await database.kysely.transaction().execute((transaction) => storeEvents(transaction, [event], time))
      }
    },
    async deliverUntil(end) {
      await parts.dispatcher.deliverDue()
      for (let due = await dueNext(end); due !== undefined; due = await dueNext(end)) {
        time = due
        await parts.dispatcher.deliverDue()
      }
      time = end
    },
    async close() {
      await parts.dispatcher.stop()
      await Promise.all(receivers.map((receiver) => receiver.close()))
      await web.close()
      await database.close()
    },
  }
}
