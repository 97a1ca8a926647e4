import { createHmac, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccountResource, ConversationResource, Page, ThreadItem } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { createDataDir } from '../helpers/data-dir.ts'
import { type CrashNode, startCrashNode } from './crash-node.ts'
import { type CrowdCarrier, startCrowdCarrier } from './crowd-carrier.ts'
import { urlOf } from './embedded.ts'
import { driverOf, node } from './scene.ts'

export interface HandedOverReport {
  readonly kills: number
  readonly conversations: number
  readonly seconds: number
  /** Sends that were asked for again under the same key. */
  readonly repeated: number
  readonly problems: readonly string[]
}

const NUMBER = '+17865550176'
/** Conversations that begin with each life of the process. */
const EACH = 3
/** A life lasts at most this long before it is killed. */
const LONGEST_LIFE_MS = 2_500
/** What the last kill has left goes on as soon as the process is back. */
const PATIENCE_MS = 60_000
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
    node(3, 'hand-over', { to: '$ANI', from: '$DNIS', noAnswerMinutes: 60 }),
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
 * at random. Whatever is asked of it is asked again until it is answered. Every contact gets each text once, in order.
 */
export async function runHandedOver(kills: number): Promise<HandedOverReport> {
  const startedAt = performance.now()
  const place = await createDataDir()
  const carrier = await startCrowdCarrier()
  const start = () => startCrashNode({ env: { PATCHBAY_DATA_DIR: place.path }, log: join(place.path, 'crash.log') })
  let life: CrashNode = start()
  let url = await urlOf(life)
  try {
    const post = await setDesk(url, carrier.origin)
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
    problems.push(...(await threadProblems(url, conversations.length)))
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    return { kills, conversations: conversations.length, seconds, repeated: carrier.totals().repeated, problems }
  } finally {
    await life.end('SIGKILL')
    await carrier.close()
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

/** The account, the number and the live flow. Answers what posts the text of a contact, always under the same id. */
async function setDesk(url: string, origin: string): Promise<Talk['post']> {
  const driver = driverOf(url)
  const properties = { url: `${origin}/messages`, honoursKeys: true, timeoutSeconds: 10 }
  const body = { type: 'http-gateway', name: 'Desk', properties }
  const { id, secrets } = await driver.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>(
    'POST',
    '/accounts',
    body,
  )
  await driver.call('POST', '/numbers', { number: NUMBER, accountId: id })
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

/** Every thread has each message once, of both sides. */
async function threadProblems(url: string, conversations: number): Promise<readonly string[]> {
  const driver = driverOf(url)
  const closed = await driver.call<Page<ConversationResource>>('GET', '/conversations?view=closed&limit=200')
  const problems = closed.items.length < conversations ? [`${closed.items.length} of ${conversations} are closed.`] : []
  for (const { id, contact } of closed.items) {
    const { items } = await driver.call<Page<ThreadItem>>('GET', `/conversations/${id}/items?limit=100`)
    const said = items.flatMap((item) => (item.kind === 'message' ? [item.content.text ?? ''] : [])).toReversed()
    const number = Number(contact.value.slice(-6))
    // The good-bye follows the end, and opens no conversation with people.
    const expected = [`Hello from ${number}`, ...hears(number).slice(0, 3)]
    if (expected.join('|') !== said.slice(0, 4).join('|'))
      problems.push(`The thread of ${number} is ${said.join(' | ')}.`)
  }
  return problems
}
