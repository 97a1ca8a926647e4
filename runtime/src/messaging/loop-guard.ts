import { type Address, addressKey } from '@patchbay/shared/api'

/** More texts than this from one address to one contact within the window count as a loop. */
export const MAX_TEXTS_PER_WINDOW = 20
export const WINDOW_MS = 60_000

/** At most this many pairs of address and contact are remembered. The pairs idle longest are dropped first. */
export const MAX_PAIRS = 50_000

export interface LoopGuard {
  /**
   * Counts one text. Returns false when the limit is reached; a refused text does not count.
   * @param most texts in the window; the limit when left out
   */
  admit(from: Address, to: string, most?: number): boolean
  /** How many pairs of address and contact are remembered now. */
  readonly pairs: number
}

/**
 * Stops two machines that answer each other, and flows that text in a circle. It keeps a sliding window in memory, in
 * which each process counts its own texts. A restart begins anew.
 */
export function createLoopGuard(now: () => number): LoopGuard {
  // Ordered by the last text: each text moves its pair to the end.
  const sent = new Map<string, readonly number[]>()
  return {
    get pairs() {
      return sent.size
    },
    admit(from, to, most = MAX_TEXTS_PER_WINDOW) {
      const pair = `${addressKey(from)}\n${to}`
      const at = now()
      const recent = (sent.get(pair) ?? []).filter((time) => time > at - WINDOW_MS)
      if (recent.length >= most) return false
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
