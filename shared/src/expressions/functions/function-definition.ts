import type { Json } from '../../json/json.ts'
import { textOf } from '../value-text.ts'

/** How a function reads its input or an argument. `any` takes it as it is. */
export type ValueType = 'text' | 'number' | 'list' | 'time' | 'any'

export interface Parameter {
  readonly name: string
  readonly type: ValueType
  readonly isOptional?: true
  /** What is wrong with an argument that is written out, as a sentence; undefined for nothing. */
  readonly check?: (value: Json) => string | undefined
}

/** What a function may know besides its input. */
export interface Surroundings {
  /** The zone of the flow (IANA name). */
  readonly timeZone: string
}

/**
 * One function of the variable language, as in `${name | upper}`. Pure: the same input gives the same value, nothing is
 * called, and the time it takes grows with the size of input and result only.
 */
export interface FunctionDefinition {
  readonly name: string
  /** What it does, for the list of functions. */
  readonly title: string
  readonly takes: ValueType
  readonly parameters: readonly Parameter[]
  /** How it is offered, with its usual arguments: `round: 2`. */
  readonly usage: string
  /** A value, and what `usage` makes of it. */
  readonly example: readonly [input: Json, result: Json]
  /**
   * @param input never null or missing: such values pass all functions but `default`
   * @throws FunctionFault when the input has no such value
   */
  run(input: Json, args: readonly Json[], surroundings: Surroundings): Json
}

/** Why a function gives nothing; the message becomes a warning of the step. */
export class FunctionFault extends Error {}

/** Longer values are not shown. */
const MAX_SHOWN = 60

/**
 * A value in a sentence: whole or not at all, because secrets are hidden in warnings by their value, which a part of one
 * would escape.
 */
export function quoted(value: Json): string {
  const text = textOf(value)
  return text.length > MAX_SHOWN ? `A text of ${text.length} characters` : `"${text}"`
}
