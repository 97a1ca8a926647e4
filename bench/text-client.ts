import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'

/** What `POST /measure` asks for. */
export interface TextLoad {
  /** `text`: a signed text from a contact, until the text of the flow arrives. `api`: an event, until its report does. */
  readonly path: 'text' | 'api'
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
}

/** So many people write in turn. Fewer would look like a loop. */
const CONTACTS = 10_000
/** An arrival that takes longer counts as failed. */
const PATIENCE_MS = 20_000

/** A gateway and its customers: sends texts or events, and takes what the flow sends. */
const arrivals = new Map<string, () => void>()
let sent = 0

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
    const arrived = await send(pool, pathname, load).catch(() => false)
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
  times = []
  failed = 0
  const elapsed = await loop(load.durationMs)
  await pool.close()
  const sorted = times.toSorted((a, b) => a - b)
  return { perSecond: (times.length / elapsed) * 1_000, p50: sorted[Math.floor(sorted.length / 2)] ?? 0, failed }
}

/** Returns false when what it leads to does not arrive. */
async function send(pool: Pool, path: string, { path: kind, secret, number, headers }: TextLoad): Promise<boolean> {
  sent += 1
  const contact = `+1305${2_000_000 + (sent % CONTACTS)}`
  const { promise: arrived, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), PATIENCE_MS)
  arrivals.set(contact, () => resolve(true))
  const text = JSON.stringify({ id: `${process.pid}-${sent}`, from: contact, to: number, text: 'Weather' })
  const signature = createHmac('sha256', secret).update(text).digest('hex')
  const reply = await pool.request({
    path,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(kind === 'text' ? { 'x-patchbay-signature': `sha256=${signature}` } : headers),
    },
    body: kind === 'text' ? text : JSON.stringify({ city: contact }),
  })
  await reply.body.dump()
  const isTaken = reply.statusCode < 300
  const isThere = isTaken && (await arrived)
  clearTimeout(timer)
  arrivals.delete(contact)
  return isThere
}
