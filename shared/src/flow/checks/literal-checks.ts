import { type CompiledTemplate, checkBody, headerBytes, headerText } from '../../expressions/index.ts'
import { recipientProblem } from '../../phone/recipient-problem.ts'
import type { Finding } from './input-findings.ts'

/** What is wrong with the text that an author wrote by hand, variables apart, at the place where it lands. */
export function checkLiterals(template: CompiledTemplate, path: string): Finding[] {
  const { text, place } = template
  if (template.problems.some(({ severity }) => severity === 'error')) return []
  if (place === 'url') return checkAddress(text, path, template.references[0]?.start)
  if (place === 'header') return checkHeader(text, path)
  return checkBody(text, place).map(({ severity, code, message }) => ({ severity, code, message, path }))
}

/**
 * An address that no call can go to, in text that is the same for every run.
 * @param variableAt where the first variable stands, if there is one: what follows it is not known
 */
export function checkAddress(text: string, path: string, variableAt?: number): Finding[] {
  const written = text.slice(0, variableAt).trimStart()
  if (written === '') return []
  const refuse = (message: string, replacement?: string): Finding[] => {
    const fix = replacement === undefined ? {} : { fix: { label: 'Correct it', find: text, replacement } }
    return [{ severity: 'error', code: 'INPUT_INVALID', path, message, ...fix }]
  }
  if (QUOTED.test(text)) {
    return refuse('The address stands in quotes. Write it without them.', text.trim().replace(QUOTES, ''))
  }
  const [, scheme, slashes = ''] = /^([a-z][a-z0-9+.-]*):([/\\]*)/i.exec(written) ?? []
  if (scheme === undefined || (slashes === '' && HOST_AND_PORT.test(written))) {
    const isHost = /^[\p{L}\p{N}][^\s/]*\.[\p{L}\p{N}]|^localhost|^[\w.-]+:\d/u.test(written)
    return refuse('The address has no `https://` at its beginning.', isHost ? `https://${text.trim()}` : undefined)
  }
  if (!/^https?$/i.test(scheme)) {
    const rest = text
      .trim()
      .slice(scheme.length + 1)
      .replace(/^[/\\]*/, '')
    const isTypo = /^h?t*p*s?$/i.test(scheme)
    const replacement = isTypo ? `http${/s$/i.test(scheme) ? 's' : ''}://${rest}` : undefined
    return refuse(`\`${scheme}:\` cannot be called. Begin the address with \`https://\`.`, replacement)
  }
  if (variableAt === undefined && !URL.canParse(text.trim())) {
    return refuse('This is no address. Write it in full, such as `https://api.example.com/orders`.')
  }
  if (variableAt === undefined && hasUserName(text)) {
    return refuse('The address has a user name or password in it. Enter them under Authentication.')
  }
  return []
}

/** A phone number that is written out. Whether a country has such a number is the server's part. */
export function checkRecipient({ text, references }: CompiledTemplate, path: string): Finding[] {
  if (references.length > 0 || text.trim() === '') return []
  const problem = recipientProblem(text)
  if (problem === undefined) return []
  const { message, replacement } = problem
  const fix = replacement === undefined ? {} : { fix: { label: `Write ${replacement}`, find: text, replacement } }
  return [{ severity: 'error', code: 'INPUT_INVALID', path, message, ...fix }]
}

function hasUserName(text: string): boolean {
  const { username, password } = new URL(text.trim())
  return username !== '' || password !== ''
}

const QUOTED = /^\s*["'‘’“”«»<]/
const QUOTES = /^["'‘’“”«»<]+|["'‘’“”«»>]+$/g
/** `localhost:8080/a` reads as a scheme. */
const HOST_AND_PORT = /^[^/]*:\d/

/** A header is one line. */
function checkHeader(text: string, path: string): Finding[] {
  const isSent = headerText(headerBytes(text)) === text.toWellFormed()
  if (isSent) return []
  const what = /[\r\n]/.test(text) ? 'A header is one line: the line break' : 'A control character in here'
  return [
    { severity: 'warning', code: 'INPUT_INVALID', path, message: `${what} is left out when it is sent. Remove it.` },
  ]
}
