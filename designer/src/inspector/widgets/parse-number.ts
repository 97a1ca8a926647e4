/** The number a text spells, undefined when it is empty, else the text itself so that checks can complain. */
export function parseNumber(text: string): number | string | undefined {
  const plain = text.trim().replaceAll(',', '')
  if (plain === '') return undefined
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text
}
