import type { FieldError } from '../errors/problem.ts'

/** What is wrong at a place of an answer, and with which entry where that is known. */
export interface BridgeFault extends FieldError {
  readonly id?: string
}

/** What was read of an answer of a bridge. */
export interface BridgeAnswer<Value> {
  /** Undefined where the answer as a whole cannot be used. */
  readonly value: Value | undefined
  /**
   * What is wrong with it, by path. Where there is a value, this was left out or read all the same; where there is none, the
   * last fault is why.
   */
  readonly faults: readonly BridgeFault[]
}

/** Beyond this number, more faults help nobody. */
const MOST = 1_000

/** Collects what is wrong while an answer is read. */
export interface Faults {
  readonly list: readonly BridgeFault[]
  /** Returns undefined, in place of the value that could not be read. */
  add(path: string, message: string, id?: string): undefined
}

export function createFaults(): Faults {
  const list: BridgeFault[] = []
  return {
    list,
    add(path, message, id) {
      if (list.length < MOST) list.push({ ...(id === undefined ? {} : { id }), path, message })
    },
  }
}

/** Adds what is wrong to both. */
export function alsoTo(first: Faults, second: Faults): Faults {
  return {
    list: second.list,
    add(...fault) {
      first.add(...fault)
      return second.add(...fault)
    },
  }
}
