import { createHmac, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccountResource, ConversationResource, Page, ThreadItem } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { apiToken } from '../helpers/runtime-process.ts'
import { type CrashReceived, eventProblems } from './checks.ts'
import { type CrashNode, startCrashNode } from './crash-node.ts'
import { type CrowdCarrier, startCrowdCarrier } from './crowd-carrier.ts'
import { urlOf } from './embedded.ts'
import { type EventReceiver, startEventReceiver } from './event-receiver.ts'
import { driverOf, node } from './scene.ts'
import { type EndedThread, threadEventTypes, toldByThreads, unheard } from './thread-events.ts'

export interface HandedOverReport {
  readonly kills: number
  readonly conversations: number
  readonly seconds: number
  /** Sends that were asked for again under the same key. */
  readonly repeated: number
  /** Events of messages and conversations that the receiver has, each counted once. */
  readonly events: number
  /** Events that came again under the same id. */
  readonly eventsRepeated: number
  readonly problems: readonly string[]
}

const NUMBER = '+17865550176'
/** Conversations that begin with each life of the process. */
const EACH = 3
/** A life lasts at most this long before it is killed. */
const LONGEST_LIFE_MS = 2_500
/** What the last kill has left goes on as soon as the process is back. */
const PATIENCE_MS = 60_000
/** A webhook belongs to its dead process for a while, and the log of events is 15 s behind. */
const EVENT_PATIENCE_MS = 180_000
/** The embedded database does one thing at a time: reading the whole log in a tight loop would hold up the deliveries. */
const LOOK_EVERY_MS = 3_000
const hears = (contact: number) => ['One moment', `First answer to ${contact}`, `Last answer to ${contact}`, 'Bye']

/** Hands over, and says good-bye once people have closed the conversation. */
const flow: Flow = {
  formatVersion: 1,
  name: 'Handed over',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(1, 'inbound-sms', {}),
    node(2, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'One moment' }),
    node(3, 'hand-over', { to: '$ANI', from: '$DNIS', note: 'Asks for a person', noAnswerMinutes: 60 }),
    node(4, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Bye' }),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'success', to: 3 },
    { from: 3, exit: 'done', to: 4 },
  ],
  notes: [],
}

/**
 * Conversations that a flow hands over and that are answered and closed, while the only process is killed again and again
 * at random. Whatever is asked of it is asked again until it is answered. Every contact gets each text once, in order, and
 * every event of messages and conversations arrives at a receiver.
 */
export async function runHandedOver(kills: number): Promise<HandedOverReport> {
  const startedAt = performance.now()
  const place = await createDataDir()
  const carrier = await startCrowdCarrier()
  const receiver = await startEventReceiver()
  const start = () => startCrashNode({ env: { PATCHBAY_DATA_DIR: place.path }, log: join(place.path, 'crash.log') })
  let life: CrashNode = start()
  let url = await urlOf(life)
  try {
    const post = await setDesk(url, { origin: carrier.origin, receiver: receiver.url })
    const conversations: Promise<string | undefined>[] = []
    for (let kill = 0; kill < kills; kill += 1) {
      for (let one = 0; one < EACH; one += 1) {
        conversations.push(converse(conversations.length, { carrier, post, urlNow: () => url }))
      }
      await delay(Math.random() * LONGEST_LIFE_MS)
      await life.end('SIGKILL')
      life = start()
      url = await urlOf(life)
    }
    const patience = AbortSignal.timeout(PATIENCE_MS)
    const late = new Promise<string>((resolve) =>
      patience.addEventListener('abort', () => resolve('did not end in time')),
    )
    const ended = await Promise.all(conversations.map((one) => Promise.race([one, late])))
    const problems = ended.flatMap((problem, contact) => [
      ...(problem === undefined ? [] : [`The conversation with ${contact} ${problem}.`]),
      ...textProblems(contact, carrier),
    ])
    const threads = await threadsOf(url)
    problems.push(...threadProblems(threads, conversations.length), ...(await lostEvents(url, { threads, receiver })))
    return {
      kills,
      conversations: conversations.length,
      seconds: Math.round((performance.now() - startedAt) / 1000),
      repeated: carrier.totals().repeated,
      events: receiver.events().length,
      eventsRepeated: receiver.repeated(),
      problems,
    }
  } finally {
    await life.end('SIGKILL')
    await carrier.close()
    await receiver.close()
    await place.remove()
  }
}

interface Talk {
  readonly carrier: CrowdCarrier
  readonly post: (url: string, contact: number) => Promise<boolean>
  readonly urlNow: () => string
}

/** Resolves at its end, to what went wrong. */
async function converse(contact: number, { carrier, post, urlNow }: Talk): Promise<string | undefined> {
  await untilDone(() => post(urlNow(), contact))
  const id = await untilDone(() => handedOver(urlNow(), contact))
  const answers = [
    { id: randomUUID(), content: { text: `First answer to ${contact}` } },
    { id: randomUUID(), content: { text: `Last answer to ${contact}` }, closes: true },
  ]
  for (const body of answers) {
    await untilDone(async () => {
      await driverOf(urlNow()).call('POST', `/conversations/${id}/answers`, body)
      return true
    })
  }
  await carrier.arrived(phoneOf(contact), hears(contact).length)
  return undefined
}

