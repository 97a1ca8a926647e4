import type { TSchema } from 'typebox'
import { anchorOf, escapeHtml, inlineHtml } from './html.ts'

/** The keywords of JSON Schema that the API's schemas use. */
interface Parts {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly TSchema[]
  readonly items?: TSchema
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: TSchema | boolean
  readonly patternProperties?: Readonly<Record<string, TSchema>>
  readonly description?: string
}

/** A schema as HTML: its type in words, and below it the members of objects. Named shapes are links. */
export function schemaHtml(schema: TSchema): string {
  return `<span class="type">${typeHtml(schema)}</span>${membersHtml(schema)}`
}

function typeHtml(schema: TSchema): string {
  const parts = partsOf(schema)
  if (parts.$ref !== undefined) return refHtml(parts.$ref)
  if (parts.const !== undefined) return valueHtml(parts.const)
  if (parts.enum !== undefined) return parts.enum.map(valueHtml).join(' or ')
  if (parts.anyOf !== undefined) return parts.anyOf.map(typeHtml).join(' or ')
  if (parts.items !== undefined) return `list of ${typeHtml(parts.items)}`
  const values = valuesOf(parts)
  if (values !== undefined) return `object of ${typeHtml(values)}`
  const word = words[parts.type ?? ''] ?? 'anything'
  return parts.format === undefined ? word : `${word} (${escapeHtml(parts.format)})`
}

function refHtml(ref: string): string {
  const name = ref.split('/').at(-1) ?? ''
  return `<a href="#shape-${anchorOf(name)}">${escapeHtml(name)}</a>`
}

function valueHtml(value: unknown): string {
  return `<code>${escapeHtml(JSON.stringify(value))}</code>`
}

/** The members of an object, including those of an object in a list or among alternatives. */
function membersHtml(schema: TSchema): string {
  const { properties = {}, required = [], items, anyOf = [], ...rest } = partsOf(schema)
  const names = Object.keys(properties)
  const below = [items, valuesOf(rest), ...anyOf].filter((part) => part !== undefined)
  if (names.length === 0) return below.map(membersHtml).join('')
  const rows = Object.entries(properties).map(([name, part]) => memberHtml(name, part, required.includes(name)))
  return `<ul>${rows.join('')}</ul>`
}

function memberHtml(name: string, schema: TSchema, isRequired: boolean): string {
  const { description } = partsOf(schema)
  const about = description === undefined ? '' : `<span class="about">– ${inlineHtml(description)}</span>`
  const optional = isRequired ? '' : '<i>optional</i>'
  const head = `<code>${escapeHtml(name)}</code> <span class="type">${typeHtml(schema)}</span> ${optional}`
  return `<li>${head} ${about}${membersHtml(schema)}</li>`
}

function valuesOf({ additionalProperties, patternProperties }: Parts): TSchema | undefined {
  if (patternProperties !== undefined) return Object.values(patternProperties)[0]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

function partsOf(schema: TSchema): Parts {
  // All schemas are our own. `TSchema` only declares no members.
  return schema as Parts
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  null: 'null',
}
