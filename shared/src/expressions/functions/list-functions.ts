import { compareDecimals, decimalOf } from '../../json/decimal.ts'
import { isJsonObject, type Json } from '../../json/json.ts'
import { MAX_STEP_CHARACTERS } from '../../json/json-size.ts'
import { parseJson } from '../../json/json-text.ts'
import { parsePath, valueAt } from '../../json/path.ts'
import { textOf } from '../value-text.ts'
import { type FunctionDefinition, FunctionFault, quoted } from './function-definition.ts'

const NUMBER_TEXT = { isLoose: true, hasExponent: false }

export const listFunctions: readonly FunctionDefinition[] = [
  {
    name: 'join',
    title: 'Writes the items of a list as one text, with a separator between them, a comma if left out.',
    takes: 'list',
    parameters: [{ name: 'separator', type: 'text', isOptional: true }],
    usage: 'join: ", "',
    example: [['red', 'blue'], 'red, blue'],
    run: (list, [mark = ', ']) => join(itemsOf(list), String(mark)),
  },
  {
    name: 'count',
    title: 'How many items a list has, fields an object, or characters a text.',
    takes: 'any',
    parameters: [],
    usage: 'count',
    example: [['red', 'blue'], 2],
    run: (value) => {
      if (isJsonObject(value)) return Object.keys(value).length
      return Array.isArray(value) ? value.length : lengthOf(textOf(value))
    },
  },
  {
    name: 'first',
    title: 'The first item of a list.',
    takes: 'list',
    parameters: [],
    usage: 'first',
    example: [['red', 'blue'], 'red'],
    run: (list) => itemsOf(list)[0] ?? null,
  },
  {
    name: 'last',
    title: 'The last item of a list.',
    takes: 'list',
    parameters: [],
    usage: 'last',
    example: [['red', 'blue'], 'blue'],
    run: (list) => itemsOf(list).at(-1) ?? null,
  },
  {
    name: 'sort',
    title: 'Sorts a list: numbers by size with all their digits, otherwise texts without regard to case.',
    takes: 'list',
    parameters: [],
    usage: 'sort',
    example: [
      [10, 9],
      [9, 10],
    ],
    run: (list) => sort(itemsOf(list)),
  },
  {
    name: 'unique',
    title: 'Keeps each value of a list once, in the order in which they come.',
    takes: 'list',
    parameters: [],
    usage: 'unique',
    example: [
      [1, 2, 1],
      [1, 2],
    ],
    run: (list) => [...new Map(itemsOf(list).map((item) => [keyOf(item), item])).values()],
  },
  {
    name: 'reverse',
    title: 'Turns a list around.',
    takes: 'list',
    parameters: [],
    usage: 'reverse',
    example: [
      [1, 2],
      [2, 1],
    ],
    run: (list) => itemsOf(list).toReversed(),
  },
  {
    name: 'json',
    title: 'Reads JSON text as data, such as the Message of an Amazon SNS notification.',
    takes: 'any',
    parameters: [],
    usage: 'json',
    example: ['{"id":7}', { id: 7 }],
    run: (value) => (typeof value === 'string' ? read(value) : value),
  },
  {
    name: 'field',
    title: 'The value at a path in an object or list.',
    takes: 'any',
    parameters: [
      {
        name: 'path',
        type: 'text',
        check: (value) => ('path' in parsePath(String(value)) ? undefined : 'takes a path such as "user.id"'),
      },
    ],
    usage: 'field: "user.id"',
    example: [{ user: { id: 7 } }, 7],
    run: (value, [path = '']) => fieldOf(value, String(path)),
  },
]

function itemsOf(list: Json): readonly Json[] {
  if (Array.isArray(list)) return list
  throw new FunctionFault(`${quoted(list)} is not a list.`)
}

function join(items: readonly Json[], mark: string): string {
  let length = 0
  const texts: string[] = []
  for (const item of items) {
    const text = textOf(item)
    length += text.length + mark.length
    if (length > MAX_STEP_CHARACTERS) throw new FunctionFault('The text would be too long.')
    texts.push(text)
  }
  return texts.join(mark)
}

function lengthOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

function sort(items: readonly Json[]): readonly Json[] {
  const sorted = items.map((item) => ({
    item,
    decimal: decimalOf(item, NUMBER_TEXT),
    text: textOf(item).toLowerCase(),
  }))
  const areNumbers = sorted.every(({ decimal }) => decimal !== undefined)
  sorted.sort((a, b) => {
    if (areNumbers && a.decimal !== undefined && b.decimal !== undefined) return compareDecimals(a.decimal, b.decimal)
    if (a.text === b.text) return 0
    return a.text < b.text ? -1 : 1
  })
  return sorted.map(({ item }) => item)
}

/** A number and the same number written as text are two values. */
function keyOf(item: Json): string {
  return `${typeof item} ${textOf(item)}`
}

function read(text: string): Json {
  try {
    return parseJson(text)
  } catch {
    throw new FunctionFault(`${quoted(text)} is not JSON.`)
  }
}

function fieldOf(value: Json, path: string): Json {
  const parsed = parsePath(path)
  const found = 'path' in parsed ? valueAt(value, parsed.path) : undefined
  if (found === undefined) throw new FunctionFault(`${quoted(value)} has no ${path}.`)
  return found
}
