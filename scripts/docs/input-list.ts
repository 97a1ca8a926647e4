import { accountTypeOf, type NodeDefinition, type TemplateHints, type UiHints } from '@patchbay/shared/nodes'
import { ANY_BOT } from '../../runtime/src/kit/bot.ts'
import {
  conditionText,
  type InputSchema,
  inputAt,
  isInputSchema,
  propertiesOf,
  shownValue,
  titleAt,
} from './input-schema.ts'
import { code, either, plain, sentence, wrap } from './markdown.ts'

/** One bullet for each input; those of rows are indented below theirs. */
export function inputList({ inputs, defaults }: NodeDefinition): string {
  return bullets(inputs, inputs, defaults, 0).join('\n')
}

function bullets(root: unknown, parent: unknown, defaults: unknown, depth: number): readonly string[] {
  return propertiesOf(parent).flatMap(([name, schema]) => {
    const first = isRecord(defaults) && name in defaults ? defaults[name] : schema.default
    // The form draws the inputs of such an object in place, without a frame of their own.
    if (schema['x-ui']?.widget === 'fields') return bullets(root, schema, first, depth)
    const rows = isInputSchema(schema.items) && schema.items.type === 'object'
    return [bullet(root, parent, schema, first, depth), ...(rows ? bullets(root, schema, undefined, depth + 1) : [])]
  })
}

function bullet(root: unknown, parent: unknown, schema: InputSchema, first: unknown, depth: number): string {
  const required = schema['x-required']
  const star = required === undefined ? '' : '\\*'
  const ui = schema['x-ui']
  const start = firstText(schema, first)
  const sentences = [
    sentence(plain(schema.description ?? '')),
    sentence(`${taken(root, schema)}${start}`),
    secretText(parent, schema),
    hostText(root, schema),
    shownWhen(root, parent, ui),
    typeof required === 'object' ? `May be empty when ${conditionText(root, required.unless)}.` : '',
  ]
  const text = `**${plain(schema.title ?? '')}**${star}: ${sentences.filter((part) => part !== '').join(' ')}`
  return wrap(text, `${'  '.repeat(depth)}- `)
}

function shownWhen(root: unknown, parent: unknown, ui: UiHints | undefined): string {
  const when = ui?.visibleWhen === undefined ? [] : [conditionText(root, ui.visibleWhen)]
  const beside = ui?.visibleBeside === undefined ? [] : [conditionText(parent, ui.visibleBeside)]
  const conditions = [...when, ...beside]
  return conditions.length === 0 ? '' : `Shown when ${conditions.join(' and ')}.`
}

/** What the input takes, by the JSON type and the keywords of its schema. */
function taken(root: unknown, schema: InputSchema): string {
  const { type, items } = schema
  const ui = schema['x-ui']
  const accountType = accountTypeOf(ui?.options)
  if (accountType === ANY_BOT) return 'an account of a service with bots or models'
  if (accountType !== undefined) return `an account of the type ${code(accountType)}`
  if (ui?.options !== undefined) return 'one of the choices that the service offers'
  if (schema.enum !== undefined) return oneOf(schema, schema.enum)
  if (type === 'boolean') return 'on or off'
  if (type === 'integer' || type === 'number') return numberText(schema)
  if (type === 'null') return shownText(schema)
  if (type !== 'array') return textKind(root, schema)
  if (isInputSchema(items) && items.enum !== undefined) return `any of ${listed(items, items.enum)}`
  return schema.maxItems === undefined ? 'rows' : `up to ${grouped(schema.maxItems)} rows`
}

/** Something that the form shows and nobody enters here. */
function shownText(schema: InputSchema): string {
  const ui = schema['x-ui']
  if (ui?.flowSetting !== undefined) {
    const { name, otherwise } = ui.flowSetting
    const choices = listed(schema, Object.keys(ui.optionLabels ?? {}))
    return `one of ${choices}; ${shownValue(schema, otherwise)} at first. It is the setting ${code(name)} of the flow`
  }
  if (ui?.address !== undefined) return `shown: the address of this server with ${code(ui.address.path)}`
  if (ui?.widget === 'listen') return 'listened for: a real request to the trigger'
  return ui?.widget === 'preview' ? 'shown: what these inputs lead to' : 'chosen among our addresses'
}

function textKind(root: unknown, schema: InputSchema): string {
  const template = schema['x-template']
  const most = schema.maxLength === undefined ? '' : `, up to ${grouped(schema.maxLength)} characters`
  if (schema['x-variable-name'] === true) return `the name of a variable${most}`
  if (schema['x-query'] === true) return `a query expression${most}`
  return `text${template === undefined ? '' : templateText(root, template)}${most}`
}

function templateText(root: unknown, { place, contentTypeField }: TemplateHints): string {
  const places: Readonly<Record<typeof place, string>> = {
    text: '',
    url: ', their values encoded',
    header: ', for a header',
    body: contentTypeField === undefined ? '' : `, their values escaped by ${titleAt(root, contentTypeField)}`,
    value: ' (a single variable keeps its type)',
  }
  return ` with variables${places[place]}`
}

function numberText({ type, minimum, maximum, 'x-ui': ui }: InputSchema): string {
  const from = minimum === undefined ? '' : ` from ${grouped(minimum)}`
  const to = maximum === undefined ? '' : ` ${minimum === undefined ? 'up ' : ''}to ${grouped(maximum)}`
  return `a ${type === 'integer' ? 'whole ' : ''}number${from}${to}${ui?.unit === undefined ? '' : ` ${ui.unit}`}`
}

function firstText(schema: InputSchema, first: unknown): string {
  if (schema.enum?.length === 1) return ''
  const values = [first].flat().filter((value) => !isRecord(value) && value !== '' && value !== undefined)
  if (values.length === 0 || schema['x-ui']?.flowSetting !== undefined) return ''
  const items = isInputSchema(schema.items) ? schema.items : schema
  return `; ${values.map((value) => shownValue(items, value)).join(', ')} at first`
}

function secretText(parent: unknown, schema: InputSchema): string {
  const secret = schema['x-secret']
  if (secret === undefined) return ''
  const stored = 'tored encrypted and never shown again'
  if (secret === true) return `S${stored}.`
  const chosen = `S${stored} when ${titleAt(parent, secret.whenSibling)} is on`
  if (secret.orNamedBy === undefined) return `${chosen}.`
  return `${chosen}, or nothing was chosen there and ${titleAt(parent, secret.orNamedBy)} is the name of a credential.`
}

function hostText(root: unknown, schema: InputSchema): string {
  const hosts = [schema['x-secret-host'] ?? []].flat().filter((path) => inputAt(root, path) !== undefined)
  if (hosts.length === 0) return ''
  return `A secret goes only to the host of ${either(hosts.map((path) => titleAt(root, path)))} with which it was saved.`
}

function oneOf(schema: InputSchema, values: readonly unknown[]): string {
  return values.length === 1 ? listed(schema, values) : `one of ${listed(schema, values)}`
}

function listed(schema: InputSchema, values: readonly unknown[]): string {
  return values.map((value) => shownValue(schema, value)).join(', ')
}

function grouped(value: number): string {
  return value.toLocaleString('en-US')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