/** Asks again and again, whatever goes wrong, until there is an answer. */
async function untilDone<Value>(ask: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const done = await ask().catch(() => undefined)
    if (done !== undefined && done !== false) return done
    await delay(150)
  }
}

/** The id of the conversation once people have it. */
async function handedOver(url: string, contact: number): Promise<string | undefined> {
  const all = await driverOf(url).call<Page<ConversationResource>>('GET', '/conversations?view=open&limit=200')
  const found = all.items.find((item) => item.contact.value === phoneOf(contact))
  return found?.isWithPerson === true ? found.id : undefined
}

/** The account, the number, the event webhook and the live flow. Answers what posts the text of a contact, always under the same id. */
async function setDesk(
  url: string,
  { origin, receiver }: { readonly origin: string; readonly receiver: string },
): Promise<Talk['post']> {
  const driver = driverOf(url)
  const properties = { url: `${origin}/messages`, honoursKeys: true, timeoutSeconds: 10 }
  const body = { type: 'http-gateway', name: 'Desk', properties }
  const { id, secrets } = await driver.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>(
    'POST',
    '/accounts',
    body,
  )
  await driver.call('POST', '/numbers', { number: NUMBER, accountId: id })
  await driver.call('POST', '/webhooks', { name: 'Desk', url: receiver, events: threadEventTypes })
  await driver.deploy(flow, [NUMBER])
  return async (urlNow, contact) => {
    const text = JSON.stringify({
      id: `talk-${contact}`,
      from: phoneOf(contact),
      to: NUMBER,
      text: `Hello from ${contact}`,
    })
    const signature = createHmac('sha256', secrets.inboundSecret).update(text).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-patchbay-signature': `sha256=${signature}` }
    const signal = AbortSignal.timeout(10_000)
    const response = await fetch(`${urlNow}/channels/http-gateway/${id}`, {
      method: 'POST',
      headers,
      body: text,
      signal,
    })
    await response.body?.cancel()
    return response.ok
  }
}

function phoneOf(contact: number): string {
  return `+1305${7_000_000 + contact}`
}

function textProblems(contact: number, carrier: CrowdCarrier): readonly string[] {
  const heard = carrier.textsTo(phoneOf(contact))
  const isFine = heard.join('|') === hears(contact).join('|')
  return isFine ? [] : [`Contact ${contact} has got ${heard.length === 0 ? 'nothing' : heard.join(' | ')}.`]
}

interface DeskThread extends EndedThread {
  readonly contact: number
}

async function threadsOf(url: string): Promise<readonly DeskThread[]> {
  const driver = driverOf(url)
  const threads: DeskThread[] = []
  for (const view of ['closed', 'open']) {
    const { items: found } = await driver.call<Page<ConversationResource>>(
      'GET',
      `/conversations?view=${view}&limit=200`,
    )
    for (const { id, contact, status } of found) {
      const { items } = await driver.call<Page<ThreadItem>>('GET', `/conversations/${id}/items?limit=100`)
      const isClosed = status === 'closed'
      threads.push({ conversationId: id, contact: Number(contact.value.slice(-6)), isClosed, items })
    }
  }
  return threads
}

/** Every thread has each message once, of both sides. */
function threadProblems(threads: readonly DeskThread[], conversations: number): readonly string[] {
  const closed = threads.filter(({ isClosed }) => isClosed)
  const problems = closed.length < conversations ? [`${closed.length} of ${conversations} are closed.`] : []
  for (const { contact, items } of closed) {
    const said = items.flatMap((item) => (item.kind === 'message' ? [item.content.text ?? ''] : [])).toReversed()
    // The good-bye follows the end, and opens no conversation with people.
    const expected = [`Hello from ${contact}`, ...hears(contact).slice(0, 3)]
    if (expected.join('|') !== said.slice(0, 4).join('|'))
      problems.push(`The thread of ${contact} is ${said.join(' | ')}.`)
  }
  return problems
}

/** What the threads and the log of events have and the receiver has not, once it had time to hear of everything. */
async function lostEvents(
  url: string,
  { threads, receiver }: { readonly threads: readonly EndedThread[]; readonly receiver: EventReceiver },
): Promise<readonly string[]> {
  const told = toldByThreads(threads)
  // The older name is a delivery and no event of its own.
  const stored = told.filter(({ type }) => type !== 'MESSAGE/RECEIVED')
  let problems: readonly string[] = ['The events of the receiver were never compared.']
  await eventually(async () => {
    await delay(LOOK_EVERY_MS)
    const logged = await loggedEvents(url)
    problems = [
      ...eventProblems(receiver.events(), told),
      ...eventProblems(logged, stored).map((problem) => `In the log: ${problem}`),
      ...unheard(logged, receiver.events()),
    ]
    return problems.length === 0
  }, EVENT_PATIENCE_MS).catch(() => {})
  return problems
}

async function loggedEvents(url: string): Promise<readonly CrashReceived[]> {
  const since = new Date(Date.now() - 86_400_000).toISOString()
  const address = `${url}/api/v1/events?startAt=${since}&entities=CONVERSATION&entities=CONTACT`
  const response = await fetch(address, { headers: { authorization: `Bearer ${apiToken}` } })
  if (!response.ok) throw new Error(`GET /api/v1/events: ${response.status} ${await response.text()}`)
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  // Events in the shape that webhooks are sent.
  return lines.map((line) => JSON.parse(line) as CrashReceived)
}
