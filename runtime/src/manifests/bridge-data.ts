import type { ManifestInput } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { compileTemplate } from '@patchbay/shared/expressions'
import { ownValue } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import { isManifestDate, manifestInteger, selectChoices } from '@patchbay/shared/manifests'
import { objectOf } from '../kit/values.ts'
import type { NamedInput } from './bridge-inputs.ts'

/** The `data` of a call, or the first input that cannot be used. */
export type BridgeData = { readonly data: JsonObject } | { readonly problem: string }

/** Reads filled-in inputs by their types. An optional one that is empty is left out. */
export function bridgeData(inputs: readonly NamedInput[], given: Readonly<Record<string, unknown>>): BridgeData {
  const entries: [string, string | number | bigint][] = []
  for (const input of inputs) {
    const value = ownValue(given, input.property)
    const text = typeof value === 'string' ? value : ''
    if (text.trim() === '') {
      if (input.mandatory) return { problem: `${input.name} is empty, and the bridge needs it.` }
      continue
    }
    const problem = valueProblem(input, text.trim())
    if (problem !== undefined) return { problem: `${input.name}: ${problem}` }
    const number = input.type === 'number' ? manifestInteger(text.trim()) : undefined
    entries.push([input.key, number ?? textOf(input, text)])
  }
  return { data: objectOf(entries) }
}

/** Spaces around a text are its author's, around anything else they are a slip. */
function textOf({ type }: ManifestInput, text: string): string {
  return type === 'text' || type === 'textarea' ? text : text.trim()
}

/** Problems of values that are written out, so that no run has to find them. Variables are filled in only then. */
export function literalProblems(
  inputs: readonly NamedInput[],
  given: Readonly<Record<string, unknown>>,
): readonly FieldError[] {
  return inputs.flatMap((input) => {
    const value = ownValue(given, input.property)
    const text = typeof value === 'string' ? literalOf(value)?.trim() : undefined
    if (text === undefined || text === '') return []
    const message = valueProblem(input, text)
    return message === undefined ? [] : [{ path: `data.${input.property}`, message }]
  })
}

/** What a template without variables stands for; undefined for one with variables, or that is wrong. */
function literalOf(text: string): string | undefined {
  const template = compileTemplate(text, 'text')
  return template.isConstant && template.problems.length === 0 ? String(template.render({}).value) : undefined
}

/** Whether the input of a block may stay as it is: a choice may be none of its manifest any more. */
export function isStillChoice({ type, format = '' }: ManifestInput, value: unknown): boolean {
  if (type !== 'select') return true
  const text = typeof value === 'string' ? literalOf(value) : ''
  return text === undefined || selectChoices(format).includes(text)
}

function valueProblem({ type, format = '' }: ManifestInput, text: string): string | undefined {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
  if (type === 'number' && manifestInteger(text) === undefined) return `"${shown}" is no whole number.`
  if (type === 'datetime' && !isManifestDate(text)) {
    return `"${shown}" is no date such as 2026-03-02, 2026-03-02T08:00:00 or 2026-03-02T08:00:00Z.`
  }
  if (type === 'url' && !isWebAddress(text)) return `"${shown}" is no address that begins with http:// or https://.`
  if (type === 'select' && !selectChoices(format).includes(text)) return `"${shown}" is none of ${format}.`
  return undefined
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
}
