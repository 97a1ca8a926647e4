import { hash } from 'node:crypto'

export interface SeenKeys {
  add(key: string): void
  has(key: string): boolean
}

const BITS = 2 ** 26
const PLACES = 4

/**
 * Remembers any number of keys in 8 MB (a Bloom filter). It forgets none; of a million keys that it has not seen, it takes
 * eleven for seen once it holds a million.
 */
export function createSeenKeys(): SeenKeys {
  const bits = new Uint8Array(BITS / 8)
  return {
    add(key) {
      for (const place of placesOf(key)) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7))
    },
    has: (key) => placesOf(key).every((place) => ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0),
  }
}

function placesOf(key: string): readonly number[] {
  const digest = hash('sha256', key, 'buffer')
  return Array.from({ length: PLACES }, (_, part) => digest.readUInt32LE(part * 4) % BITS)
}
