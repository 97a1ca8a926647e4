import { AppError } from '../../errors/app-error.ts'
import type { Json } from '../../json/json.ts'
import { type Range, templateError } from '../problem.ts'
import { textOf } from '../value-text.ts'
import type { Landing, Report } from './landing.ts'
import { OPEN_ESCAPE, openEscape } from './percent-escape.ts'
import { nextUrlState, type UrlPart, type UrlState, urlStart } from './url-parts.ts'

/**
 * Addresses: a variable at the very start may supply scheme and host as they are; elsewhere values are
 * component-encoded, and neither host nor path can be changed by one.
 */
export function createUrlLanding(report: Report): Landing {
  let state = urlStart
  let openDigits = 0
  let hasHostToken = false
  let lastToken: Range = { start: 0, end: 0 }

  function read(character: string): void {
    const next = nextUrlState(state, character)
    if (character === '@' && hasHostToken && isAuthority(state.part)) report(templateError(lastToken, IN_CREDENTIALS))
    if (isAuthority(state.part) && !isAuthority(next.part)) leaveHost()
    state = next
  }
  function leaveHost(): void {
    if (state.part === 'host' && state.endsWithToken && state.hasLiteralHost) {
      report(templateError(lastToken, ENDS_HOST))
    }
  }

  return {
    read(text) {
      for (const character of text) read(character)
      openDigits = openEscape(openDigits, text)
      return text.toWellFormed()
    },
    place(token, name) {
      lastToken = token
      if (openDigits > 0) report(templateError(token, OPEN_ESCAPE))
      const reason = refusals[state.part]
      if (reason !== undefined) report(templateError(token, reason))
      const encode = encoders[state.part]
      if (isAuthority(state.part)) hasHostToken = true
      state = afterToken(state)
      return (value) => encode(value, name)
    },
    openSection() {
      const before = { state, openDigits }
      return () => {
        const problem = openDigits === before.openDigits && mayEndIn(before.state, state) ? undefined : SPLIT_SECTION
        // A token at the section's end may stand at the host's end.
        const endsWithToken = before.state.endsWithToken || (state.part === before.state.part && state.endsWithToken)
        state = { ...before.state, endsWithToken }
        openDigits = before.openDigits
        return problem
      }
    },
    end: leaveHost,
  }
}

const IN_CREDENTIALS =
  'A variable cannot be part of a user name or password in the address. Use the authentication inputs.'
const ENDS_HOST = 'A value here would become part of the host name. Write "/" before the variable.'
const SPLIT_SECTION =
  'The section changes which part of the address follows. Let it begin and end in the path, or add to the query only.'

const refusals: Partial<Record<UrlPart, string>> = {
  scheme: 'Write scheme and host out before this variable, or let one variable at the very start supply both.',
  base: 'Write "/" or "?" before this variable: the variable at the start supplies scheme and host alone.',
}

function isAuthority(part: UrlPart): boolean {
  return part === 'slashes' || part === 'host' || part === 'port'
}

function afterToken(state: UrlState): UrlState {
  if (state.part === 'start') return { ...urlStart, part: 'base' }
  return state.part === 'slashes' || state.part === 'host' ? { ...state, part: 'host', endsWithToken: true } : state
}

/**
 * A section may begin the query or fragment: when it is left out, what follows is still in the path, and the rule of
 * the path is safe in the query too.
 */
function mayEndIn(before: UrlState, after: UrlState): boolean {
  if (before.part === 'path') return after.part === 'path' || after.part === 'query' || after.part === 'fragment'
  if (before.part === 'query') return after.part === 'query' || after.part === 'fragment'
  return before.part === after.part && before.read === after.read
}

type EncodePart = (value: Json | undefined, name: string) => string

const component: EncodePart = (value) => encodeURIComponent(textOf(value))

const encoders: Record<UrlPart, EncodePart> = {
  start: beginAddress,
  scheme: component,
  base: component,
  slashes: hostName,
  host: hostName,
  port: portNumber,
  path: pathSegment,
  query: component,
  fragment: component,
}

function beginAddress(value: Json | undefined, name: string): string {
  const text = textOf(value).trim()
  if (text === '') refuse(name, 'is empty, and the address begins with it')
  return text
}

/** Letters, digits, dots, hyphens and underscores (as Docker names hosts), with a port: nothing that ends the host or adds a user name. */
function hostName(value: Json | undefined, name: string): string {
  const text = textOf(value)
  if (!/^[\p{L}\p{N}._-]+(?::\d{1,5})?$/u.test(text))
    refuse(name, 'is not a host name, and it stands in the host of the address')
  return text
}

function portNumber(value: Json | undefined, name: string): string {
  const text = textOf(value)
  if (!/^\d{1,5}$/.test(text)) refuse(name, 'is not a number, and it stands as the port of the address')
  return text
}

/**
 * A path segment that is empty, `.` or `..` would name another place. Refusing such values is enough for segments
 * made of several parts: they can only become one when each part is.
 */
function pathSegment(value: Json | undefined, name: string): string {
  const text = textOf(value)
  if (text === '') refuse(name, 'is empty, and it stands in the path of the address')
  if (text === '.' || text === '..')
    refuse(name, `is "${text}", which would name another place in the path of the address`)
  return encodeURIComponent(text)
}

function refuse(name: string, what: string): never {
  // `$id.json` reads on to the field `json`, which is easily overlooked.
  const hint = name.includes('.')
    ? ` To end the name before the dot, write \${${name.slice(0, name.indexOf('.'))}}.`
    : ''
  throw new AppError('INVALID_VALUE', `The value of ${name} ${what}. Check where it comes from.${hint}`)
}
