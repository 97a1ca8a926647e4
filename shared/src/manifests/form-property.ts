import type { InputKeywords } from '../nodes/index.ts'

/**
 * A property of a form that a manifest describes, as JSON Schema. Plain data, so that the designer can draw the form of a
 * manifest that is being edited. None is required by the schema; `x-required` says what must not be left empty.
 */
export interface FormProperty extends InputKeywords {
  readonly type?: 'string' | 'array'
  readonly title: string
  readonly description?: string
  readonly enum?: readonly string[]
  readonly items?: { readonly enum: readonly string[] }
  readonly default?: string | readonly string[]
  readonly maxLength?: number
  readonly pattern?: string
  readonly uniqueItems?: true
}
