/**
 * The number that somebody means who writes it as it is written where they live: `1,5` and `1.5`, `1.000,5`,
 * `1,000.5`, `1 000`. A whole number has no decimals, so there `1.000` is a thousand; elsewhere a lone point is the
 * decimal one and a lone comma before three digits groups them, as our own fields show numbers.
 * Undefined for an empty text, null where the text is no number or could be two.
 */
export function readNumber(text: string, { isInteger }: { readonly isInteger: boolean }): number | undefined | null {
  const plain = text.trim().replace(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, '')
  if (plain === '') return undefined
  if (!/^[+-]?\d+([.,]\d+)*$/.test(plain)) return null
  const decimal = decimalSign(plain, isInteger)
  const [whole = '', fraction = ''] = decimal === null ? [plain] : plain.split(decimal)
  if (/[.,]/.test(fraction) || !/^[+-]?(\d+|\d{1,3}(,\d{3})+|\d{1,3}(\.\d{3})+)$/.test(whole)) return null
  const value = Number(`${whole.replace(/[.,]/g, '')}.${fraction}`)
  return isInteger && !Number.isInteger(value) ? null : value
}

/** Which sign parts the decimals off; null when there are none. */
function decimalSign(plain: string, isInteger: boolean): ',' | '.' | null {
  const last = plain.lastIndexOf('.') > plain.lastIndexOf(',') ? '.' : ','
  const other = last === '.' ? ',' : '.'
  const count = plain.split(last).length - 1
  if (count === 0 || count > 1) return null
  if (plain.includes(other)) return last
  const isGroup = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain) && (last === ',' || isInteger)
  return isGroup ? null : last
}
