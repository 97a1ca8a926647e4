import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EventEnvelope } from '../../src/event-webhooks/envelope.ts'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly event: EventEnvelope
}

type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

/** A receiver of events on loopback. A PING is always answered 200, unless `pings` says otherwise. */
export interface Receiver {
  readonly url: string
  /** Without PINGs. */
  readonly received: Received[]
  readonly pings: Received[]
  /** What it answers from now on. `hang`: nothing, until it is closed. `cut`: it ends the connection. */
  answer(next: Answer | 'hang' | 'cut' | ((received: Received) => Answer)): void
  /** Answers the requests that hang. */
  release(answer: Answer): void
  answerPing(next: Answer): void
  ids(): readonly string[]
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  let next: Answer | 'hang' | 'cut' | ((received: Received) => Answer) = { status: 204 }
  let ping: Answer = { status: 200 }
  const received: Received[] = []
  const pings: Received[] = []
  const hanging: ServerResponse[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const event = JSON.parse(body) as EventEnvelope // Patchbay sends JSON.
      const one = { headers: request.headers, body, event }
      const isPing = event.type === 'PING'
      if (isPing) pings.push(one)
      else received.push(one)
      if (!isPing && next === 'hang') return void hanging.push(response)
      if (!isPing && next === 'cut') return void request.socket.destroy()
      const { status, headers = {}, body: text = '' } = isPing ? ping : answerOf(next, one)
      response.writeHead(status, headers).end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // It listens on a port.
  return {
    url: `http://127.0.0.1:${port}/events`,
    received,
    pings,
    answer: (given) => {
      next = given
    },
    release: ({ status, headers = {}, body = '' }) => {
      for (const response of hanging.splice(0)) response.writeHead(status, headers).end(body)
    },
    answerPing: (given) => {
      ping = given
    },
    ids: () => received.map(({ event }) => event.id),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answerOf(next: Answer | 'hang' | 'cut' | ((received: Received) => Answer), one: Received): Answer {
  if (next === 'hang' || next === 'cut') return { status: 500 }
  return typeof next === 'function' ? next(one) : next
}
