import { setTimeout as delay } from 'node:timers/promises'
import type { AccountResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { type ApiDriver, createApiDriver } from '../helpers/api-driver.ts'
import { checkAnswer } from '../helpers/check-answers.ts'
import { apiToken } from '../helpers/runtime-process.ts'

export const carriers = ['keyed', 'searchable', 'neither'] as const
export type Carrier = (typeof carriers)[number]

const numbers: Readonly<Record<Carrier, string>> = {
  keyed: '+17865550171',
  searchable: '+17865550172',
  neither: '+17865550173',
}

/** One event; it is sent until a 2xx says that it was taken. */
export interface CrashEvent {
  readonly key: string
  readonly carrier: Carrier
  readonly contact: string
  runId: string | undefined
}

/** One flow that texts through the carrier of the event's number, between two steps that only store something. */
const flow: Flow = {
  formatVersion: 1,
  name: 'Crash',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(1, 'inbound-api', { expectedInputs: [] }),
    node(2, 'set-variables', { variables: [{ name: 'before', value: '1' }] }),
    node(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Hello $before' }),
    node(4, 'set-variables', { variables: [{ name: 'after', value: '1' }] }),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'next', to: 3 },
    { from: 3, exit: 'success', to: 4 },
  ],
  notes: [],
}

function node(id: number, type: string, inputs: Flow['nodes'][number]['inputs']): Flow['nodes'][number] {
  return { id, type, name: `${type} ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

export function driverOf(url: string): ApiDriver {
  return createApiDriver(async (method, path, body, headers = {}) => {
    const address = `${url}/api${path}`
    const response = await fetch(address, {
      method,
      headers: {
        authorization: `Bearer ${apiToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    await checkAnswer(method, address, response)
    return response
  })
}

/** Accounts, numbers and the live flow; answers its id. */
export async function setScene(url: string, origin: string): Promise<string> {
  const driver = driverOf(url)
  for (const carrier of carriers) {
    const properties = {
      url: `${origin}/${carrier}`,
      timeoutSeconds: 1,
      honoursKeys: carrier === 'keyed',
      ...(carrier === 'searchable' ? { statusUrl: `${origin}/${carrier}/{id}` } : {}),
    }
    const account = { type: 'http-gateway', name: carrier, properties }
    const { id: accountId } = await driver.call<AccountResource>('POST', '/accounts', account)
    await driver.call('POST', '/numbers', { number: numbers[carrier], accountId })
  }
  return driver.deploy(flow)
}

/** Events for all carriers in turn, and what was answered to them. */
export function createEvents(flowIdOf: () => string) {
  const events: CrashEvent[] = []

  async function send(url: string, event: CrashEvent): Promise<void> {
    const response = await fetch(`${url}/triggers/${flowIdOf()}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiToken}`,
        'content-type': 'application/json',
        'idempotency-key': event.key,
      },
      body: JSON.stringify({ ANI: event.contact, DNIS: numbers[event.carrier] }),
      signal: AbortSignal.timeout(10_000),
    })
    const body: unknown = await response.json()
    if (response.ok && typeof body === 'object' && body !== null && 'runId' in body) event.runId = String(body.runId)
  }

  return {
    all: (): readonly CrashEvent[] => events,
    add(count: number): void {
      for (let added = 0; added < count; added += 1) {
        const number = events.length
        const carrier = carriers[number % carriers.length] ?? 'keyed'
        const contact = `+1305${String(2_000_000 + number)}`
        events.push({ key: `event-${number}`, carrier, contact, runId: undefined })
      }
    },
    /** Sends whatever was not answered yet. A process that dies meanwhile leaves them to the next call. */
    async sendOpen(url: string): Promise<void> {
      const open = events.filter(({ runId }) => runId === undefined)
      await Promise.all(open.map((event) => send(url, event).catch(() => delay(1))))
    },
  }
}
