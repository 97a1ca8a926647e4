/** A `$name` or a function that is being typed, up to the caret. */
export interface OpenToken {
  readonly kind: 'variable' | 'function'
  /** The dollar sign of a variable; behind the `|` of a function. */
  readonly from: number
  readonly to: number
  /** What stands after the dollar sign, or of the function's name, so far. */
  readonly typed: string
}

/** The token that ends at the caret, or null. */
export function tokenBefore(text: string, caret: number): OpenToken | null {
  const before = text.slice(0, caret)
  return functionBefore(before) ?? variableBefore(before)
}

/** `$$` is a dollar sign, so nothing follows it. */
function variableBefore(before: string): OpenToken | null {
  const match = /\$+\{?[A-Za-z_]?[\w.[\]]*$/.exec(before)
  if (!match) return null
  const dollars = /^\$+/.exec(match[0])?.[0].length ?? 0
  if (dollars % 2 === 0) return null
  const from = match.index + dollars - 1
  const typed = before.slice(from + 1).replace(/^\{/, '')
  return /^\d/.test(typed) ? null : { kind: 'variable', from, to: before.length, typed }
}

/** After a `|` inside `${…`, `$(…` or `{{…` that is not closed yet. */
function functionBefore(before: string): OpenToken | null {
  const match = /(?:\$\{|\$\(|\{\{)[^{}()\r\n|]+(?:\|[^{}()\r\n|]*)*\|\s*([A-Za-z]*)$/.exec(before.slice(-MAX_TOKEN))
  if (!match) return null
  const [, typed = ''] = match
  return { kind: 'function', from: before.lastIndexOf('|') + 1, to: before.length, typed }
}

/** Longer tokens offer nothing. */
const MAX_TOKEN = 500
