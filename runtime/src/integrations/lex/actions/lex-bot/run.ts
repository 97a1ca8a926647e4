import type { RunErrorBody } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { listReferences } from '@patchbay/shared/expressions'
import { type Json, wellFormed } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { defineAction, type PlainActionModule, type StepContext, type StepResult } from '../../../../kit/node.ts'
import { toRunError } from '../../../../kit/run-error.ts'
import { objectOf } from '../../../../kit/values.ts'
import type { WebResponse } from '../../../../platform/egress/web-client.ts'
import { extractVariables, prepareVariables, type ResponseVariable, warningsOf } from '../../../../web-call/index.ts'
import { lexAccount } from '../../account.ts'
import { type LexSession, recognizeText } from '../../calls.ts'
import type { InTurn } from '../../create-turns.ts'
import { type LexAnswer, readAnswer } from '../../read-answer.ts'
import { bodyOf } from '../../wire.ts'
import { lexBot } from './definition.ts'
import { type Refused, refusedTurn, timedOut, unreadable } from './failures.ts'
import { problemOf, sessionOf } from './session-of.ts'

type Inputs = InputsOf<typeof lexBot>

/** Lex takes no longer text. */
const MOST_CHARACTERS = 1_024
const DEFAULT_TIMEOUT_SECONDS = 10

/** @param inTurn shared by all runs of the process: a conversation has one call at a time */
export function createLexBot(inTurn: InTurn): PlainActionModule {
  return defineAction(lexBot, {
    prepare: prepareVariables,
    problems: (inputs) =>
      (['botId', 'botAlias', 'locale'] as const).flatMap((name) => {
        const written = inputs[name]
        if (written === '' || listReferences(written).length > 0) return []
        const message = problemOf(name, written)
        return message === undefined ? [] : [{ path: name, message }]
      }),
    async run(inputs, context, variables) {
      const text = wellFormed(inputs.text).trim()
      const session = sessionOf(inputs, context)
      if ('code' in session) return failed({ error: session })
      const unsayable = whyUnsayable(text)
      if (unsayable !== undefined) return failed({ error: unsayable })
      try {
        return await say(text, session, { inputs, context, variables, inTurn })
      } catch (thrown) {
        context.signal.throwIfAborted()
        // Other errors, such as an unreachable database, are left to the engine.
        if (!(thrown instanceof AppError)) throw thrown
        return failed(failureOf(thrown, inputs, context))
      }
    },
  })
}

interface Turn {
  readonly inputs: Inputs
  readonly context: StepContext
  readonly variables: readonly ResponseVariable[]
  readonly inTurn: InTurn
}

/** @throws AppError when there is no answer */
async function say(
  text: string,
  session: LexSession,
  { inputs, context, variables, inTurn }: Turn,
): Promise<StepResult> {
  const { services, signal } = context
  const { id, properties } = await context.account(lexAccount, inputs.account)
  const timeoutMs = (inputs.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
  const attributes = (inputs.sessionAttributes ?? []).map(({ name, value }) => [name, value] as const)
  const body = {
    text,
    ...(attributes.length === 0 ? {} : { sessionState: { sessionAttributes: objectOf(attributes) } }),
  }
  const { botId, botAlias, locale, sessionId } = session
  const response = await inTurn([id, botId, botAlias, locale, sessionId].join(' '), signal, () =>
    // The signature has the time at which the call leaves, not that at which it began to wait.
    recognizeText({ web: services.web, properties, signal, timeoutMs, now: services.now() }, session, body),
  )
  if (response.statusCode !== 200) return failed(refusedTurn(response, services.now()), response)
  const reply = bodyOf(response)
  const answer = readAnswer(reply)
  if (reply === undefined || answer === undefined) return failed({ error: unreadable() }, response)
  const extracted = extractVariables(variables, reply)
  return {
    exit: 'success',
    outputs: { ...outputsOf(answer), statuscode: 200, responsebody: reply, error: '' },
    variables: objectOf(extracted.map(({ name, value }) => [name, value] as const)),
    warnings: warningsOf(extracted),
  }
}

function outputsOf({ messages, choices, ...answer }: LexAnswer): Readonly<Record<string, Json>> {
  return { ...answer, messages: [...messages], choices: [...choices] }
}

function whyUnsayable(text: string): RunErrorBody | undefined {
  if (text === '') {
    const help = 'The variables in it had no value in this run. Look at the inputs of the step.'
    return { code: 'INVALID_VALUE', message: 'Text/Message is empty.', help }
  }
  const count = [...text].length
  if (count <= MOST_CHARACTERS) return undefined
  const message = `Text/Message has ${count} characters; Amazon Lex takes ${MOST_CHARACTERS} at most.`
  return { code: 'INVALID_VALUE', message, help: 'Take the On Failure path to ask for a shorter text.' }
}

/** A call that ended without a status. After it nobody knows whether the bot has the text, unless nothing was sent. */
function failureOf(thrown: AppError, { timeoutSeconds }: Inputs, { nodeId, nodeName }: StepContext): Refused {
  const error = toRunError(thrown)
  if (error.code === 'TIMEOUT') {
    return { error: timedOut(timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS, `#${nodeId} ${nodeName}`) }
  }
  return thrown.extra.notSent === true ? { error, retryAdvice: { outcome: 'not-reached', isSure: true } } : { error }
}

function failed({ error, retryAdvice }: Refused, response?: WebResponse): StepResult {
  const responsebody = response === undefined ? null : (bodyOf(response) ?? response.text)
  return {
    exit: 'failure',
    outputs: { statuscode: response?.statusCode ?? null, responsebody, error: error.code },
    error,
    ...(retryAdvice === undefined ? {} : { retryAdvice }),
  }
}
