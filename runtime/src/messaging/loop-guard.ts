import { type Address, addressKey } from '@patchbay/shared/api'

/** More texts than this to one contact from one address in the window are taken for a loop. */
export const MAX_TEXTS_PER_WINDOW = 20
export const WINDOW_MS = 60_000

/** Pairs of address and contact that are remembered at most; the ones that sent longest ago go first. */
export const MAX_PAIRS = 50_000

export interface LoopGuard {
  /** Counts one text; false when it is one too many. A refused text does not count. */
  admit(from: Address, to: string): boolean
  /** Pairs of address and contact that are remembered now. */
  readonly pairs: number
}

/**
 * Stops two machines that answer each other, and flows that text in a circle. A sliding window in memory: each
 * process counts for itself, and a restart forgets.
 */
export function createLoopGuard(now: () => number): LoopGuard {
  // In order of the last text, because a pair is taken out and put back at the end with each.
  const sent = new Map<string, readonly number[]>()
  return {
    get pairs() {
      return sent.size
    },
    admit(from, to) {
      const pair = `${addressKey(from)}\n${to}`
      const at = now()
      const recent = (sent.get(pair) ?? []).filter((time) => time > at - WINDOW_MS)
      if (recent.length >= MAX_TEXTS_PER_WINDOW) return false
      sent.delete(pair)
      sent.set(pair, [...recent, at])
      forgetOld(sent, at)
      return true
    },
  }
}

function forgetOld(sent: Map<string, readonly number[]>, at: number): void {
  for (const [pair, times] of sent) {
    const last = times.at(-1) ?? 0
    if (sent.size <= MAX_PAIRS && last > at - WINDOW_MS) return
    sent.delete(pair)
  }
}
