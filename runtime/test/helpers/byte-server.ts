import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ByteServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** Every request in full, as text of bytes. */
  readonly requests: readonly string[]
  /** Takes no new connections from now on. */
  stop(): void
}

/**
 * A server that speaks bytes, for what no HTTP library would send; ends with the test. `reply` gets each request and
 * how many its connection has had, from 1.
 */
export async function byteServer(reply: (request: string, socket: Socket, count: number) => void): Promise<ByteServer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let received = ''
    let count = 0
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      if (!isComplete(received)) return
      const request = received
      received = ''
      count += 1
      requests.push(request)
      reply(request, socket, count)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, requests, stop: () => void server.close() }
}

/** What is not HTTP is complete at once. */
function isComplete(received: string): boolean {
  const end = received.indexOf('\r\n\r\n')
  if (end === -1) return !/^[A-Z]+ /.test(received)
  const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
  return received.length >= end + 4 + length
}

/** The bytes of a reply with JSON. */
export function jsonBytes(body = '{"id":7}', head = ''): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${head}Content-Length: ${body.length}\r\n\r\n${body}`
}

/** A server that answers the first request of each connection and closes the connection at the second. */
export function givesUpAfterOne(bytes = jsonBytes()): Promise<ByteServer> {
  return byteServer((_request, socket, count) => (count === 1 ? socket.write(bytes) : socket.destroy()))
}

/** undici uses a connection again only after a turn of the event loop. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
}
