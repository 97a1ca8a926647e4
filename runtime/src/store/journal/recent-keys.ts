/** 2 MiB. With a million keys two of a thousand new ones look known; they are then decided by the tables. */
const BITS = 2 ** 24
const PROBES = 4

/**
 * Keys that the tables may hold, as a Bloom filter: a key that it does not know is certainly new. It only grows; a
 * process that runs for long sends more and more keys to the tables, which is slower and never wrong.
 */
export interface RecentKeys {
  add(key: string): void
  /** False for a key that was certainly never added. */
  mayHave(key: string): boolean
}

export function createRecentKeys(bits = BITS): RecentKeys {
  const filter = new Uint8Array(bits / 8)

  /** Calls `visit` with the place of each bit of the key, until it returns false. */
  function probes(key: string, visit: (byte: number, bit: number) => boolean): boolean {
    const first = hashOf(key, 0x811c9dc5)
    // Odd, so that it shares no factor with the number of bits.
    const step = hashOf(key, 0x01000193) | 1
    for (let probe = 0; probe < PROBES; probe += 1) {
      const place = ((first + Math.imul(probe, step)) >>> 0) % bits
      if (!visit(place >>> 3, 1 << (place & 7))) return false
    }
    return true
  }

  return {
    add(key) {
      probes(key, (byte, bit) => {
        filter[byte] = (filter[byte] ?? 0) | bit
        return true
      })
    },
    mayHave: (key) => probes(key, (byte, bit) => ((filter[byte] ?? 0) & bit) !== 0),
  }
}

/** FNV-1a over the UTF-16 units, mixed at the end. */
function hashOf(text: string, seed: number): number {
  let hash = seed
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  return (hash ^ (hash >>> 15)) >>> 0
}
