import { compileTemplate } from '@patchbay/shared/expressions'
import type { Json, JsonObject } from '@patchbay/shared/json'
import { countSmsSegments, type SmsSegments } from '@patchbay/shared/nodes'
import type { FieldVariable } from '../template/field-variables.ts'

export interface TextMeasure {
  readonly characters: number
  /** How it travels; null for nothing. */
  readonly segments: SmsSegments | null
  /** Variables were replaced by what they held in the last test, or by samples. */
  readonly withSamples: boolean
}

/** Length of a text message once its variables have their sample values. */
export function measureText(text: string, variables: readonly FieldVariable[]): TextMeasure {
  const compiled = compileTemplate(text, 'text')
  const withSamples = compiled.references.length > 0
  const rendered = withSamples && compiled.problems.length === 0 ? renderWith(compiled, variables) : text
  const segments = rendered === '' ? null : countSmsSegments(rendered)
  return { characters: [...rendered].length, segments, withSamples }
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
