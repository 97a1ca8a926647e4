import {
  conditionHolds,
  type InputSchema,
  inputAt,
  isSecretReference,
  parseInputPath,
  schemaAt,
} from '@patchbay/shared/flow'
import type { AddressHints } from '@patchbay/shared/nodes'
import type { TSchema } from 'typebox'

/** What an address is made of: the hints of its field, and the inputs it names. */
export interface AddressSource {
  readonly hints: AddressHints
  readonly schema: TSchema
  readonly inputs: Readonly<Record<string, unknown>>
  readonly origin: string
  readonly flowId: string
}

/** Where others reach the trigger, or the title of the input that has to be given first. */
export function addressText(source: AddressSource): { readonly url: string } | { readonly missing: string } {
  let missing: string | undefined
  const path = filled(source.hints.path, (name) => {
    const text = name === 'flowId' ? source.flowId : textAt(source, name)
    if (text === '') missing ??= fieldOf(source, name)?.title ?? name
    return encodeURIComponent(text)
  })
  return missing === undefined ? { url: source.origin + path } : { missing }
}

/** A curl command that starts the flow with made-up values. */
export function curlExample(url: string, source: AddressSource): string {
  const { example } = source.hints
  const methods = example?.methodOf === undefined ? undefined : inputAt(source.inputs, parseInputPath(example.methodOf))
  const [method = 'POST'] = Array.isArray(methods) ? methods.map(String) : []
  const lines = (example?.arguments ?? [])
    .filter(({ when }) => conditionHolds(when, source.inputs))
    .filter(({ ifSet }) => ifSet === undefined || isSet(inputAt(source.inputs, parseInputPath(ifSet))))
    .map(({ flag, text }) => `  ${flag} '${quoted(filled(text, (name) => textAt(source, name)))}'`)
  lines.push(`  -H 'Content-Type: application/json'`, `  -d '${quoted(bodyText(source))}'`)
  return [`curl -X ${method} '${url}'`, ...lines].join(' \\\n')
}

function filled(template: string, fill: (name: string) => string): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_token, name: string) => fill(name))
}

/** The value of an input; `<Title>` for a secret that is stored or not typed yet. */
function textAt(source: AddressSource, name: string): string {
  const value = inputAt(source.inputs, parseInputPath(name))
  if (typeof value === 'string' && value !== '') return value
  const field = fieldOf(source, name)
  return field?.['x-secret'] === undefined ? '' : `<${field.title ?? name}>`
}

function isSet(value: unknown): boolean {
  return isSecretReference(value) || (typeof value === 'string' && value !== '')
}

function fieldOf({ schema }: AddressSource, name: string): InputSchema | undefined {
  return schemaAt(schema, parseInputPath(name))
}

function bodyText({ hints, inputs }: AddressSource): string {
  const body: Record<string, string> = { ANI: '+13055550119' }
  const { bodyRows } = hints.example ?? {}
  const rows = bodyRows === undefined ? undefined : inputAt(inputs, parseInputPath(bodyRows.rows))
  for (const row of Array.isArray(rows) ? rows : []) {
    const name: unknown = bodyRows === undefined ? undefined : row?.[bodyRows.nameField]
    if (typeof name === 'string' && name !== '') body[name] = 'a value'
  }
  return JSON.stringify(body)
}

/** Inside single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`)
}
