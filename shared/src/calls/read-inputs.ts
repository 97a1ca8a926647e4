import { AppError, type FieldError } from '../errors/index.ts'
import { nearestName } from '../expressions/index.ts'
import type { Json, JsonObject } from '../json/index.ts'
import type { ExpectedInput } from './expected-input.ts'
import { isAbsent, type ReadInput, readInput, readInputText } from './read-input.ts'

/** What a caller has sent. */
export interface SentValues {
  readonly body: JsonObject
  /** A form, whose values are all texts. */
  readonly isForm: boolean
}

/** How sentences speak of an input, and of what has sent it. */
export interface InputWords {
  readonly input: string
  readonly sender: string
}

const ofRequest: InputWords = { input: 'Expected Input', sender: 'The request' }

/**
 * The values of the Expected Inputs, read by their types, defaults filled in. What is neither required nor sent is null.
 * @throws AppError MISSING_INPUT or WRONG_INPUT, which names every input that is missing or wrong
 */
export function readInputs(
  inputs: readonly ExpectedInput[],
  { body, isForm }: SentValues,
  words: InputWords = ofRequest,
): (readonly [string, Json])[] {
  const missing: FieldError[] = []
  const wrong: FieldError[] = []
  const values = inputs.map((input): readonly [string, Json] => {
    const { name, type } = input
    const sent = Object.hasOwn(body, name) ? body[name] : undefined
    if (isAbsent(sent, type)) {
      if (input.default !== '') return [name, defaultOf(input)]
      if (input.required) missing.push({ path: name, message: missingText(input, { sent, body, inputs, words }) })
      return [name, null]
    }
    const value = sent ?? null
    const read = isForm ? readFormValue(value, type) : readInput(value, type)
    if ('value' in read) return [name, read.value]
    wrong.push({
      path: name,
      message: `${words.input} "${name}" has to be ${read.expected}; ${kindOf(value)} was sent.`,
    })
    return [name, null]
  })
  const errors = [...missing, ...wrong]
  if (errors.length === 0) return values
  const message = errors.map((error) => error.message).join(' ')
  throw new AppError(missing.length > 0 ? 'MISSING_INPUT' : 'WRONG_INPUT', message, { errors })
}

/** What is wrong with the default and the example of a row; nothing when both fit its type. */
export function checkTexts(
  input: ExpectedInput,
): readonly { readonly field: 'default' | 'example'; message: string }[] {
  return (['default', 'example'] as const).flatMap((field) => {
    const text = input[field]
    if (text === '') return []
    const read = readInputText(text, input.type)
    return 'value' in read ? [] : [{ field, message: `This has to be ${read.expected}.` }]
  })
}

/** The value that stands for an input in examples: its example, its default, or one of its type. */
export function exampleOf(input: ExpectedInput): Json {
  for (const text of [input.example, input.default]) {
    const read = text === '' ? undefined : readInputText(text, input.type)
    if (read !== undefined && 'value' in read) return read.value
  }
  return samples[input.type]
}

const samples: Readonly<Record<ExpectedInput['type'], Json>> = {
  any: 'a value',
  text: 'a text',
  number: 1,
  boolean: true,
  date: '2026-03-01',
  list: ['a value'],
  object: { name: 'a value' },
}

/** A form sends a list of one entry as it sends a text. */
function readFormValue(value: Json, type: ExpectedInput['type']): ReadInput {
  if (typeof value !== 'string') return readInput(value, type)
  const read = readInputText(value, type)
  return type === 'list' && 'expected' in read ? { value: [value] } : read
}

function defaultOf(input: ExpectedInput): Json {
  const read = readInputText(input.default, input.type)
  // The deploy has checked it.
  return 'value' in read ? read.value : null
}

interface Missing {
  readonly sent: Json | undefined
  readonly body: JsonObject
  readonly inputs: readonly ExpectedInput[]
  readonly words: InputWords
}

function missingText({ name }: ExpectedInput, { sent, body, inputs, words }: Missing): string {
  const subject = `${words.input} "${name}"`
  if (sent !== undefined) return `${subject} is empty.`
  const names = new Set(inputs.map((input) => input.name))
  const found = nearestName(
    name,
    Object.keys(body).filter((key) => !names.has(key)),
  )
  const hint = found === undefined ? '' : ` ${words.sender} has "${found}"; names must match exactly.`
  return `${subject} is missing.${hint}`
}

/** Never the value itself, which may be nobody else's business: errors are listed and logged. */
function kindOf(value: Json): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'yes or no'
  return typeof value === 'object' ? 'an object' : 'a number'
}
