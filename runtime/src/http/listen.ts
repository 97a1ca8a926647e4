import type { Server } from 'node:http'
import { isIPv6 } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AppEnv } from '../kit/app-env.ts'

export interface Listener {
  /** Address for people: the listening one, or `localhost` where the server listens on all addresses. */
  readonly url: string
  /** Accepts no more connections, waits up to `graceMs` for answers under way, then cuts the remaining connections. */
  close(graceMs: number): Promise<void>
}

/** @throws Error with `code` EADDRINUSE or EACCES when the port is not available */
export async function listen(app: Hono<AppEnv>, host: string, port: number): Promise<Listener> {
  // Without TLS options this is always a plain HTTP server.
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return { url: `http://${nameOf(host)}:${bound}`, close: (graceMs) => close(server, graceMs) }
}

function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return isIPv6(host) ? `[${host}]` : host
}

async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(cut)
}
