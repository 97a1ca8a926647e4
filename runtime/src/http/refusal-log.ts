import type { Logger } from 'pino'

const PERIOD_MS = 1_000

/**
 * Counts events that were answered 429, and writes one line a second while there are any: a line for
 * each would cost more than the refusal, in the moment when there is no time.
 */
export function createRefusalLog(log: Pick<Logger, 'warn'>): () => void {
  let refused = 0
  const tell = (): void => {
    log.warn({ refused }, 'events answered 429')
    refused = 0
  }
  return () => {
    if (refused === 0) setTimeout(tell, PERIOD_MS).unref()
    refused += 1
  }
}
