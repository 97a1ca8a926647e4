import type { FieldError } from '@patchbay/shared/errors'
import { type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { objectOf } from '../../../../kit/values.ts'
import { readFields, type WantedField } from '../../../../kit/wanted-fields.ts'
import type { askModel } from './definition.ts'

type Example = NonNullable<InputsOf<typeof askModel>['examples']>[number]

/** The right answer of an example, as the model would write it. `hide` keeps personal data in it back. */
export function exampleAnswer(
  { answer }: Example,
  fields: readonly WantedField[],
  hide: (text: string) => string,
): string {
  if (fields.length === 0) return hide(answer)
  const lines = linesOf(answer).map((line) => ({ ...line, value: hide(line.value) }))
  return stringifyJson(answerOf(lines, fields))
}

/** Lines of an example that name no field, or hold what the field may not. */
function exampleProblem({ answer }: Example, fields: readonly WantedField[]): string | undefined {
  if (fields.length === 0) return undefined
  const lines = linesOf(answer)
  const stray = lines.find(({ name }) => !fields.some((field) => field.name === name))
  if (stray !== undefined)
    return `"${stray.line}" does not begin with a field and a colon, such as ${fields[0]?.name}: …`
  const read = readFields(fields, answerOf(lines, fields))
  return read.ok ? undefined : read.problem
}

export function exampleProblems(examples: readonly Example[], fields: readonly WantedField[]): readonly FieldError[] {
  return examples.flatMap((example, index) => {
    const message = exampleProblem(example, fields)
    return message === undefined ? [] : [{ path: `examples[${index}].answer`, message }]
  })
}

interface Line {
  readonly line: string
  readonly name: string
  readonly value: string
}

function linesOf(answer: string): readonly Line[] {
  const lines = answer.split('\n').map((line) => line.trim())
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':')
      return { line, name: line.slice(0, Math.max(colon, 0)).trim(), value: line.slice(colon + 1).trim() }
    })
}

function answerOf(lines: readonly Line[], fields: readonly WantedField[]): JsonObject {
  return objectOf(
    fields.map((field) => [
      field.name,
      exampleValue(field, lines.find(({ name }) => name === field.name)?.value ?? ''),
    ]),
  )
}

function exampleValue({ type }: WantedField, text: string): Json {
  if (text === '') return null
  if (type === 'list') return text.split(',').map((value) => value.trim())
  if (type === 'number') return Number.isFinite(Number(text)) ? Number(text) : text
  const words: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false }
  return type === 'boolean' ? (words[text.toLowerCase()] ?? text) : text
}
