import { type Range, type TemplateProblem, templateError } from '../problem.ts'
import { jsonOf, textOf } from '../value-text.ts'
import { type JsonState, jsonStart, nextJsonState, touchesToken } from './json-lexer.ts'
import type { Encode, Landing, Report } from './landing.ts'

/** JSON bodies: escaped text inside quotes, the value as JSON outside, a string in the place of a key. */
export function createJsonLanding(report: Report): Landing {
  let state = jsonStart
  let lastBare: Range | undefined
  const literal = createStringWatch(report)

  return {
    read(text) {
      for (const character of text) {
        if (lastBare !== undefined && touchesToken(state, character)) report(templateError(lastBare, NOT_ALONE))
        const wasInString = state.isInString
        state = nextJsonState(state, character)
        if (wasInString && !state.isInString) literal.close()
        else if (wasInString) literal.add(character)
        else if (state.isInString) literal.open()
      }
      return text.toWellFormed()
    },
    place(token) {
      if (state.isInString) {
        literal.token(token)
        if (state.escape !== 'none') report(templateError(token, AFTER_BACKSLASH))
        return insideQuotes
      }
      if (state.begun !== 'nothing') report(templateError(token, NOT_ALONE))
      state = { ...state, begun: 'token' }
      lastBare = token
      return state.role === 'key' ? asKey : outsideQuotes
    },
    openSection() {
      const before = state
      return () => {
        const problem = isSamePlace(before, state) ? undefined : SPLIT_SECTION
        state = before
        return problem
      }
    },
    end: () => undefined,
  }
}

const NOT_ALONE =
  'Outside quotes a variable is a whole JSON value and must stand alone. For text around it put quotes around it all, as in "Order $number".'
const AFTER_BACKSLASH =
  'A backslash stands directly before this variable, so the two would be read as one sign. Write "\\\\" for the sign itself.'
const SPLIT_SECTION =
  'The section opens a quote, bracket or key that it does not close, so leaving it out would break the JSON. Put both inside the section or both outside.'

const insideQuotes: Encode = (value) => JSON.stringify(textOf(value)).slice(1, -1)
const outsideQuotes: Encode = (value) => (value === undefined ? 'null' : jsonOf(value))
const asKey: Encode = (value) => JSON.stringify(textOf(value))

function isSamePlace(before: JsonState, after: JsonState): boolean {
  return (
    before.containers === after.containers &&
    before.role === after.role &&
    before.isInString === after.isInString &&
    before.escape === after.escape
  )
}

/** Collects each JSON string that holds tokens and warns when it is itself JSON: values are not protected twice. */
function createStringWatch(report: Report) {
  let text = ''
  let tokens: Range[] = []
  return {
    open() {
      text = ''
      tokens = []
    },
    add(character: string) {
      text += character
    },
    token(token: Range) {
      // A digit is valid both as a value of the inner JSON and inside its quotes.
      text += '0'
      tokens.push(token)
    },
    close() {
      const [first] = tokens
      const last = tokens.at(-1)
      if (first !== undefined && last !== undefined && isJsonText(text)) report(jsonInString(first, last))
    },
  }
}

function jsonInString(first: Range, last: Range): TemplateProblem {
  const message =
    'This text inside quotes is JSON itself. Values are made safe for the outer JSON only: a quote in a value ends the inner text.'
  return { severity: 'warning', code: 'JSON_IN_STRING', start: first.start, end: last.end, message }
}

/** Whether the content of a JSON string, still escaped, is an object or list when it is read. */
function isJsonText(escaped: string): boolean {
  try {
    const inner: unknown = JSON.parse(`"${escaped}"`)
    if (typeof inner !== 'string' || !/^\s*[{[]/.test(inner)) return false
    JSON.parse(inner)
    return true
  } catch {
    return false
  }
}
