import { type JSONPathQuery, jsonpath, TokenKind } from 'json-p3'
import { compareNumbers } from '../json/decimal.ts'
import { isJsonObject, type Json, type JsonObject } from '../json/json.ts'
import { MAX_JSON_DEPTH } from '../json/json-depth.ts'

type Selector = JSONPathQuery['segments'][number]['selectors'][number]
type Expression = jsonpath.expressions.FilterExpression

/** What a comparison or a function gets: a value, or nothing where a query found none. */
type Operand = Json | undefined

/** One evaluation. */
interface Work {
  readonly root: Json
  visits: number
}

/** Adds what it selects from a value. */
type Select = (value: Json, found: Json[], work: Work) => void
/** Finds the values below another one, or from the root. */
type Find = (current: Json, work: Work) => readonly Json[]
type Test = (current: Json, work: Work) => boolean
type Read = (current: Json, work: Work) => Operand

/** Most values that one evaluation looks at. */
const MAX_VISITS = 2_000_000

/**
 * Makes the evaluation of a parsed JSONPath: the selected values in the order of RFC 9535. The library only parses,
 * because its comparison knows no digits beyond 2^53 and the work of its filters has no bound.
 *
 * The evaluation throws RangeError when it would look at too many values, or the value is nested too deeply.
 */
export function evaluatorOf(query: JSONPathQuery): (root: Json) => readonly Json[] {
  const find = finderOf(query)
  return (root) => find(root, { root, visits: 0 })
}

function finderOf({ segments }: JSONPathQuery): Find {
  const steps = segments.map(({ token, selectors }): Select => {
    const selects = selectors.map(selectOf)
    if (token.kind !== TokenKind.DDOT) return (value, found, work) => selectAll(selects, value, found, work)
    return (value, found, work) => descend(selects, value, found, work, 0)
  })
  return (current, work) => {
    let nodes: Json[] = [current]
    for (const step of steps) {
      const found: Json[] = []
      for (const node of nodes) step(node, found, work)
      nodes = found
    }
    return nodes
  }
}

function selectAll(selects: readonly Select[], value: Json, found: Json[], work: Work): void {
  for (const select of selects) select(value, found, work)
}

function descend(selects: readonly Select[], value: Json, found: Json[], work: Work, depth: number): void {
  if (depth > MAX_JSON_DEPTH) throw new RangeError(`the recursion ends at ${MAX_JSON_DEPTH} levels`)
  count(work)
  selectAll(selects, value, found, work)
  for (const child of childrenOf(value)) descend(selects, child, found, work, depth + 1)
}

/** Long texts and objects with many keys are more work than one value. */
function count(work: Work, visits = 1): void {
  work.visits += visits
  if (work.visits > MAX_VISITS) throw new RangeError(`it looks at more than ${MAX_VISITS} values`)
}

function selectOf(selector: Selector): Select {
  if (selector instanceof jsonpath.selectors.FilterSelector) {
    const test = testOf(selector.expression)
    return (value, found, work) => {
      for (const child of childrenOf(value)) {
        count(work)
        if (test(child, work)) found.push(child)
      }
    }
  }
  const pick = pickerOf(selector)
  return (value, found, work) => {
    for (const child of pick(value)) {
      count(work)
      found.push(child)
    }
  }
}

const NONE: readonly Json[] = []

function pickerOf(selector: Selector): (value: Json) => readonly Json[] {
  if (selector instanceof jsonpath.selectors.WildcardSelector) return childrenOf
  if (selector instanceof jsonpath.selectors.SliceSelector) {
    return (value) => (Array.isArray(value) ? sliceOf(value, selector) : NONE)
  }
  if (selector instanceof jsonpath.selectors.NameSelector) {
    const { name } = selector
    return (value) => (isJsonObject(value) && Object.hasOwn(value, name) ? one(value[name]) : NONE)
  }
  const index = selector instanceof jsonpath.selectors.IndexSelector ? selector.index : Number.NaN
  return (value) => (Array.isArray(value) ? one(value[index < 0 ? value.length + index : index]) : NONE)
}

function one(value: Operand): readonly Json[] {
  return value === undefined ? NONE : [value]
}

/** Section 2.3.4.2 of RFC 9535. */
function sliceOf(list: readonly Json[], { start, stop, step = 1 }: jsonpath.selectors.SliceSelector): Json[] {
  const { length } = list
  const place = (index: number) => (index >= 0 ? index : length + index)
  const items: Json[] = []
  if (step > 0) {
    const end = Math.min(place(stop ?? length), length)
    for (let index = Math.max(place(start ?? 0), 0); index < end; index += step) items.push(list[index] ?? null)
  } else if (step < 0) {
    const end = stop === undefined ? -1 : Math.max(place(stop), -1)
    const begin = Math.min(place(start ?? length - 1), length - 1)
    for (let index = begin; index > end; index += step) items.push(list[index] ?? null)
  }
  return items
}

