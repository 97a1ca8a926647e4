import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { CrashReceived } from './checks.ts'

/** A receiver of event webhooks. It lives in the process of the suite, which is never killed. */
export interface EventReceiver {
  readonly url: string
  /** Each event once, by its id, in the order of their first arrival. */
  events(): readonly CrashReceived[]
  /** How often an event came that had come before: a process had died before it stored that the event was taken. */
  repeated(): number
  close(): Promise<void>
}

/** Slow enough to be killed between what it takes and what it answers. */
const LONGEST_ANSWER_MS = 40

export async function startEventReceiver(): Promise<EventReceiver> {
  const events = new Map<string, CrashReceived>()
  let repeated = 0

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    // Patchbay sends this shape; a PING has no id.
    const event = JSON.parse(Buffer.concat(parts).toString()) as Partial<CrashReceived>
    const { id, type = '', content = {} } = event
    if (id !== undefined && events.has(id)) repeated += 1
    else if (id !== undefined) events.set(id, { id, type, content })
    await delay(Math.random() * LONGEST_ANSWER_MS)
    response.writeHead(200).end()
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/events`,
    events: () => [...events.values()],
    repeated: () => repeated,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
