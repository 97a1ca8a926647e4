import { AppError } from '../errors/app-error.ts'
import type { Json, JsonObject } from '../json/json.ts'
import { MAX_STEP_CHARACTERS } from '../json/json-size.ts'
import { type JsonPath, valueAt } from '../json/path.ts'
import { applyCalls, MAX_FUNCTION_WORK } from './functions/apply-calls.ts'
import type { Call } from './functions/parse-expression.ts'

/** What the templates of one step may still write and do together. */
export interface RenderBudget {
  /** Characters. */
  room: number
  /** Characters that pass through functions. */
  work: number
}

export function createBudget(): RenderBudget {
  return { room: MAX_STEP_CHARACTERS, work: MAX_FUNCTION_WORK }
}

/** One rendering of a template: what it reads and what it notices. */
export interface RenderState {
  readonly scope: JsonObject
  readonly budget: RenderBudget
  /** Names that had no value. */
  readonly missing: Set<string>
  /** Sentences about functions that gave nothing; a bounded list. */
  readonly warnings: Set<string>
}

export function createState(scope: JsonObject, budget: RenderBudget): RenderState {
  return { scope, budget, missing: new Set(), warnings: new Set() }
}

/** A token to be filled in. */
export interface Slot {
  /** The name in warnings. */
  readonly name: string
  readonly calls: readonly Call[]
}

/** Passes the value of a token through its functions and notices when it is missing. */
export function resolve(
  { name, calls }: Slot,
  found: Json | undefined,
  state: RenderState,
  find: (path: JsonPath) => Json | undefined,
): Json | undefined {
  const value = calls.length === 0 ? found : applyCalls(calls, found, contextOf(name, state, find))
  if (value === undefined) state.missing.add(name)
  return value
}

/** @throws AppError VALUE_TOO_LARGE */
export function takeRoom(budget: RenderBudget, characters: number): void {
  budget.room -= characters
  if (budget.room >= 0) return
  const most = MAX_STEP_CHARACTERS.toLocaleString('en')
  const message = `The inputs with their variables filled in have more than ${most} characters.`
  throw new AppError('VALUE_TOO_LARGE', message, { extra: { help: 'Use smaller values, or fewer of them.' } })
}

/** Most sentences of one template. */
const MAX_WARNINGS = 20

function contextOf(name: string, { scope, budget, warnings }: RenderState, find: (path: JsonPath) => Json | undefined) {
  const timeZone = valueAt(scope, ['DateTime', 'timeZone'])
  return {
    timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
    budget,
    find,
    warn(message: string) {
      if (warnings.size < MAX_WARNINGS) warnings.add(`$${name} | ${message}`)
    },
  }
}
