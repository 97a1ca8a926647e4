import type { RunErrorBody } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Json, type JsonObject, wellFormed } from '@patchbay/shared/json'
import { emptyInput } from '../kit/empty-input.ts'
import type { Failure } from '../kit/failure-advice.ts'
import type { StepContext, StepResult } from '../kit/node.ts'
import type { ServiceAnswer } from '../kit/service-call.ts'
import { objectOf } from '../kit/values.ts'
import { extractVariables, type ResponseVariable, warningsOf } from '../web-call/index.ts'
import { callFailure } from './call-failure.ts'

/** How a turn went. */
export type Said =
  | { readonly outputs: JsonObject; readonly statusCode: number; readonly reply: Json }
  | (Failure & {
      /** What the service answered, if it did. */
      readonly answer?: ServiceAnswer
    })

export interface BotStep {
  readonly inputs: { readonly text: string; readonly timeoutSeconds?: number | undefined }
  readonly context: Pick<StepContext, 'signal' | 'nodeId' | 'nodeName'>
  readonly variables: readonly ResponseVariable[]
  /** What people call the service. */
  readonly service: string
  /** The service takes no longer text. */
  readonly mostCharacters: number
  /** @throws AppError when there is no answer */
  say(text: string, timeoutMs: number): Promise<Said>
}

/** What the input Timeout is when nobody has changed it. */
export const DEFAULT_TIMEOUT_SECONDS = 10

/** One turn of a bot as a step: its answer as outputs and response variables, or the exit `failure`. */
export async function botStep({
  inputs,
  context,
  variables,
  service,
  mostCharacters,
  say,
}: BotStep): Promise<StepResult> {
  const text = wellFormed(inputs.text).trim()
  const unsayable = whyUnsayable(text, { service, mostCharacters })
  if (unsayable !== undefined) return failedTurn({ error: unsayable })
  const seconds = inputs.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS
  try {
    const said = await say(text, seconds * 1000)
    return 'error' in said ? failedTurn(said) : answeredTurn(said, variables)
  } catch (thrown) {
    context.signal.throwIfAborted()
    // Other errors, such as an unreachable database, are left to the engine.
    if (!(thrown instanceof AppError)) throw thrown
    return failedTurn(callFailure(thrown, seconds, context))
  }
}

function answeredTurn(
  { outputs, statusCode, reply }: Extract<Said, { readonly outputs: unknown }>,
  variables: readonly ResponseVariable[],
): StepResult {
  const extracted = extractVariables(variables, reply)
  return {
    exit: 'success',
    outputs: { ...outputs, statuscode: statusCode, responsebody: reply, error: '' },
    variables: objectOf(extracted.map(({ name, value }) => [name, value] as const)),
    warnings: warningsOf(extracted),
  }
}

/** A turn that did not take place, or nobody knows whether it did. */
export function failedTurn({ error, retryAdvice, answer }: Extract<Said, { readonly error: unknown }>): StepResult {
  const responsebody = answer === undefined ? null : (answer.body ?? answer.text)
  return {
    exit: 'failure',
    outputs: { statuscode: answer?.statusCode ?? null, responsebody, error: error.code },
    error,
    ...(retryAdvice === undefined ? {} : { retryAdvice }),
  }
}

/** The answer of something else than the service. */
export function unreadableTurn(service: string, property: string): RunErrorBody {
  return {
    code: 'RESPONSE_NOT_READABLE',
    message: `What came is no answer of ${service}`,
    help: `Check ${property} of the account: a proxy or another service may answer there.`,
  }
}

function whyUnsayable(
  text: string,
  { service, mostCharacters }: Pick<BotStep, 'service' | 'mostCharacters'>,
): RunErrorBody | undefined {
  const empty = emptyInput({ 'Text/Message': text })
  if (empty !== undefined) return empty
  const count = [...text].length
  if (count <= mostCharacters) return undefined
  const message = `Text/Message has ${count} characters; ${service} takes ${mostCharacters} at most.`
  return { code: 'INVALID_VALUE', message, help: 'Take the On Failure path to ask for a shorter text.' }
}
