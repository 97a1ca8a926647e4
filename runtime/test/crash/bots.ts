import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccountResource, Page, RunListItem } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { createDataDir } from '../helpers/data-dir.ts'
import {
  booking,
  bookingFields,
  bookWithLex,
  bookWithModel,
  bookWithWatson,
  botSays,
  guestSays,
} from '../stand-ins/booking-bots.ts'
import { lexBotIds, lexKeys, startLex } from '../stand-ins/lex.ts'
import { apiKey, MODEL, startOpenAi } from '../stand-ins/openai.ts'
import { startWatson, watsonIds, watsonProperties } from '../stand-ins/watson.ts'
import { type CrashNode, startCrashNode } from './crash-node.ts'
import { type CrowdCarrier, startCrowdCarrier } from './crowd-carrier.ts'
import { urlOf } from './embedded.ts'
import { driverOf, node } from './scene.ts'

export interface BotsReport {
  readonly kills: number
  readonly conversations: number
  readonly seconds: number
  /** Sends that were asked for again under the same key. */
  readonly repeated: number
  /** Questions to the model beyond one for each turn: their process died before the answer was stored. */
  readonly askedAgain: number
  readonly problems: readonly string[]
}

const numbers = { lex: '+17865550177', openai: '+17865550178', watson: '+17865550179' } as const
type Service = keyof typeof numbers
const services: readonly Service[] = ['lex', 'openai', 'watson']
/** What each block calls its bot. */
const bots: Readonly<Record<Service, string>> = {
  lex: [lexBotIds.botId, lexBotIds.botAlias, lexBotIds.locale].join('/'),
  openai: MODEL,
  watson: watsonIds.assistantId,
}
const TALK = 2
/** A life lasts at most this long before it is killed. */
const LONGEST_LIFE_MS = 2_500
/** What the last kill has left goes on as soon as the process is back. */
const PATIENCE_MS = 90_000

/** A bot, a model or an assistant books with the contact. */
function flowOf(service: Service, account: string): Flow {
  const talk = { account, bot: bots[service], fields: bookingFields, text: '$item.text', to: '$ANI', from: '$DNIS' }
  return {
    formatVersion: 1,
    name: `Booking by ${service}`,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      node(1, 'inbound-sms', {}),
      // A dead process may have left a request on its way for as long as the time-out.
      node(TALK, 'bot-conversation', {
        ...talk,
        ...{ silenceMinutes: 60, mostTurns: 20, maskPersonalData: true, timeoutSeconds: 10 },
      }),
    ],
    connections: [{ from: 1, exit: 'next', to: TALK }],
    notes: [],
  }
}

/**
 * Bookings of five turns with a bot that remembers, and a model and an assistant that do not, while the only process is killed again and
 * again at random. Every text of a contact is posted until it is taken. Every contact gets each text once, in order; the bot
 * gets each text once; and what was found out is right.
 */
export async function runBots(kills: number): Promise<BotsReport> {
  const startedAt = performance.now()
  const place = await createDataDir()
  const carrier = await startCrowdCarrier()
  const [lex, models, assistants] = await Promise.all([startLex(), startOpenAi(), startWatson()])
  const heardByBot = bookWithLex(lex)
  bookWithModel(models)
  bookWithWatson(assistants)
  const env = {
    PATCHBAY_DATA_DIR: place.path,
    PATCHBAY_SERVICE_URLS: `openai.api=${models.url},watson.iam=${assistants.origin}`,
  }
  const start = () => startCrashNode({ env, log: join(place.path, 'crash.log') })
  let life: CrashNode = start()
  let url = await urlOf(life)
  try {
    const { post, flowIds } = await setDesk(url, {
      carrier: carrier.origin,
      lex: lex.origin,
      watson: assistants.origin,
    })
    const talks: Promise<void>[] = []
    for (let kill = 0; kill < kills; kill += 1) {
      for (const service of services) {
        const guest = talks.length
        talks.push(book({ service, guest, carrier, say: (text, turn) => post(url, { service, guest, text, turn }) }))
      }
      await delay(Math.random() * LONGEST_LIFE_MS)
      await life.end('SIGKILL')
      life = start()
      url = await urlOf(life)
    }
    const late = delay(PATIENCE_MS, 'late', { ref: false })
    const inTime = await Promise.race([Promise.all(talks), late])
    const problems = [
      ...(inTime === 'late' ? [`Not all bookings ended within ${PATIENCE_MS / 1000} s.`] : []),
      ...talks.flatMap((_, guest) => textProblems(guest, carrier)),
      ...[...heardByBot].flatMap(([session, count]) =>
        count === guestSays.length ? [] : [`The bot got ${count} texts in ${session}.`],
      ),
      ...(await runProblems(url, flowIds, talks.length)),
    ]
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    const askedAgain = models.questions.length - (talks.length / services.length) * guestSays.length
    const { repeated } = carrier.totals()
    return { kills, conversations: talks.length, seconds, repeated, askedAgain, problems }
  } finally {
    await life.end('SIGKILL')
    await Promise.all([carrier.close(), lex.close(), models.close(), assistants.close()])
    await place.remove()
  }
}

