import { AppError } from '../../errors/app-error.ts'
import type { Json } from '../../json/json.ts'
import { jsonSize, MAX_STEP_CHARACTERS } from '../../json/json-size.ts'
import type { JsonPath } from '../../json/path.ts'
import { textOf } from '../value-text.ts'
import { FunctionFault, type Surroundings, type ValueType } from './function-definition.ts'
import { isDefault } from './functions.ts'
import type { Argument, Call } from './parse-expression.ts'

/** What functions may still do in one step: a bound on work, whatever a template says. */
export interface FunctionBudget {
  work: number
}

/** So many characters may pass through functions in one step. */
export const MAX_FUNCTION_WORK = 16 * MAX_STEP_CHARACTERS

export interface CallContext extends Surroundings {
  readonly budget: FunctionBudget
  /** The value of a variable that an argument names. */
  readonly find: (path: JsonPath) => Json | undefined
  /** Called when a function gives nothing, with a sentence. */
  readonly warn: (message: string) => void
}

/**
 * Passes a value through functions. Nothing, or null, passes all of them but `default`.
 * @throws AppError VALUE_TOO_LARGE when the functions of a step do too much
 */
export function applyCalls(calls: readonly Call[], input: Json | undefined, context: CallContext): Json | undefined {
  let value = input
  for (const call of calls) {
    if (isDefault(call.definition)) {
      if (value === undefined || value === null || value === '') value = argumentOf(call.args[0], context) ?? value
    } else if (value !== undefined && value !== null) {
      value = runCall(call, value, context)
    }
  }
  return value
}

function runCall({ definition, args }: Call, input: Json, context: CallContext): Json {
  const given = args.map((argument) => argumentOf(argument, context))
  try {
    charge(context.budget, input)
    const values = given.map((value, index) => {
      charge(context.budget, value)
      return asType(definition.parameters[index]?.type ?? 'any', value)
    })
    const result = definition.run(asType(definition.takes, input), values, context)
    charge(context.budget, result)
    return result
  } catch (error) {
    if (!(error instanceof FunctionFault)) throw error
    context.warn(`${definition.name}: ${error.message}`)
    return null
  }
}

function argumentOf(argument: Argument | undefined, { find }: CallContext): Json | undefined {
  if (argument === undefined) return undefined
  return 'value' in argument ? argument.value : find(argument.path)
}

function asType(type: ValueType, value: Json | undefined): Json {
  if (value === undefined || value === null) throw new FunctionFault('A variable in its arguments has no value.')
  return type === 'text' ? textOf(value) : value
}

function charge(budget: FunctionBudget, value: Json | undefined): void {
  budget.work -= 1 + jsonSize(value ?? null, MAX_STEP_CHARACTERS)
  if (budget.work >= 0) return
  const message = 'The functions in the inputs of this action have too much to do.'
  throw new AppError('VALUE_TOO_LARGE', message, { extra: { help: 'Use smaller values, or fewer functions.' } })
}
