import { compileTemplate, type Reference } from '@patchbay/shared/expressions'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { FieldVariable } from '../template/field-variables.ts'

export interface TextMeasure {
  /** The text with the values that its variables had last, or with samples. */
  readonly sent: string
  readonly characters: number
  /** Null for a text without variables. */
  readonly values: CountedValues | null
}

/** What stood for the variables of a text when it was counted. */
export interface CountedValues {
  /** `last`: of the last test or run, all of them. */
  readonly from: 'last' | 'samples'
  /** The variable that makes most of the text. Null where none makes much of it. */
  readonly longest: { readonly variable: FieldVariable; readonly characters: number } | null
  /** Variables that count as empty. */
  readonly missing: readonly FieldVariable[]
}

/** A value that is shorter than this does not decide how long a text is. */
const LONG = 40

/** Length of a text message once its variables have values. */
export function measureText(text: string, variables: readonly FieldVariable[]): TextMeasure {
  const compiled = compileTemplate(text, 'text')
  const hasVariables = compiled.references.length > 0
  const sent = hasVariables && compiled.problems.length === 0 ? renderWith(compiled, variables) : text
  const values = hasVariables ? countedValues(compiled.references, variables) : null
  return { sent, characters: [...sent].length, values }
}

function countedValues(references: readonly Reference[], variables: readonly FieldVariable[]): CountedValues {
  const found = references.map(({ path }) => variables.find((variable) => isWithin(path, variable.path)))
  const used = [...new Set(found.filter((variable) => variable !== undefined))]
  const known = used.filter(({ shownSample }) => shownSample !== '')
  const [longest] = known
    .map((variable) => ({ variable, characters: [...variable.shownSample].length }))
    .sort((one, other) => other.characters - one.characters)
  return {
    from: known.every(({ sampleFrom }) => sampleFrom !== 'definition') ? 'last' : 'samples',
    longest: longest !== undefined && longest.characters >= LONG ? longest : null,
    missing: used.filter(({ shownSample }) => shownSample === ''),
  }
}

function isWithin(path: Reference['path'], of: readonly string[]): boolean {
  return of.every((part, index) => path[index] === part)
}

function renderWith(compiled: ReturnType<typeof compileTemplate>, variables: readonly FieldVariable[]): string {
  const { value } = compiled.render(sampleScope(variables))
  return typeof value === 'string' ? value : ''
}

function sampleScope(variables: readonly FieldVariable[]): JsonObject {
  const scope: Record<string, Json> = {}
  for (const { path, shownSample } of variables) {
    const [head = '', field, ...deeper] = path
    if (deeper.length > 0 || shownSample === '') continue
    if (field === undefined) scope[head] = shownSample
    else {
      const group = scope[head]
      scope[head] = {
        ...(typeof group === 'object' && group !== null && !Array.isArray(group) ? group : {}),
        [field]: shownSample,
      }
    }
  }
  return scope
}