interface Booking {
  readonly service: Service
  readonly guest: number
  readonly carrier: CrowdCarrier
  readonly say: (text: string, turn: number) => Promise<boolean>
}

/** Says each text once the answer to the one before has come. Resolves once the last answer has. */
async function book({ guest, carrier, say }: Booking): Promise<void> {
  for (const [turn, text] of guestSays.entries()) {
    while (!(await say(text, turn).catch(() => false))) await delay(100)
    await carrier.arrived(phoneOf(guest), turn + 1)
  }
}

interface Said {
  readonly service: Service
  readonly guest: number
  readonly text: string
  readonly turn: number
}

/** Accounts, numbers and the live flows. Answers what posts a text of a guest, always under the same id. */
async function setDesk(url: string, origins: Readonly<Record<'carrier' | 'lex' | 'watson', string>>) {
  const driver = driverOf(url)
  const account = (type: string, properties: object) =>
    driver.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>('POST', '/accounts', {
      type,
      name: type,
      properties,
    })
  const gateway = { url: `${origins.carrier}/messages`, honoursKeys: true, timeoutSeconds: 10 }
  const { id, secrets } = await account('http-gateway', gateway)
  const accounts = {
    lex: await account('lex', { ...lexKeys, apiUrl: origins.lex }),
    openai: await account('openai', { apiKey }),
    watson: await account('watson', { ...watsonProperties, signIn: 'basic', serviceUrl: origins.watson }),
  }
  const flowIds: string[] = []
  for (const service of services) {
    await driver.call('POST', '/numbers', { number: numbers[service], accountId: id })
    flowIds.push(await driver.deploy(flowOf(service, accounts[service].id), [numbers[service]]))
  }
  const post = async (urlNow: string, { service, guest, text, turn }: Said): Promise<boolean> => {
    const body = JSON.stringify({ id: `${guest}-${turn}`, from: phoneOf(guest), to: numbers[service], text })
    const signature = createHmac('sha256', secrets.inboundSecret).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-patchbay-signature': `sha256=${signature}` }
    const signal = AbortSignal.timeout(10_000)
    const response = await fetch(`${urlNow}/channels/http-gateway/${id}`, { method: 'POST', headers, body, signal })
    await response.body?.cancel()
    return response.ok
  }
  return { post, flowIds }
}

function phoneOf(guest: number): string {
  return `+1305${8_000_000 + guest}`
}

function textProblems(guest: number, carrier: CrowdCarrier): readonly string[] {
  const heard = carrier.textsTo(phoneOf(guest))
  return heard.join('|') === botSays.join('|') ? [] : [`Guest ${guest} has got ${heard.join(' | ') || 'nothing'}.`]
}

/** Each guest has one run, which has ended with the right booking. */
async function runProblems(url: string, flowIds: readonly string[], guests: number): Promise<readonly string[]> {
  const driver = driverOf(url)
  const lists = await Promise.all(
    flowIds.map((flowId) => driver.call<Page<RunListItem>>('GET', `/runs?flowId=${flowId}&limit=200`)),
  )
  const all = lists.flatMap(({ items }) => items)
  const problems = all.length === guests ? [] : [`There are ${all.length} runs of ${guests} guests.`]
  for (const { id } of all) {
    const run = await driver.ended(id).catch(() => driver.run(id))
    const last = run.steps.findLast(({ nodeId }) => nodeId === TALK)
    const found = JSON.stringify(last?.outputs.found)
    if (run.status !== 'succeeded' || last?.exit !== 'done' || found !== JSON.stringify(booking)) {
      const why = run.error?.code ?? last?.exit ?? 'no exit'
      problems.push(`Run ${id} ${run.status}, ${why}, found ${found}.`)
    }
  }
  return problems
}
