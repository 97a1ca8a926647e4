import { type CallRequest, exampleOf, expectedInputsOf } from '@patchbay/shared/calls'
import {
  conditionHolds,
  type InputSchema,
  inputAt,
  isSecretReference,
  parseInputPath,
  schemaAt,
} from '@patchbay/shared/flow'
import type { Json } from '@patchbay/shared/json'
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

/** A call that starts the flow, with the examples of its Expected Inputs. */
export function exampleCall(url: string, source: AddressSource): CallRequest {
  const { example } = source.hints
  const methods = example?.methodOf === undefined ? undefined : inputAt(source.inputs, parseInputPath(example.methodOf))
  const [method = 'POST'] = Array.isArray(methods) ? methods.map(String) : []
  const sent = (example?.arguments ?? [])
    .filter(({ when }) => conditionHolds(when, source.inputs))
    .filter(({ ifSet }) => ifSet === undefined || isSet(inputAt(source.inputs, parseInputPath(ifSet))))
    .map(({ flag, text }) => ({ flag, text: filled(text, (name) => textAt(source, name)) }))
  const user = sent.find(({ flag }) => flag === '-u')
  return {
    method,
    url,
    headers: sent.filter(({ flag }) => flag === '-H').map(({ text }) => headerIn(text)),
    ...(user === undefined ? {} : { user: userIn(user.text) }),
    ...(method === 'GET' ? {} : { body: bodyOf(source) }),
  }
}

function headerIn(text: string): CallRequest['headers'][number] {
  const at = text.indexOf(':')
  return { name: text.slice(0, at), value: text.slice(at + 1).trim() }
}

function userIn(text: string): NonNullable<CallRequest['user']> {
  const at = text.indexOf(':')
  return { name: text.slice(0, at), password: text.slice(at + 1) }
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

function bodyOf({ hints, inputs }: AddressSource): Json {
  const rows = hints.example?.bodyRows
  if (rows === undefined) return { event: 'test' }
  const expected = expectedInputsOf(inputAt(inputs, parseInputPath(rows)))
  return { ANI: '+13055550119', ...Object.fromEntries(expected.map((input) => [input.name, exampleOf(input)])) }
}
