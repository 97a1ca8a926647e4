import { compareNumbers, decimalOfText, JSON_NUMBER } from '../../json/decimal.ts'
import type { Json } from '../../json/json.ts'
import { type JsonPath, parsePath } from '../../json/path.ts'
import { typingErrors } from '../../json/typing-errors.ts'
import type { Range } from '../problem.ts'
import type { FunctionDefinition, Parameter } from './function-definition.ts'
import { functionNamed, functions } from './functions.ts'

/** An argument: a value that is written out, or a variable. */
export type Argument = { readonly value: Json } | ({ readonly path: JsonPath } & Range)

export interface Call {
  readonly definition: FunctionDefinition
  readonly args: readonly Argument[]
}

/** What stands between the brackets of a token: a variable, and functions that its value passes through. */
export interface Expression {
  readonly path: JsonPath
  /** Where the variable stands, in the text of the template. */
  readonly name: Range
  readonly calls: readonly Call[]
}

/** Most functions of one token. */
const MAX_CALLS = 20

/**
 * Reads `name | upper | default: "friend"`; `offset` is where the text begins in the template. `problem` is a sentence
 * without its full stop.
 */
export function parseExpression(text: string, offset: number): Expression | { readonly problem: string } {
  const [first, ...others] = splitOutsideQuotes(text, '|', offset)
  if (first === undefined) return { problem: 'The name is empty' }
  const parsed = parsePath(first.text)
  if ('problem' in parsed) return parsed
  if (others.length > MAX_CALLS) return { problem: `A variable passes through at most ${MAX_CALLS} functions` }
  const calls: Call[] = []
  for (const piece of others) {
    const call = parseCall(piece)
    if ('problem' in call) return call
    calls.push(call)
  }
  return { path: parsed.path, name: trimmed(first), calls }
}

interface Piece {
  readonly text: string
  readonly start: number
}

function trimmed({ text, start }: Piece): Range {
  const begin = start + text.length - text.trimStart().length
  return { start: begin, end: begin + text.trim().length }
}

const CALL = /^\s*([A-Za-z_]\w*)\s*(?::|$)/

function parseCall(piece: Piece): Call | { readonly problem: string } {
  const match = CALL.exec(piece.text)
  if (match === null) {
    const written = piece.text.trim()
    return {
      problem:
        written === '' ? 'A function is missing after "|"' : `"${written}" is not written as a function is: | round: 2`,
    }
  }
  const [source, name = ''] = match
  const definition = functionNamed(name)
  if (definition === undefined) return { problem: unknownFunction(name) }
  const rest = { text: piece.text.slice(source.length), start: piece.start + source.length }
  const hasArguments = source.endsWith(':')
  const args: Argument[] = []
  for (const written of hasArguments ? splitOutsideQuotes(rest.text, ',', rest.start) : []) {
    const argument = parseArgument(written)
    if ('problem' in argument) return argument
    args.push(argument)
  }
  const problem = checkArguments(definition, args)
  return problem === undefined ? { definition, args } : { problem }
}

/** The nearest name within two typing errors. */
function unknownFunction(name: string): string {
  const errors = functions.map((known) => ({ known, count: typingErrors(name.toLowerCase(), known.name, 3) }))
  const [nearest] = errors.toSorted((a, b) => a.count - b.count)
  const hint = nearest !== undefined && nearest.count < 3 ? `. The nearest is ${nearest.known.name}` : ''
  return `There is no function "${name}"${hint}`
}

function parseArgument(piece: Piece): Argument | { readonly problem: string } {
  const text = piece.text.trim()
  if (text === '') return { problem: 'An argument is missing' }
  const quote = text[0]
  if (quote === '"' || quote === "'") {
    const value = unquote(text)
    return value === undefined ? { problem: `${text} is not a text in quotes` } : { value }
  }
  const constant = CONSTANTS.get(text)
  if (constant !== undefined) return { value: constant }
  if (decimalOfText(text, JSON_NUMBER) !== undefined) return { value: numberOf(text) }
  const parsed = parsePath(text)
  if ('problem' in parsed || !/^[\p{L}_]/u.test(text)) return { problem: `Put ${text} in quotes if it is a text` }
  return { path: parsed.path, ...trimmed(piece) }
}

const CONSTANTS = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function numberOf(text: string): number | bigint {
  const value = Number(text)
  return /^-?\d+$/.test(text) && compareNumbers(value, BigInt(text)) !== 0 ? BigInt(text) : value
}

function unquote(text: string): string | undefined {
  const quote = text[0]
  if (text.length < 2 || !text.endsWith(quote ?? '')) return undefined
  const body = text.slice(1, -1)
  let value = ''
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at]
    if (character === quote) return undefined
    if (character !== '\\') {
      value += character
      continue
    }
    at += 1
    const escaped = body[at]
    if (escaped === undefined) return undefined
    value += ESCAPES.get(escaped) ?? escaped
  }
  return value
}

const ESCAPES = new Map([
  ['n', '\n'],
  ['t', '\t'],
])

function checkArguments(
  { name, parameters, usage }: FunctionDefinition,
  args: readonly Argument[],
): string | undefined {
  const needed = parameters.filter(({ isOptional }) => isOptional !== true).length
  if (args.length < needed || args.length > parameters.length) {
    const wanted = parameters.length === 0 ? 'no arguments' : `${countOf(needed, parameters.length)}, as in | ${usage}`
    return `${name} takes ${wanted}`
  }
  for (const [index, parameter] of parameters.entries()) {
    const argument = args[index]
    if (argument === undefined || !('value' in argument)) continue
    const problem = checkArgument(parameter, argument.value)
    if (problem !== undefined) return `${name} ${problem}`
  }
  return undefined
}

function countOf(least: number, most: number): string {
  const words = `${most} argument${most === 1 ? '' : 's'}`
  return least === most ? words : `${least} to ${words}`
}

function checkArgument({ name, type, check }: Parameter, value: Json): string | undefined {
  if (type === 'number' && decimalOfText(String(value), JSON_NUMBER) === undefined)
    return `takes a number as its ${name}`
  return check?.(value)
}

/** Cuts a text at a sign, texts in quotes apart. An apostrophe within a name is none that opens a text. */
function splitOutsideQuotes(text: string, sign: string, offset: number): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (quote !== '') {
      if (character === '\\') at += 1
      else if (character === quote) quote = ''
    } else if (character === '"' || (character === "'" && OPENS.test(text.slice(start, at)))) {
      quote = character
    } else if (character === sign) {
      pieces.push({ text: text.slice(start, at), start: offset + start })
      start = at + 1
    }
  }
  pieces.push({ text: text.slice(start), start: offset + start })
  return pieces
}

/** What stands before a quote that opens a text. */
const OPENS = /(?:^|[[:,.])\s*$/
