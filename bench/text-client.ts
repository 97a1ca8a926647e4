import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'

export type TextPath = 'text' | 'api' | 'talk'

/** What `POST /measure` asks for. */
export interface TextLoad {
  /**
   * `text`: a signed text from a contact, until the text of the flow arrives. `api`: an event, until its report does.
   * `talk`: a text, the answers to two questions, and the text that the flow ends with.
   */
  readonly path: TextPath
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** What texts are signed with. */
  readonly secret: string
  /** Our number. */
  readonly number: string
  /** So many at once. */
  readonly clients: number
  readonly durationMs: number
  readonly warmUpMs: number
}

export interface TextMeasured {
  readonly perSecond: number
  readonly p50: number
  readonly failed: number
  /** All that arrived, the warm-up included. */
  readonly arrived: number
}

/** So many people write in turn. Fewer would look like a loop. */
const CONTACTS = 10_000
/** An arrival that takes longer counts as failed. */
const PATIENCE_MS = 20_000

/** A gateway and its customers: sends texts or events, and takes what the flow sends. */
const arrivals = new Map<string, () => void>()
let sent = 0
let ids = 0

const server = createServer((request, response) => {
  void bodyOf(request).then(async (body) => {
    response.setHeader('content-type', 'application/json')
    if (request.url === '/measure') return response.end(JSON.stringify(await measure(JSON.parse(body))))
    const { to } = JSON.parse(body)
    response.end('{}')
    arrivals.get(to)?.()
    return response
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  process.stdout.write(`gateway at http://127.0.0.1:${port}\n`)
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

async function measure(load: TextLoad): Promise<TextMeasured> {
  const { origin, pathname } = new URL(load.url)
  const pool = new Pool(origin, { connections: load.clients, pipelining: 1 })
  let times: number[] = []
  let failed = 0
  const once = async () => {
    const began = performance.now()
    const arrived = await passage(pool, pathname, load).catch(() => false)
    if (arrived) times.push(performance.now() - began)
    else failed += 1
  }
  const loop = async (durationMs: number) => {
    const began = performance.now()
    const one = async () => {
      while (performance.now() - began < durationMs) await once()
    }
    await Promise.all(Array.from({ length: load.clients }, one))
    return performance.now() - began
  }
  await loop(load.warmUpMs)
  const warm = times.length
  times = []
  failed = 0
  const elapsed = await loop(load.durationMs)
  await pool.close()
  const sorted = times.toSorted((a, b) => a - b)
  const p50 = sorted[Math.floor(sorted.length / 2)] ?? 0
  return { perSecond: (times.length / elapsed) * 1_000, p50, failed, arrived: warm + times.length }
}

/** One passage: the text or event and all that follows. Returns false when something does not arrive. */
async function passage(pool: Pool, path: string, load: TextLoad): Promise<boolean> {
  sent += 1
  const contact = `+1305${2_000_000 + (sent % CONTACTS)}`
  const texts = load.path === 'talk' ? ['Hello', 'Yes', 'Twelve'] : ['Weather']
  for (const text of texts) if (!(await send(pool, path, { load, contact, text }))) return false
  return true
}

interface Sent {
  readonly load: TextLoad
  readonly contact: string
  readonly text: string
}

/** Returns false when what it leads to does not arrive. */
async function send(pool: Pool, path: string, { load, contact, text }: Sent): Promise<boolean> {
  ids += 1
  const { promise: arrived, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), PATIENCE_MS)
  arrivals.set(contact, () => resolve(true))
  const isEvent = load.path === 'api'
  const message = JSON.stringify({ id: `${process.pid}-${ids}`, from: contact, to: load.number, text })
  const signature = createHmac('sha256', load.secret).update(message).digest('hex')
  const reply = await pool.request({
    path,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(isEvent ? load.headers : { 'x-patchbay-signature': `sha256=${signature}` }),
    },
    body: isEvent ? JSON.stringify({ city: contact }) : message,
  })
  await reply.body.dump()
  const isTaken = reply.statusCode < 300
  const isThere = isTaken && (await arrived)
  clearTimeout(timer)
  arrivals.delete(contact)
  return isThere
}
