/**
 * Part of an address. `start`: nothing read yet. `scheme`: literal text before the first slash. `base`: after a
 * variable that began the address and supplied scheme and host. `slashes`: the slashes after the scheme.
 */
export type UrlPart = 'start' | 'scheme' | 'base' | 'slashes' | 'host' | 'port' | 'path' | 'query' | 'fragment'

export interface UrlState {
  readonly part: UrlPart
  /** The scheme as far as it was read, or what follows the variable that began the address. */
  readonly read: string
  /** The host has literal letters or digits before this point. */
  readonly hasLiteralHost: boolean
  /** A token in the host with nothing literal after it. */
  readonly endsWithToken: boolean
}

export const urlStart: UrlState = { part: 'start', read: '', hasLiteralHost: false, endsWithToken: false }

/** The state after one more character of literal text. A backslash counts as a slash, as URL parsers have it. */
export function nextUrlState(state: UrlState, character: string): UrlState {
  const { part } = state
  if (part === 'fragment') return state
  // Before the path only a colon and slashes mean more.
  if (part !== 'path' && part !== 'query' && part !== 'slashes' && part !== 'host' && part !== 'port') {
    return beginning(state, character)
  }
  if (character === '#') return to('fragment')
  if (character === '?' || part === 'query') return part === 'query' ? state : to('query')
  if (part === 'path') return state
  return authority(state, character)
}

function to(part: UrlPart): UrlState {
  return { ...urlStart, part }
}

function isSlash(character: string): boolean {
  return character === '/' || character === '\\'
}

function beginning(state: UrlState, character: string): UrlState {
  if (state.part === 'start' && /\s/.test(character)) return state
  if (character === '#') return to('fragment')
  if (character === '?') return to('query')
  if (isSlash(character)) return isScheme(state) ? to('slashes') : to('path')
  const part = state.part === 'start' ? 'scheme' : state.part
  return { ...state, part, read: state.read + character }
}

/** `https:`, or a colon directly after the variable that began the address. */
function isScheme({ part, read }: UrlState): boolean {
  return part === 'base' ? read === ':' : /^[A-Za-z][A-Za-z0-9+.-]*:$/.test(read)
}

function authority(state: UrlState, character: string): UrlState {
  if (isSlash(character)) return state.part === 'slashes' ? state : to('path')
  if (character === ':') return { ...state, part: 'port', endsWithToken: false }
  // What came before was a user name and password; the host begins here.
  if (character === '@') return to('host')
  const isAlphanumeric = /[\p{L}\p{N}]/u.test(character)
  return {
    ...state,
    part: state.part === 'port' ? 'port' : 'host',
    hasLiteralHost: state.hasLiteralHost || isAlphanumeric,
    endsWithToken: false,
  }
}
