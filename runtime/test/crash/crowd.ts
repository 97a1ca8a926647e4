import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccountResource, Page, RunListItem } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { startPostgresServer } from '../helpers/postgres-server.ts'
import { type CrashNode, startCrashNode } from './crash-node.ts'
import { type CrowdCarrier, startCrowdCarrier } from './crowd-carrier.ts'
import { urlOf } from './embedded.ts'
import { driverOf, node } from './scene.ts'

export interface CrowdReport {
  readonly name: string
  readonly seconds: number
  readonly texts: number
  /** Sends that a carrier was asked for again after the kill, under the same key. */
  readonly repeated: number
  readonly problems: readonly string[]
}

const NUMBER = '+17865550175'
/** The text that starts the run, and the answers. */
const says = (contact: number) => ['Hello', `first of ${contact}`, `second of ${contact}`] as const
const hears = (contact: number) => ['One?', 'Two?', `first of ${contact}, second of ${contact}`]
/** Nobody waits longer than this for the end of all conversations. */
const PATIENCE_MS = 120_000

const flow: Flow = {
  formatVersion: 1,
  name: 'Crowd',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(1, 'inbound-sms', {}),
    node(2, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'One?', responseTimeoutSeconds: 3_600 }),
    node(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Two?', responseTimeoutSeconds: 3_600 }),
    node(4, 'send-sms', { to: '$ANI', from: '$DNIS', message: '$SMS_2.reply.text, $SMS_3.reply.text' }),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
    { from: 3, exit: 'reply', to: 4 },
  ],
  notes: [],
}

/** Where the processes live, and what happens in the middle. */
interface Stage {
  /** Where texts can be posted now. */
  readonly urls: string[]
  kill(): Promise<void>
  close(): Promise<void>
}

/**
 * Contacts in a conversation of two questions each, all at once. Every text comes several times, to any node, also long
 * after the next one and after the end. In the middle a process is killed: one of two nodes on Postgres, or the only one
 * on the embedded database, which is started again.
 */
export async function runCrowd(kind: 'embedded' | 'postgres', contacts: number): Promise<CrowdReport> {
  const carrier = await startCrowdCarrier()
  const stage = kind === 'embedded' ? await openEmbedded() : await openPostgres()
  try {
    const { flowId, post } = await setCrowd(stage, carrier)
    const beganMs = performance.now()
    const people = Array.from({ length: contacts }, (_, index) => index)
    const talked = Promise.all(people.map((contact) => converse(contact, carrier, post)))
    const killed = carrier.delivered(Math.floor(contacts * 1.5)).then(() => stage.kill())
    const inTime = await Promise.race([
      Promise.all([talked, killed]).then(([talks]) => Promise.all(talks.flat())),
      delay(PATIENCE_MS, undefined, { ref: false }),
    ])
    const seconds = Math.round((performance.now() - beganMs) / 1000)
    const late = inTime === undefined ? [`Not all conversations ended within ${PATIENCE_MS / 1000} s.`] : []
    const problems = [...late, ...people.flatMap((contact) => textProblems(contact, carrier))]
    problems.push(...(await runProblems(stage, flowId, contacts)))
    const name = `${contacts} contacts, ${kind === 'embedded' ? 'embedded' : 'two nodes on Postgres'}`
    return { name, seconds, ...carrier.totals(), problems }
  } finally {
    await stage.close()
    await carrier.close()
  }
}

/** Posts a text until it is answered with 2xx. */
type Post = (contact: number, index: number) => Promise<void>

/** Resolves at the end of the conversation, to the copies of its texts that are still on their way. */
async function converse(contact: number, carrier: CrowdCarrier, post: Post): Promise<readonly Promise<void>[]> {
  const copies: Promise<void>[] = []
  for (const [index] of says(contact).entries()) {
    const first = post(contact, index)
    // The carrier repeats this one beside itself, and earlier ones in the wrong order.
    for (let earlier = index; earlier >= 0; earlier -= 1) copies.push(post(contact, earlier))
    await Promise.all([first, carrier.arrived(phoneOf(contact), index + 1)])
  }
  for (const [index] of says(contact).entries()) copies.push(post(contact, index))
  return copies
}

