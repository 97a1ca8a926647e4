/**
 * Where a reader of JSON stands. `containers` lists the open ones, innermost last. `escape` counts what a string
 * still lacks of an escape: 1 after a backslash, 4 to 1 more after `\u`.
 */
export interface JsonState {
  readonly containers: string
  /** Whether a string or value that begins here is a key of an object. */
  readonly role: 'key' | 'value'
  readonly isInString: boolean
  readonly escape: 'none' | 'backslash' | 'u4' | 'u3' | 'u2' | 'u1'
  /** What the value at this position was begun with, if it was: only structure may follow a token. */
  readonly begun: 'nothing' | 'literal' | 'token'
}

export const jsonStart: JsonState = {
  containers: '',
  role: 'value',
  isInString: false,
  escape: 'none',
  begun: 'nothing',
}

/** The state after one more character of literal text. */
export function nextJsonState(state: JsonState, character: string): JsonState {
  return state.isInString ? insideString(state, character) : outsideString(state, character)
}

function insideString(state: JsonState, character: string): JsonState {
  if (state.escape === 'backslash') return { ...state, escape: character === 'u' ? 'u4' : 'none' }
  if (state.escape !== 'none') return { ...state, escape: AFTER_DIGIT[state.escape] }
  if (character === '\\') return { ...state, escape: 'backslash' }
  return character === '"' ? { ...state, isInString: false } : state
}

const AFTER_DIGIT = { u4: 'u3', u3: 'u2', u2: 'u1', u1: 'none' } as const

function outsideString(state: JsonState, character: string): JsonState {
  const { containers } = state
  switch (character) {
    case '"':
      return { ...state, isInString: true, begun: 'literal' }
    case '{':
      return { ...state, containers: `${containers}{`, role: 'key', begun: 'nothing' }
    case '[':
      return { ...state, containers: `${containers}[`, role: 'value', begun: 'nothing' }
    case '}':
    case ']':
      return { ...state, containers: containers.slice(0, -1), role: 'value', begun: 'literal' }
    case ',':
      return { ...state, role: containers.endsWith('{') ? 'key' : 'value', begun: 'nothing' }
    case ':':
      return { ...state, role: 'value', begun: 'nothing' }
    case ' ':
    case '\t':
    case '\r':
      return state
    case '\n':
      // A body may hold one document per line.
      return containers === '' ? { ...state, begun: 'nothing' } : state
    default:
      return { ...state, begun: 'literal' }
  }
}

/** Whether literal text here would touch a token that stands outside quotes. */
export function touchesToken(state: JsonState, character: string): boolean {
  return !state.isInString && state.begun === 'token' && !STRUCTURE.test(character)
}

const STRUCTURE = /^[\s,:\]}]$/
