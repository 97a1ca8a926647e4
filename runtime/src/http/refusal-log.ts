import type { Logger } from 'pino'

const PERIOD_MS = 1_000

/**
 * Counts events answered with 429 and writes at most one line per second. A line for each would cost more than the
 * refusal itself, exactly when the process is overloaded.
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