/** A logical expression. A query holds when it finds something. */
function testOf(expression: Expression): Test {
  if (expression instanceof jsonpath.expressions.LogicalExpression) return testOf(expression.expression)
  if (expression instanceof jsonpath.expressions.InfixExpression) return infixOf(expression)
  if (expression instanceof jsonpath.expressions.PrefixExpression) {
    const test = testOf(expression.right)
    return (current, work) => !test(current, work)
  }
  if (expression instanceof jsonpath.expressions.FilterQuery) {
    const find = queryOf(expression)
    return (current, work) => find(current, work).length > 0
  }
  const read = readOf(expression)
  return (current, work) => read(current, work) === true
}

function infixOf({ left, operator, right }: jsonpath.expressions.InfixExpression): Test {
  if (operator === '&&' || operator === '||') {
    const [a, b] = [testOf(left), testOf(right)]
    if (operator === '&&') return (current, work) => a(current, work) && b(current, work)
    return (current, work) => a(current, work) || b(current, work)
  }
  const [a, b] = [readOf(left), readOf(right)]
  const compare = comparisons[operator]
  return (current, work) => compare?.(a(current, work), b(current, work), work) ?? false
}

const comparisons: Readonly<Record<string, (left: Operand, right: Operand, work: Work) => boolean>> = {
  '==': areEqual,
  '!=': (left, right, work) => !areEqual(left, right, work),
  '<': isBefore,
  '>': (left, right, work) => isBefore(right, left, work),
  '<=': (left, right, work) => isBefore(left, right, work) || areEqual(left, right, work),
  '>=': (left, right, work) => isBefore(right, left, work) || areEqual(left, right, work),
}

function queryOf(query: jsonpath.expressions.FilterQuery): Find {
  const find = finderOf(query.path)
  return query instanceof jsonpath.expressions.RelativeQuery ? find : (_current, work) => find(work.root, work)
}

/** What is compared: a literal, a query of at most one value, or a function. The grammar allows nothing else. */
function readOf(expression: Expression): Read {
  if (expression instanceof jsonpath.expressions.NumberLiteral) return constant(literalNumber(expression))
  if (expression instanceof jsonpath.expressions.StringLiteral) return constant(expression.value)
  if (expression instanceof jsonpath.expressions.BooleanLiteral) return constant(expression.value)
  if (expression instanceof jsonpath.expressions.NullLiteral) return constant(null)
  if (expression instanceof jsonpath.expressions.FunctionExtension) return functionOf(expression)
  if (expression instanceof jsonpath.expressions.FilterQuery) {
    const find = queryOf(expression)
    return (current, work) => single(find(current, work))
  }
  return constant(undefined)
}

function constant(value: Operand): Read {
  return () => value
}

/** `match` and `search` are not available; the parser checks the arguments of the others. */
function functionOf({ name, args: [argument] }: jsonpath.expressions.FunctionExtension): Read {
  if (argument === undefined) return constant(undefined)
  if (name === 'length') {
    const read = readOf(argument)
    return (current, work) => lengthOf(read(current, work), work)
  }
  const find: Find = argument instanceof jsonpath.expressions.FilterQuery ? queryOf(argument) : () => NONE
  if (name === 'count') return (current, work) => find(current, work).length
  return (current, work) => single(find(current, work))
}

/** A text has as many as it has characters; one outside the basic plane counts once. */
function lengthOf(value: Operand, work: Work): Operand {
  if (typeof value === 'string') {
    count(work, value.length)
    return [...value].length
  }
  if (Array.isArray(value)) return value.length
  if (!isJsonObject(value)) return undefined
  const { length } = Object.keys(value)
  count(work, length)
  return length
}

function literalNumber({ token, value }: jsonpath.expressions.NumberLiteral): number | bigint {
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(token.value) ? value : BigInt(token.value)
}

function areEqual(left: Operand, right: Operand, work: Work): boolean {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0
  if (typeof left === 'string' && typeof right === 'string') countTexts(left, right, work)
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => isEqualMember(item, right[index], work))
  }
  return isJsonObject(left) && isJsonObject(right) ? haveEqualMembers(left, right, work) : left === right
}

function haveEqualMembers(left: JsonObject, right: JsonObject, work: Work): boolean {
  const [keys, others] = [Object.keys(left), Object.keys(right)]
  count(work, keys.length + others.length)
  if (keys.length !== others.length) return false
  return keys.every((key) => Object.hasOwn(right, key) && areEqual(left[key], right[key], work))
}

function isEqualMember(left: Json, right: Operand, work: Work): boolean {
  count(work)
  return areEqual(left, right, work)
}

function isBefore(left: Operand, right: Operand, work: Work): boolean {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) < 0
  if (typeof left !== 'string' || typeof right !== 'string') return false
  countTexts(left, right, work)
  return left < right
}

/** So many characters compare in the time that one value takes. */
const CHARACTERS_A_VISIT = 64

function countTexts(left: string, right: string, work: Work): void {
  count(work, Math.floor(Math.min(left.length, right.length) / CHARACTERS_A_VISIT))
}

function isList(value: Operand): value is readonly Json[] {
  return Array.isArray(value)
}

function isNumber(value: Operand): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function single(nodes: readonly Json[]): Operand {
  return nodes.length === 1 ? nodes[0] : undefined
}

function childrenOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value
  return isJsonObject(value) ? Object.values(value) : NONE
}
