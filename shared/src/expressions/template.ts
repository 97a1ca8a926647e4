import type { Json, JsonObject } from '../json/json.ts'
import type { Place } from './place.ts'
import type { Reference } from './reference.ts'

/** Something wrong with a template. Errors stop a deploy, warnings do not. Offsets are UTF-16. */
export interface TemplateProblem {
  readonly severity: 'error' | 'warning'
  readonly code: 'TEMPLATE_INVALID' | 'JSON_IN_STRING'
  readonly start: number
  readonly end: number
  /** A sentence for the builder: what is wrong and what to do. */
  readonly message: string
}

export interface Rendered {
  /** Text, except in place `value`. In place `header` see {@link headerText}. */
  readonly value: Json
  /** Names that had no value, such as `temp` or `EXTCALL_2.error`, each once. */
  readonly missing: readonly string[]
}

/** A template, parsed and placed once, to be rendered often. */
export interface CompiledTemplate {
  readonly text: string
  readonly place: Place
  readonly references: readonly Reference[]
  readonly problems: readonly TemplateProblem[]
  /** The text holds no tokens, so it renders the same for every scope. */
  readonly isConstant: boolean
  /**
   * Fills in the values of the scope, of which only own keys of plain JSON are seen.
   * @throws AppError INVALID_VALUE when a value cannot go where it lands, or the template has errors.
   */
  render(scope: JsonObject): Rendered
}

/** Parses a template for the place where its text lands. Never throws: what is wrong stands in `problems`. */
export function compileTemplate(text: string, place: Place): CompiledTemplate {
  return { text, place, references: [], problems: [], isConstant: true, render: () => ({ value: text, missing: [] }) }
}

/** The variables a text names, in order. Never throws; malformed tokens are left out. */
export function listReferences(_text: string, _place: Place = 'text'): readonly Reference[] {
  return []
}
