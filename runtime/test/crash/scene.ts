import { createHmac } from 'node:crypto'
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

/** A text that starts a run which asks, and the answer to its question. Both are sent until a 2xx says that they were taken. */
export interface CrashTalk {
  readonly key: string
  readonly contact: string
  runId: string | undefined
  /** The run that took the answer. */
  answeredRunId: string | undefined
}

export interface CrashScene {
  readonly flowId: string
  /** Where the gateway of the texts posts them, and what it signs them with. */
  readonly callback: string
  readonly secret: string
}

/** Before the first process is up. */
export const noScene: CrashScene = { flowId: '', callback: '', secret: '' }

/** The number whose flow asks, and the action that does. */
const ASKING_NUMBER = '+17865550174'
export const QUESTION = 12

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

/** Asks for an answer and says what it was. */
const askingFlow: Flow = {
  formatVersion: 1,
  name: 'Crash talk',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(11, 'inbound-sms', {}),
    node(QUESTION, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Well?', responseTimeoutSeconds: 3_600 }),
    node(13, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'You said $SMS_12.reply.text' }),
  ],
  connections: [
    { from: 11, exit: 'next', to: QUESTION },
    { from: QUESTION, exit: 'reply', to: 13 },
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

/** Accounts, numbers and the live flows. */
export async function setScene(url: string, origin: string): Promise<CrashScene> {
  const driver = driverOf(url)
  let [callback, secret] = ['', '']
  for (const carrier of carriers) {
    const properties = {
      url: `${origin}/${carrier}`,
      timeoutSeconds: 1,
      honoursKeys: carrier === 'keyed',
      ...(carrier === 'searchable' ? { statusUrl: `${origin}/${carrier}/{id}` } : {}),
    }
    const account = { type: 'http-gateway', name: carrier, properties }
    const created = await driver.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>(
      'POST',
      '/accounts',
      account,
    )
    const { id: accountId } = created
    await driver.call('POST', '/numbers', { number: numbers[carrier], accountId })
    if (carrier !== 'keyed') continue
    await driver.call('POST', '/numbers', { number: ASKING_NUMBER, accountId })
    callback = `/channels/http-gateway/${accountId}`
    secret = created.secrets.inboundSecret
  }
  await driver.deploy(askingFlow, [ASKING_NUMBER])
  return { flowId: await driver.deploy(flow), callback, secret }
}

/** Events for all carriers in turn and texts between them, and what was answered to them. */
export function createEvents(sceneOf: () => CrashScene, origin: string) {
  const events: CrashEvent[] = []
  const talks: CrashTalk[] = []

  async function send(url: string, event: CrashEvent): Promise<void> {
    const response = await fetch(`${url}/triggers/${sceneOf().flowId}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiToken}`,
        'content-type': 'application/json',
        'idempotency-key': event.key,
      },
      body: JSON.stringify({ ANI: event.contact, DNIS: numbers[event.carrier] }),
      signal: AbortSignal.timeout(10_000),
    })
    event.runId = (await runIdOf(response)) ?? event.runId
  }

  async function text(url: string, { contact }: CrashTalk, id: string): Promise<string | undefined> {
    const { callback, secret } = sceneOf()
    const body = JSON.stringify({ id, from: contact, to: ASKING_NUMBER, text: id })
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-patchbay-signature': `sha256=${signature}` }
    const signal = AbortSignal.timeout(10_000)
    return runIdOf(await fetch(`${url}${callback}`, { method: 'POST', headers, body, signal }))
  }

  /** Answers only what was asked: the carrier must have the question. */
  async function talk(url: string, open: CrashTalk): Promise<void> {
    open.runId ??= await text(url, open, open.key)
    if (open.runId === undefined) return
    const question = `${open.runId}.${QUESTION}.1`
    for (let looks = 0; looks < MOST_LOOKS && !(await hasText(question)); looks += 1) await delay(50)
    if (await hasText(question)) open.answeredRunId = await text(url, open, answerTo(open))
  }

  async function hasText(key: string): Promise<boolean> {
    const response = await fetch(`${origin}/keyed/${encodeURIComponent(key)}`)
    await response.body?.cancel()
    return response.ok
  }

  return {
    all: (): readonly CrashEvent[] => events,
    talks: (): readonly CrashTalk[] => talks,
    add(count: number): void {
      for (let added = 0; added < count; added += 1) {
        const number = events.length
        const carrier = carriers[number % carriers.length] ?? 'keyed'
        const contact = `+1305${String(2_000_000 + number)}`
        events.push({ key: `event-${number}`, carrier, contact, runId: undefined })
        const writer = `+1786${String(3_000_000 + number)}`
        talks.push({ key: `text-${number}`, contact: writer, runId: undefined, answeredRunId: undefined })
      }
    },
    /** Forgets texts whose answer was not taken: taking the table of waits back loses what they wait for. */
    dropOpenTalks(): void {
      const done = talks.filter(({ answeredRunId }) => answeredRunId !== undefined)
      talks.splice(0, talks.length, ...done)
    },
    /** Sends whatever was not answered yet. A process that dies meanwhile leaves them to the next call. */
    async sendOpen(url: string): Promise<void> {
      const open = events.filter(({ runId }) => runId === undefined)
      const unanswered = talks.filter(({ answeredRunId }) => answeredRunId === undefined)
      await Promise.all([
        ...open.map((event) => send(url, event).catch(() => delay(1))),
        ...unanswered.map((one) => talk(url, one).catch(() => delay(1))),
      ])
    },
  }
}

/** At the carrier, for a question: after that the process is dead, or slow. */
const MOST_LOOKS = 60

export function answerTo({ key }: CrashTalk): string {
  return `answer to ${key}`
}

async function runIdOf(response: Response): Promise<string | undefined> {
  const body: unknown = await response.json()
  const isTaken = response.ok && typeof body === 'object' && body !== null && 'runId' in body
  return isTaken && typeof body.runId === 'string' ? body.runId : undefined
}
