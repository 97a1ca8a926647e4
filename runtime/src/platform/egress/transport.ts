import { Agent } from 'undici'
import type { Deadline } from './deadline.ts'
import { type ExchangeOptions, exchange, type Reply } from './exchange.ts'
import { createGuardedConnector, type ResolveAll } from './guard.ts'
import type { Hop } from './redirect.ts'
import { type ConnectionFault, watchConnections } from './watched-connections.ts'

export interface TransportOptions {
  /** Entries of PATCHBAY_EGRESS_ALLOW. */
  readonly allow: readonly string[]
  /** Resolves names. Default: the system's resolver; tests supply their own. */
  readonly resolve?: ResolveAll
}

/** Sends single requests over kept connections, and copes with those that a service has given up. */
export interface Transport {
  /**
   * Sends the request and reads the reply. A repeatable request on a kept connection that the service closes before it
   * answers is sent once more, on a new connection (RFC 9112 9.3.1).
   * @throws as `exchange`
   */
  send(hop: Hop, isRepeatable: boolean, options: ExchangeOptions, deadline: Deadline): Promise<Reply>
  /** What an error of `send` says about its connection. */
  faultOf(thrown: unknown): ConnectionFault | undefined
  close(): Promise<void>
}

/**
 * A request that must not be done twice uses a kept connection only so soon after its last reply. Services give up idle
 * connections mostly without saying so, the common ones after two seconds at the earliest. A pool for 128 clients uses
 * its last connections every few tenths of a second, so a shorter time opens new ones all along.
 */
const RECENT_MS = 500

export function createTransport(options: TransportOptions): Transport {
  const { connect, faultOf } = watchConnections(createGuardedConnector(options))
  const common = {
    connect,
    // One deadline covers connecting, headers and body, so undici's own timers are off.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 64 * 1024,
  }
  const kept = new Agent(common)
  const recent = new Agent({ ...common, keepAliveTimeout: RECENT_MS, keepAliveMaxTimeout: RECENT_MS })
  // Without pipelining, undici opens a connection for each request.
  const fresh = new Agent({ ...common, pipelining: 0 })

  return {
    async send(hop, isRepeatable, limits, deadline) {
      if (!isRepeatable) return exchange(recent, hop, limits, deadline)
      try {
        return await exchange(kept, hop, limits, deadline)
      } catch (thrown) {
        if (faultOf(thrown) !== 'given-up') throw thrown
        return exchange(fresh, hop, limits, deadline).catch((second) => {
          // Where no new connection comes about, the first one may still have carried the request.
          throw faultOf(second) === 'not-connected' ? thrown : second
        })
      }
    },
    faultOf,
    async close() {
      await Promise.all([kept.destroy(), recent.destroy(), fresh.destroy()])
    },
  }
}
