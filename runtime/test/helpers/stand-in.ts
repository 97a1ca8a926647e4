import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that a stand-in took. */
export interface TakenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  /** Names and values in turn as they came, one character per byte. */
  readonly rawHeaders: readonly string[]
  readonly body: string
}

export type Reply = (response: ServerResponse, request: TakenRequest) => void | Promise<void>

export interface StandIn {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  readonly requests: readonly TakenRequest[]
  /** How many connections were opened to it. */
  readonly connections: number
  /** Answers from now on with this. */
  replyWith(reply: Reply): void
  /** Resolves once so many requests have arrived in all. */
  arrived(count: number): Promise<void>
  close(): Promise<void>
}

/** An outside service on loopback that keeps what it was asked. */
export async function startStandIn(initial: Reply): Promise<StandIn> {
  const requests: TakenRequest[] = []
  let waiting: { count: number; resolve: () => void }[] = []
  let reply = initial
  let connections = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { method = '', url = '', headers, rawHeaders } = request
      const taken = { method, url, headers, rawHeaders, body }
      requests.push(taken)
      for (const waiter of waiting) if (requests.length >= waiter.count) waiter.resolve()
      waiting = waiting.filter((waiter) => requests.length < waiter.count)
      Promise.resolve(reply(response, taken)).catch((error: unknown) => response.destroy(toError(error)))
    })
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections
    },
    replyWith(next) {
      reply = next
    },
    arrived(count) {
      if (requests.length >= count) return Promise.resolve()
      return new Promise((resolve) => waiting.push({ count, resolve }))
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function toError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value))
}

export function json(value: unknown, status = 200): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(value))
  }
}

export function text(body: string, options: { status?: number; contentType?: string } = {}): Reply {
  return (response) => {
    response.writeHead(options.status ?? 200, { 'content-type': options.contentType ?? 'text/plain' })
    response.end(body)
  }
}

/** Takes the request and never answers. */
export const hang: Reply = () => {}

/** Takes the request and closes the connection without a reply. */
export const closeSocket: Reply = (response) => {
  response.destroy()
}
