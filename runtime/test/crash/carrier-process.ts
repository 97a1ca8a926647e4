import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'

/**
 * Three carriers in a process of their own, which is never killed. `/keyed` takes each key once, `/searchable` can
 * be asked, `/neither` does neither. Each takes a text at once and answers after a random delay. `GET /look-up/<anything>`
 * is a web service of which a flow asks something.
 * `GET /texts` answers how many texts each key led to, by carrier. `POST /events` takes the events of a webhook, and
 * `GET /events` answers them in the order of their first arrival.
 */
const { values } = parseArgs({ options: { delay: { type: 'string', default: '80' } } })
const longestDelayMs = Number(values.delay)
/** By id: the event as JSON. */
const events = new Map<string, unknown>()
const texts: Record<string, Record<string, number>> = { keyed: {}, searchable: {}, neither: {} }

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
})
server.listen(0, '127.0.0.1', () => {
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  process.stdout.write(`carriers at http://127.0.0.1:${port}\n`)
})
process.on('disconnect', () => process.exit(0))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, name = '', id] = (request.url ?? '').split('/')
  if (name === 'texts') return reply(response, 200, texts)
  if (name === 'events') return takeEvent(request, response)
  if (name === 'look-up') {
    await delay(Math.random() * longestDelayMs)
    return reply(response, 200, { found: true })
  }
  const taken = texts[name]
  if (taken === undefined) return reply(response, 404, {})
  if (request.method === 'GET') {
    const isTaken = taken[decodeURIComponent(id ?? '')] !== undefined
    return reply(response, isTaken ? 200 : 404, { taken: isTaken })
  }
  const key = String(request.headers['idempotency-key'])
  request.resume()
  // What has arrived whole is taken, whether or not the sender lives to read the answer.
  await new Promise((resolve) => request.once('end', resolve))
  const earlier = taken[key] ?? 0
  taken[key] = name === 'keyed' ? 1 : earlier + 1
  await delay(Math.random() * longestDelayMs)
  reply(response, 202, { id: key, status: 'sent' })
}

async function takeEvent(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') return reply(response, 200, [...events.values()])
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // The stream has no encoding.
  const event = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { readonly id?: string } // Patchbay sends JSON.
  // A PING has no id.
  if (event.id !== undefined && !events.has(event.id)) events.set(event.id, event)
  await delay(Math.random() * 5)
  reply(response, 200, {})
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
