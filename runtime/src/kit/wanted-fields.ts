import type { FieldError } from '@patchbay/shared/errors'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { Static } from 'typebox'
import { fieldOf, objectOf } from './values.ts'
import type { wantedFieldRow } from './wanted-field-row.ts'

/** Something that is to be found out. */
export interface WantedField {
  readonly name: string
  readonly type: 'text' | 'number' | 'boolean' | 'list'
  /** Without values: anything. */
  readonly allowed: readonly string[]
  readonly meaning: string
  readonly mayBeEmpty: boolean
}

/** A row of an input, made of `wantedFieldRow`. */
export type WantedFieldRow = Static<ReturnType<typeof wantedFieldRow>>

export function wantedFieldsOf(rows: readonly WantedFieldRow[]): readonly WantedField[] {
  return rows.map(({ name, type, allowed = '', meaning = '', mayBeEmpty = false }) => ({
    name,
    type,
    allowed: type === 'text' || type === 'list' ? valuesIn(allowed) : [],
    meaning,
    mayBeEmpty,
  }))
}

/** Problems of rows that name a field which a row before them has, by the path of the input `fields`. */
export function repeatedNames(rows: readonly Pick<WantedFieldRow, 'name'>[]): readonly FieldError[] {
  const names = rows.map(({ name }) => name)
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return []
    return [{ path: `fields[${index}].name`, message: `There is another field "${name}".` }]
  })
}

function valuesIn(text: string): readonly string[] {
  const values = text.split(',').map((value) => value.trim())
  return [...new Set(values.filter((value) => value !== ''))]
}

/**
 * The JSON Schema of an answer with these fields, in the subset that strict answers take: every field is required and may
 * be null, and there are no others.
 */
export function answerSchema(fields: readonly WantedField[]): JsonObject {
  return {
    type: 'object',
    properties: objectOf(fields.map((field) => [field.name, schemaOf(field)])),
    required: fields.map(({ name }) => name),
    additionalProperties: false,
  }
}

function schemaOf({ type, allowed, meaning }: WantedField): JsonObject {
  const text: JsonObject = allowed.length === 0 ? { type: 'string' } : { type: 'string', enum: allowed }
  const values: JsonObject = type === 'list' ? { type: 'array', items: text } : type === 'text' ? text : { type }
  return { anyOf: [values, { type: 'null' }], ...(meaning === '' ? {} : { description: meaning }) }
}

type ReadFields =
  | {
      readonly ok: true
      /** Every field by its name, null where it is empty. */
      readonly values: JsonObject
      /** Names of the fields that are empty. */
      readonly missing: readonly string[]
    }
  /** Which field does not fit, in a sentence. */
  | { readonly ok: false; readonly problem: string }

/** Reads the wanted fields from an answer, and nothing else of it. Not every service keeps to the schema it was given. */
export function readFields(fields: readonly WantedField[], answer: JsonObject): ReadFields {
  const entries: (readonly [string, Json])[] = []
  for (const field of fields) {
    const value = readValue(field, fieldOf(answer, field.name))
    if (value === undefined) return { ok: false, problem: problemOf(field) }
    entries.push([field.name, value])
  }
  const missing = entries.filter(([, value]) => value === null).map(([name]) => name)
  return { ok: true, values: objectOf(entries), missing }
}

/** The value of a field: null for an empty one, undefined for one that does not fit. */
export function readValue({ type, allowed }: WantedField, given: Json | undefined): Json | undefined {
  if (given === undefined || given === null) return null
  if (type === 'number') return typeof given === 'number' || typeof given === 'bigint' ? given : undefined
  if (type === 'boolean') return typeof given === 'boolean' ? given : undefined
  if (type === 'text') return typeof given === 'string' ? readText(given, allowed) : undefined
  if (!Array.isArray(given)) return undefined
  const texts = given.map((value) => (typeof value === 'string' ? readText(value, allowed) : undefined))
  if (texts.includes(undefined)) return undefined
  const filled = texts.filter((value) => typeof value === 'string')
  return filled.length === 0 ? null : filled
}

/** An allowed value as the author has written it; null for a text of spaces. */
function readText(given: string, allowed: readonly string[]): string | null | undefined {
  const text = given.trim()
  if (text === '') return null
  if (allowed.length === 0) return text
  return allowed.find((value) => value.toLowerCase() === text.toLowerCase())
}

function problemOf({ name, type, allowed }: WantedField): string {
  if (allowed.length > 0) return `"${name}" has a value that is not allowed.`
  const kinds = { text: 'a text', number: 'a number', boolean: 'yes or no', list: 'a list of texts' }
  return `"${name}" is not ${kinds[type]}.`
}
