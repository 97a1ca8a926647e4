import type { JsonPath } from '../json/path.ts'
import type { Range } from './problem.ts'

/** A variable that a text names. Offsets are UTF-16, `end` is exclusive. */
export interface Reference {
  readonly start: number
  readonly end: number
  /** The token as written: `$temp`, `${order-no}`, `$(item.text)`, `{{#contact}}`. */
  readonly source: string
  /** `['EXTCALL_2', 'body', 'x', 0]`; field names of `$DateTime` in their documented spelling. */
  readonly path: JsonPath
  /** The first part of the path. */
  readonly name: string
  /** An `argument` of a function stands within another token and is its bare name: `plus: shipping`. */
  readonly kind: 'dollar' | 'brace' | 'paren' | 'mustache' | 'argument'
  /** Where the name itself stands. */
  readonly at: Range
  /**
   * What the token does: print the value, or another one where there is none, or open a section or an inverted section
   * over it.
   */
  readonly role: 'value' | 'defaulted' | 'section' | 'inverted'
  /**
   * Stands in a section, so it may name a field of the section's item rather than a variable of the run. `$` forms
   * always name variables of the run.
   */
  readonly isRelative: boolean
}
