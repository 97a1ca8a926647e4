import type { FieldError } from '../errors/problem.ts'

/** What was read of an answer of a bridge. */
export interface BridgeAnswer<Value> {
  /** Undefined where the answer as a whole cannot be used. */
  readonly value: Value | undefined
  /**
   * What is wrong with it, by path. Where there is a value, this was left out or read all the same; where there is none, the
   * last fault is why.
   */
  readonly faults: readonly FieldError[]
}

/** Beyond this number, more faults help nobody. */
const MOST = 1_000

/** Collects what is wrong while an answer is read. */
export interface Faults {
  readonly list: readonly FieldError[]
  /** Returns undefined, in place of the value that could not be read. */
  add(path: string, message: string): undefined
}

export function createFaults(): Faults {
  const list: FieldError[] = []
  return {
    list,
    add(path, message) {
      if (list.length < MOST) list.push({ path, message })
    },
  }
}
