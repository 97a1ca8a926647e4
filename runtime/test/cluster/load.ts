import { setTimeout as delay } from 'node:timers/promises'
import { startedRun } from '../helpers/api-driver.ts'
import { eventually } from '../helpers/eventually.ts'
import type { Node } from './nodes.ts'

/** A node that does not answer for so long is left for the next one, as a proxy does. */
const PATIENCE_MS = 2_000
const ACCEPTED_WITHIN_MS = 40_000

export interface LoadOptions {
  readonly nodes: readonly Node[]
  readonly flowId: string
  readonly clients: number
  /** Between two events of a client; default: none. */
  readonly pauseMs?: number
}

export interface Load {
  /** Runs that were acknowledged so far. */
  readonly runIds: readonly string[]
  /** Sends no more and resolves once everything that was sent is acknowledged. */
  end(): Promise<readonly string[]>
}

/**
 * Clients that send one event after another, each to its own node. An event that is refused or not answered is sent
 * to the next node under the same key, until it is taken.
 */
export function startLoad({ nodes, flowId, clients, pauseMs = 0 }: LoadOptions): Load {
  const runIds: string[] = []
  let isOver = false

  async function send(key: string, first: number): Promise<string> {
    let tries = first
    return eventually(async () => {
      const node = nodes[tries % nodes.length]
      tries += 1
      const response = await node?.trigger(flowId, { 'idempotency-key': key }, AbortSignal.timeout(PATIENCE_MS))
      return response?.status === 202 ? startedRun(response) : undefined
    }, ACCEPTED_WITHIN_MS)
  }

  async function client(name: number): Promise<void> {
    for (let count = 0; !isOver; count += 1) {
      runIds.push(await send(`client-${name}-${count}`, name))
      await delay(pauseMs)
    }
  }

  const sending = Promise.all(Array.from({ length: clients }, (_, name) => client(name)))
  // Whoever ends the load hears of it.
  sending.catch(() => undefined)
  return {
    runIds,
    async end() {
      isOver = true
      await sending
      return runIds
    },
  }
}
