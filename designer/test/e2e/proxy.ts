import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Proxy {
  readonly url: string
  /** How many requests were answered with 502. */
  readonly refused: number
  /** As when Patchbay restarts: ends what goes to this path now, or to all, and answers 502 there until `restore`. */
  refuse(path: string | 'everything'): void
  restore(): void
  close(): void
}

/** A proxy in front of a Patchbay, as nginx or Caddy are. */
export async function startProxy(target: string): Promise<Proxy> {
  const open = new Map<ServerResponse, string>()
  let refusedPath: string | null = null
  let refused = 0
  const isRefused = (path: string) => refusedPath === 'everything' || path === refusedPath
  const server = createServer((incoming: IncomingMessage, answer: ServerResponse) => {
    const path = incoming.url ?? '/'
    if (isRefused(path)) {
      refused += 1
      answer.writeHead(502).end('Bad Gateway')
      return
    }
    open.set(answer, path)
    answer.once('close', () => open.delete(answer))
    const { method, headers } = incoming
    const outgoing = request(`${target}${path}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
      answer.once('close', () => outgoing.destroy())
    })
    outgoing.once('error', () => answer.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    get refused() {
      return refused
    },
    refuse(path) {
      refusedPath = path
      for (const [answer, to] of open) if (isRefused(to)) answer.destroy()
    },
    restore() {
      refusedPath = null
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
