export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Median of the ratios of what was measured in the same turn. */
export function medianRatio(values: readonly number[], others: readonly number[]): number {
  return median(values.map((value, turn) => value / (others[turn] ?? Number.NaN)))
}
