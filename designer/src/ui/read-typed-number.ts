export interface NumberRange {
  readonly min: number
  readonly max: number
  readonly isInteger?: boolean
}

/** What a field for a number makes of a text typed or pasted into it. */
export interface TypedNumber {
  /** As the field shows it: digits and at most one point, never more than the largest number. */
  readonly text: string
  /** Undefined for an empty field, null while the text is no number of the range yet. */
  readonly value: number | undefined | null
}

export function readTypedNumber(typed: string, { min, max, isInteger = false }: NumberRange): TypedNumber {
  const [whole = '', ...parts] = typed.replace(/[^\d.]/g, '').split('.')
  const text = isInteger || parts.length === 0 ? whole : `${whole}.${parts.join('')}`
  if (text === '') return { text, value: undefined }
  const value = Number(text)
  if (value > max) return { text: String(max), value: max }
  return { text, value: value >= min ? value : null }
}
