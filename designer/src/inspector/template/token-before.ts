/** A `$name` that is being typed, from its dollar sign to the caret. */
export interface OpenToken {
  readonly from: number
  readonly to: number
  /** What stands after the dollar sign so far. */
  readonly typed: string
}

/** The token that ends at the caret, or null. `$$` is a dollar sign, so nothing follows it. */
export function tokenBefore(text: string, caret: number): OpenToken | null {
  const match = /\$+\{?[A-Za-z_]?[\w.[\]]*$/.exec(text.slice(0, caret))
  if (!match) return null
  const dollars = /^\$+/.exec(match[0])?.[0].length ?? 0
  if (dollars % 2 === 0) return null
  const from = match.index + dollars - 1
  const typed = text.slice(from + 1, caret).replace(/^\{/, '')
  return /^\d/.test(typed) ? null : { from, to: caret, typed }
}
