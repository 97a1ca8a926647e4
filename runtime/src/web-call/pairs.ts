export interface PairRow {
  readonly name: string
  readonly value: string
}

/**
 * The URL with the rows as query parameters behind those that it has, in their order. Rows with an empty value are left
 * out: to most services, an empty filter is another question than none.
 */
export function withQuery(url: string, rows: readonly PairRow[] = []): string {
  const added = joinPairs(rows.filter(({ value }) => value !== ''))
  if (added === '') return url
  const fragmentAt = url.indexOf('#')
  const address = fragmentAt === -1 ? url : url.slice(0, fragmentAt)
  return `${address}${separatorAfter(address)}${added}${url.slice(address.length)}`
}

/** The URL with the parameter once, in place of those of that name. */
export function withParameter(url: string, name: string, value: string): string {
  const [address = '', ...fragment] = url.split('#')
  const [path = '', ...query] = address.split('?')
  const others = query
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && nameIn(pair) !== name)
  const end = fragment.length === 0 ? '' : `#${fragment.join('#')}`
  return `${path}?${[...others, joinPairs([{ name, value }])].join('&')}${end}`
}

function nameIn(pair: string): string {
  const [name = ''] = pair.split('=')
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

function separatorAfter(address: string): string {
  if (!address.includes('?')) return '?'
  return address.endsWith('?') || address.endsWith('&') ? '' : '&'
}

/** The form body with the rows behind what it has. Rows with an empty value are sent, as a form of a web page does. */
export function withFields(body: string, rows: readonly PairRow[] = []): string {
  const added = joinPairs(rows)
  if (added === '' || body.trim() === '') return added === '' ? body : added
  return `${body.trim()}&${added}`
}

/** `name=value&…`, escaped, without rows that have no name. */
function joinPairs(rows: readonly PairRow[]): string {
  return rows
    .filter(({ name }) => name !== '')
    .map(({ name, value }) => `${escapeText(name)}=${escapeText(value)}`)
    .join('&')
}

function escapeText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
