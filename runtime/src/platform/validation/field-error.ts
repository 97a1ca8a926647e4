import type { FieldError } from '@patchbay/shared/errors'
import type { ErrorObject } from 'ajv'

/** The sentence of a field error with what the form calls the field: `This must be …` becomes `API Key must be …`. */
export function withLabel(label: string, message: string): string {
  return message.startsWith('This ') ? message.replace('This', () => label) : `${label}: ${message}`
}

/** Converts an Ajv error to a path such as `nodes[2].inputs.url` and a sentence for people. */
export function toFieldError(error: ErrorObject): FieldError {
  const path = pathOf(error.instancePath)
  const { keyword, params } = error
  if (keyword === 'required') return { path: join(path, String(params.missingProperty)), message: 'This is required.' }
  if (keyword === 'additionalProperties') {
    return { path: join(path, String(params.additionalProperty)), message: unknownKey(error) }
  }
  return { path, message: sentences[keyword]?.(params, error) ?? `This ${error.message ?? 'is not valid'}.` }
}

type Sentence = (params: Record<string, unknown>, error: ErrorObject) => string

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

const formatWords: Readonly<Record<string, string>> = {
  email: 'an e-mail address such as dana@example.com',
  uuid: 'an id such as 01890a5d-ac96-774b-bcce-b302099a8057',
  'date-time': 'a date and time such as 2026-01-31T09:30:00Z',
  uri: 'a URL such as https://example.com',
}

const sentences: Readonly<Record<string, Sentence>> = {
  type: ({ type }) => `This must be ${[type].flat().map(typeWord).join(' or ')}.`,
  enum: ({ allowedValues }) => `This must be one of: ${listOf(allowedValues)}.`,
  const: ({ allowedValue }) => `This must be ${JSON.stringify(allowedValue)}.`,
  minLength: ({ limit }) => (limit === 1 ? 'This must not be empty.' : `This must have at least ${limit} characters.`),
  maxLength: ({ limit }) => `This must have at most ${limit} characters.`,
  minimum: ({ limit }) => `This must be ${limit} or more.`,
  maximum: ({ limit }) => `This must be ${limit} or less.`,
  exclusiveMinimum: ({ limit }) => `This must be more than ${limit}.`,
  exclusiveMaximum: ({ limit }) => `This must be less than ${limit}.`,
  multipleOf: ({ multipleOf }) => `This must be a multiple of ${multipleOf}.`,
  minItems: ({ limit }) => (limit === 1 ? 'This needs at least one entry.' : `This needs at least ${limit} entries.`),
  maxItems: ({ limit }) => `This may have at most ${limit} entries.`,
  minProperties: ({ limit }) => `This needs at least ${limit} keys.`,
  maxProperties: ({ limit }) => `This may have at most ${limit} keys.`,
  uniqueItems: ({ i, j }) => `Entries ${Number(j) + 1} and ${Number(i) + 1} are the same.`,
  format: ({ format }) => `This must be ${formatWords[String(format)] ?? `a valid ${String(format)}`}.`,
  pattern: (_params, error) => patternSentence(error),
  anyOf: () => 'This has none of the allowed shapes.',
  oneOf: () => 'This has none of the allowed shapes.',
  not: () => 'This value is not allowed.',
  propertyNames: ({ propertyName }) => `The key ${JSON.stringify(propertyName)} is not allowed.`,
}

/** A description says what a value is for, seldom how it is written. So every pattern brings its own words. */
function patternSentence({ parentSchema }: ErrorObject): string {
  const words: unknown = parentSchema?.['x-pattern-text']
  return typeof words === 'string' ? `This must be ${words}.` : 'This does not have the expected form.'
}

function typeWord(type: unknown): string {
  return typeWords[String(type)] ?? String(type)
}

function listOf(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => String(value)).join(', ') : ''
}

/** Lists the allowed keys as long as there are few, which saves a look into the docs. */
function unknownKey(error: ErrorObject): string {
  const properties: unknown = error.parentSchema?.properties
  const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
  if (known.length === 0 || known.length > 20) return 'This key is not known here.'
  return `This key is not known here. Known are: ${known.join(', ')}.`
}

/** Converts a JSON pointer to the usual path: `/nodes/2/inputs/url` becomes `nodes[2].inputs.url`. */
function pathOf(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).reduce(join, '')
}

const mostShown = 80

function join(path: string, part: string): string {
  if (/^(0|[1-9][0-9]*)$/.test(part)) return `${path}[${part}]`
  if (/^[A-Za-z_$][\w$-]*$/.test(part) && part.length <= mostShown) return path === '' ? part : `${path}.${part}`
  const shown = part.length > mostShown ? `${part.slice(0, mostShown)}…` : part
  return `${path}[${JSON.stringify(shown)}]`
}