async function setCrowd({ urls }: Stage, carrier: CrowdCarrier) {
  const driver = driverOf(urls[0] ?? '')
  const properties = { url: `${carrier.origin}/messages`, honoursKeys: true, timeoutSeconds: 30 }
  const body = { type: 'http-gateway', name: 'Crowd', properties }
  const { id, secrets } = await driver.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>(
    'POST',
    '/accounts',
    body,
  )
  await driver.call('POST', '/numbers', { number: NUMBER, accountId: id })
  const flowId = await driver.deploy(flow, [NUMBER])
  const post: Post = async (contact, index) => {
    const from = phoneOf(contact)
    const text = JSON.stringify({ id: `${contact}-${index}`, from, to: NUMBER, text: says(contact)[index] })
    const signature = createHmac('sha256', secrets.inboundSecret).update(text).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-patchbay-signature': `sha256=${signature}` }
    for (;;) {
      const url = urls[Math.floor(Math.random() * urls.length)]
      const signal = AbortSignal.timeout(20_000)
      const isTaken = await fetch(`${url}/channels/http-gateway/${id}`, { method: 'POST', headers, body: text, signal })
        .then(async (response) => {
          await response.body?.cancel()
          return response.ok
        })
        .catch(() => false)
      if (isTaken) return
      await delay(200)
    }
  }
  return { flowId, post }
}

function phoneOf(contact: number): string {
  return `+1305${6_000_000 + contact}`
}

function textProblems(contact: number, carrier: CrowdCarrier): readonly string[] {
  const heard = carrier.textsTo(phoneOf(contact))
  const isFine = heard.join('|') === hears(contact).join('|')
  return isFine ? [] : [`Contact ${contact} has got ${heard.length === 0 ? 'nothing' : heard.join(' | ')}.`]
}

/** Every contact has one run, and it has ended well. */
async function runProblems({ urls }: Stage, flowId: string, contacts: number): Promise<readonly string[]> {
  const driver = driverOf(urls.at(-1) ?? '')
  const find = async (): Promise<readonly RunListItem[]> => {
    const found: RunListItem[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: Page<RunListItem> = await driver.call(
        'GET',
        `/runs?flowId=${flowId}&limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
      )
      found.push(...page.items)
      after = page.next
    }
    return found
  }
  await eventually(async () => (await find()).every(({ status }) => status === 'succeeded'), 20_000).catch(() => {})
  const runs = await find()
  const bad = runs.filter(({ status }) => status !== 'succeeded').map(({ id, status }) => `The run ${id} is ${status}.`)
  return runs.length === contacts ? bad : [`${contacts} contacts have ${runs.length} runs.`, ...bad]
}

async function openEmbedded(): Promise<Stage> {
  const place = await createDataDir()
  const start = () => startCrashNode({ env: { PATCHBAY_DATA_DIR: place.path }, log: join(place.path, 'crash.log') })
  let only: CrashNode = start()
  const urls = [await urlOf(only)]
  return {
    urls,
    async kill() {
      await only.end('SIGKILL')
      only = start()
      urls.splice(0, 1, await urlOf(only))
    },
    async close() {
      await only.end('SIGKILL')
      await place.remove()
    },
  }
}

async function openPostgres(): Promise<Stage> {
  const server = await startPostgresServer()
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-crowd-'))
  const env = {
    PATCHBAY_DATABASE_URL: await server.createDatabase(),
    PATCHBAY_DATA_DIR: folder,
    PATCHBAY_SECRET_KEY: 'one key of thirty-two characters for all nodes',
  }
  const start = () => startCrashNode({ env, log: join(folder, 'crash.log') })
  const dying = start()
  const urls = [await urlOf(dying)]
  const living = start()
  urls.push(await urlOf(living))
  return {
    urls,
    async kill() {
      urls.shift()
      await dying.end('SIGKILL')
    },
    async close() {
      await Promise.all([dying, living].map((one) => one.end('SIGKILL')))
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
