/** A set of small numbers, 32 to a word: five hundred actions with thousands of names are compared in a blink. */
export type BitSet = Uint32Array

export function createBitSet(size: number): BitSet {
  return new Uint32Array(Math.ceil(size / 32))
}

export function hasBit(set: BitSet, index: number): boolean {
  return ((set[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0
}

export function addBits(set: BitSet, indexes: readonly number[]): void {
  for (const index of indexes) set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31))
}

export function removeBits(set: BitSet, indexes: readonly number[]): void {
  for (const index of indexes) set[index >>> 5] = (set[index >>> 5] ?? 0) & ~(1 << (index & 31))
}

/** Adds everything in `source` to `target`. */
export function uniteInto(target: BitSet, source: BitSet): void {
  for (let word = 0; word < target.length; word += 1) target[word] = (target[word] ?? 0) | (source[word] ?? 0)
}

/** Removes from `target` what is not in `source`. */
export function intersectInto(target: BitSet, source: BitSet): void {
  for (let word = 0; word < target.length; word += 1) target[word] = (target[word] ?? 0) & (source[word] ?? 0)
}

/** Makes `target` equal to `source` and says whether it was different. */
export function replaceBits(target: BitSet, source: BitSet): boolean {
  let changed = false
  for (let word = 0; word < target.length; word += 1) {
    if (target[word] === source[word]) continue
    target[word] = source[word] ?? 0
    changed = true
  }
  return changed
}
