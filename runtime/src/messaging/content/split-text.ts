/**
 * Splits a text into parts of at most `longest` UTF-16 units: where a line ends or a word does, if that is in the second
 * half of the part. An empty text has no part.
 */
export function splitText(text: string, longest: number): readonly string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > longest) {
    const end = endOfPart(rest, longest)
    const part = rest.slice(0, end).trimEnd()
    if (part !== '') parts.push(part)
    rest = rest.slice(end).trimStart()
  }
  if (rest.trim() !== '') parts.push(rest)
  return parts
}

function endOfPart(text: string, longest: number): number {
  const head = text.slice(0, longest + 1)
  for (const end of ['\n', ' ']) {
    const at = head.lastIndexOf(end)
    if (at > longest / 2) return at
  }
  // A character of two units stays whole.
  const isInside = /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(longest - 1, longest + 1))
  return isInside && longest > 1 ? longest - 1 : longest
}
