const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in texts.
  /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?))/y

/** What may come next. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end'

/**
 * Where a text stops being JSON: the place of the first character that may not stand there. Browsers tell it in words of
 * their own, or not at all.
 * @returns the length of the text where it ends too early, or is valid
 */
export function wrongPlaceIn(text: string): number {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let place = 0
  for (;;) {
    TOKEN.lastIndex = place
    const [whole = '', mark, string, word] = TOKEN.exec(text) ?? []
    const at = place + (/^\s*/.exec(text.slice(place))?.[0].length ?? 0)
    if (whole === '') return at
    const next = after(expected, open, { mark, isString: string !== undefined, isWord: word !== undefined })
    if (next === undefined) return at
    expected = next
    place += whole.length
  }
}

interface Token {
  readonly mark: string | undefined
  readonly isString: boolean
  readonly isWord: boolean
}

function after(expected: Expected, open: ('{' | '[')[], { mark, isString, isWord }: Token): Expected | undefined {
  const isValue = expected === 'value' || expected === 'value or ]'
  if (isValue && (isString || isWord)) return 'comma or end'
  if (isValue && (mark === '{' || mark === '[')) {
    open.push(mark)
    return mark === '{' ? 'key or }' : 'value or ]'
  }
  if ((expected === 'key' || expected === 'key or }') && isString) return 'colon'
  if (expected === 'colon' && mark === ':') return 'value'
  const container = open.at(-1)
  if (expected === 'comma or end' && mark === ',' && container !== undefined) return container === '{' ? 'key' : 'value'
  const mayEnd = expected === 'comma or end' || expected === 'value or ]' || expected === 'key or }'
  if (mayEnd && ((mark === '}' && container === '{') || (mark === ']' && container === '['))) {
    open.pop()
    return 'comma or end'
  }
  return undefined
}
