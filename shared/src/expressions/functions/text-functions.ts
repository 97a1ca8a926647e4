import type { Json } from '../../json/json.ts'
import { MAX_STEP_CHARACTERS } from '../../json/json-size.ts'
import { type FunctionDefinition, FunctionFault, type Parameter, quoted } from './function-definition.ts'

/** Most parts that a text is split into. */
const MAX_PARTS = 100_000
const separator: Parameter = { name: 'separator', type: 'text' }

export const textFunctions: readonly FunctionDefinition[] = [
  {
    name: 'upper',
    title: 'Writes a text in capital letters.',
    takes: 'text',
    parameters: [],
    usage: 'upper',
    example: ['ana', 'ANA'],
    run: (text) => String(text).toUpperCase(),
  },
  {
    name: 'lower',
    title: 'Writes a text in small letters.',
    takes: 'text',
    parameters: [],
    usage: 'lower',
    example: ['YES', 'yes'],
    run: (text) => String(text).toLowerCase(),
  },
  {
    name: 'capitalize',
    title: 'Writes the first letter of a text as a capital.',
    takes: 'text',
    parameters: [],
    usage: 'capitalize',
    example: ['ana', 'Ana'],
    run: (text) => String(text).replace(/\p{L}/u, (letter) => letter.toUpperCase()),
  },
  {
    name: 'trim',
    title: 'Removes spaces and line breaks at both ends.',
    takes: 'text',
    parameters: [],
    usage: 'trim',
    example: [' hi ', 'hi'],
    run: (text) => String(text).trim(),
  },
  {
    name: 'cut',
    title: 'Keeps the first so many characters.',
    takes: 'text',
    parameters: [{ name: 'characters', type: 'number' }],
    usage: 'cut: 5',
    example: ['Hello there', 'Hello'],
    run: (text, [most = 0]) => cut(String(text), most),
  },
  {
    name: 'replace',
    title: 'Replaces a text wherever it stands by another one.',
    takes: 'text',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'by', type: 'text' },
    ],
    usage: 'replace: "-", " "',
    example: ['1-2-3', '1 2 3'],
    run: (text, [found = '', by = '']) => replace(String(text), String(found), String(by)),
  },
  {
    name: 'before',
    title: 'The part before a separator; all of the text when it has none.',
    takes: 'text',
    parameters: [separator],
    usage: 'before: "@"',
    example: ['ana@example.com', 'ana'],
    run: (text, [mark = '']) => {
      const at = String(text).indexOf(String(mark))
      return at === -1 ? String(text) : String(text).slice(0, at)
    },
  },
  {
    name: 'after',
    title: 'The part after the first separator; nothing when the text has none.',
    takes: 'text',
    parameters: [separator],
    usage: 'after: "@"',
    example: ['ana@example.com', 'example.com'],
    run: (text, [mark = '']) => {
      const at = String(text).indexOf(String(mark))
      return at === -1 ? '' : String(text).slice(at + String(mark).length)
    },
  },
  {
    name: 'split',
    title: 'Makes a list of the parts between separators.',
    takes: 'text',
    parameters: [separator],
    usage: 'split: ","',
    example: ['red,blue', ['red', 'blue']],
    run: (text, [mark = '']) => split(String(text), String(mark)),
  },
]

function cut(text: string, most: Json): string {
  const count = Number(most)
  if (!Number.isInteger(count) || count < 0) throw new FunctionFault(`${quoted(most)} is no number of characters.`)
  // A character outside the basic plane is two units, and is not torn.
  return [...text.slice(0, count * 2)].slice(0, count).join('')
}

function replace(text: string, found: string, by: string): string {
  if (found === '') return text
  const parts = split(text, found)
  if (text.length + parts.length * by.length > MAX_STEP_CHARACTERS)
    throw new FunctionFault('The text would be too long.')
  return parts.join(by)
}

function split(text: string, mark: string): string[] {
  const parts = mark === '' ? [...text.slice(0, 2 * MAX_PARTS + 2)] : text.split(mark, MAX_PARTS + 1)
  if (parts.length > MAX_PARTS)
    throw new FunctionFault(`The text has more than ${MAX_PARTS.toLocaleString('en')} parts.`)
  return parts
}
