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

/** An event without a key whose sender waits for the end of the run. It is sent until an answer comes. */
export interface CrashCall {
  readonly contact: string
  runId: string | undefined
}

export interface CrashScene {
  readonly flowId: string
  /** Whose sender waits. */
  readonly callFlowId: string
  /** Where the gateway of the texts posts them, and what it signs them with. */
  readonly callback: string
  readonly secret: string
}

/** What the receiver of events wants to know. */
const eventTypes = [
  'CONVERSATION/CREATED',
  'CONTACT/MESSAGE_RECEIVED',
  'CONTACT/MESSAGE_SENT',
  'RUN/SUCCEEDED',
  'RUN/FAILED',
]

/** Before the first process is up. */
export const noScene: CrashScene = { flowId: '', callFlowId: '', callback: '', secret: '' }

/** The number whose flow asks, and the action that does. */
const ASKING_NUMBER = '+17865550174'
export const QUESTION = 12

/** The action that texts after the look-up, and where that asks: the run's id follows. */
export const TELL = 23
export const LOOK_UP = '/look-up/'

/** One flow that texts through the carrier of the event's number, between two steps that only store something. */
const flow: Flow = {
  formatVersion: 1,
  name: 'Crash',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(1, 'inbound-api', { expectedInputs: [{ name: 'DNIS' }] }),
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

/** Looks something up before it texts, through a carrier that counts a text that comes twice. */
function callFlow(origin: string): Flow {
  return {
    formatVersion: 1,
    name: 'Crash call',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      node(21, 'inbound-api', { expectedInputs: [{ name: 'DNIS' }] }),
      node(22, 'external-web-call', { method: 'GET', url: `${origin}${LOOK_UP}$(Run.id)`, timeoutSeconds: 10 }),
      node(TELL, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Found' }),
    ],
    connections: [
      { from: 21, exit: 'next', to: 22 },
      { from: 22, exit: 'success', to: TELL },
    ],
    notes: [],
  }
}

export function node(id: number, type: string, inputs: Flow['nodes'][number]['inputs']): Flow['nodes'][number] {
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
  return { flowId: await driver.deploy(flow), callFlowId: await driver.deploy(callFlow(origin)), callback, secret }
}

/** Events for all carriers in turn and texts between them, and what was answered to them. */
export function createEvents(sceneOf: () => CrashScene, origin: string) {
  const events: CrashEvent[] = []
  const talks: CrashTalk[] = []
  const calls: CrashCall[] = []
  let toldSince = Number.POSITIVE_INFINITY

  /** Makes the webhook for events where there is none: taking migrations back takes it, too. */
  async function ensureReceiver(url: string): Promise<void> {
    const driver = driverOf(url)
    const { items } = await driver.call<{ readonly items: readonly unknown[] }>('GET', '/webhooks')
    if (items.length > 0) return
    await driver.call('POST', '/webhooks', { name: 'Crash', url: `${origin}/events`, events: eventTypes })
    toldSince = Date.now()
  }

  async function send(url: string, event: CrashEvent): Promise<void> {
    const { flowId } = sceneOf()
    const to = { address: `${url}/triggers/${flowId}`, headers: { 'idempotency-key': event.key } }
    event.runId = await start(to, event.contact, event.carrier)
  }

  async function call(url: string, open: CrashCall): Promise<void> {
    const to = { address: `${url}/triggers/${sceneOf().callFlowId}`, headers: { prefer: 'wait=8' } }
    open.runId = await start(to, open.contact, 'searchable')
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
    calls: (): readonly CrashCall[] => calls,
    /** From when on, in milliseconds, the receiver hears of what happens. */
    toldSince: () => toldSince,
    add(count: number): void {
      for (let added = 0; added < count; added += 1) {
        const number = events.length
        const carrier = carriers[number % carriers.length] ?? 'keyed'
        const contact = `+1305${String(2_000_000 + number)}`
        events.push({ key: `event-${number}`, carrier, contact, runId: undefined })
        const writer = `+1786${String(3_000_000 + number)}`
        calls.push({ contact: `+1954${String(4_000_000 + number)}`, runId: undefined })
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
      await ensureReceiver(url).catch(() => undefined)
      const open = events.filter(({ runId }) => runId === undefined)
      const unanswered = talks.filter(({ answeredRunId }) => answeredRunId === undefined)
      await Promise.all([
        ...open.map((event) => send(url, event).catch(() => delay(1))),
        ...calls.filter(({ runId }) => runId === undefined).map((one) => call(url, one).catch(() => delay(1))),
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

/** Sends an event by API. The id of its run, if it was taken. */
async function start(
  { address, headers }: { readonly address: string; readonly headers: Readonly<Record<string, string>> },
  contact: string,
  carrier: Carrier,
): Promise<string | undefined> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ANI: contact, DNIS: numbers[carrier] }),
    signal: AbortSignal.timeout(10_000),
  })
  return runIdOf(response)
}

async function runIdOf(response: Response): Promise<string | undefined> {
  const body: unknown = await response.json()
  const isTaken = response.ok && typeof body === 'object' && body !== null && 'runId' in body
  return isTaken && typeof body.runId === 'string' ? body.runId : undefined
}
