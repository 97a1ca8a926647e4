import type { RunErrorBody } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { emptyInput } from '../../../../kit/empty-input.ts'
import { failedStep } from '../../../../kit/failed-step.ts'
import { defineAction, type PlainActionModule, type StepContext, type StepResult } from '../../../../kit/node.ts'
import { createPersonalDataMask } from '../../../../kit/personal-data.ts'
import { toRunError } from '../../../../kit/run-error.ts'
import { textOf } from '../../../../kit/values.ts'
import { repeatedNames } from '../../../../kit/wanted-fields.ts'
import { openaiAccount } from '../../account.ts'
import { callOpenAi, lengthParameterOf, type OpenAiUrl } from '../../calls.ts'
import { tokensIn } from '../../completion.ts'
import { failureOfAnswer } from '../../service-errors.ts'
import { askModel } from './definition.ts'
import { exampleProblems } from './examples.ts'
import { wantedFields } from './fields.ts'
import { questionOf } from './question.ts'
import { type Answer, readAnswer } from './read-answer.ts'

type Inputs = InputsOf<typeof askModel>

export function createAskModel(url: OpenAiUrl): PlainActionModule {
  return defineAction(askModel, {
    problems: (inputs) => [
      ...(inputs.returns === 'fields' ? repeatedNames(inputs.fields ?? []) : []),
      ...exampleProblems(inputs.examples ?? [], wantedFields(inputs)),
    ],
    async run(inputs, context) {
      const empty = emptyInput({ Model: inputs.model.trim(), Text: inputs.text.trim() })
      if (empty !== undefined) return failedStep(empty)
      try {
        return await ask(inputs, context, url)
      } catch (thrown) {
        // Other errors are not the builder's fault and are left to the engine.
        if (!(thrown instanceof AppError)) throw thrown
        context.signal.throwIfAborted()
        return failedStep(callFailure(thrown, inputs, context))
      }
    },
  })
}

async function ask(inputs: Inputs, context: StepContext, url: OpenAiUrl): Promise<StepResult> {
  const { services, signal } = context
  const { properties } = await context.account(openaiAccount, inputs.account)
  const fields = wantedFields(inputs)
  const mask = inputs.maskPersonalData ? createPersonalDataMask() : undefined
  const answer = await callOpenAi(
    { web: services.web, url, properties, signal },
    {
      path: '/chat/completions',
      json: questionOf({ inputs, fields, mask, lengthParameter: lengthParameterOf(properties) }),
      timeoutMs: inputs.timeoutSeconds * 1000,
    },
  )
  if (!answer.isOk) {
    const { error, ...advice } = failureOfAnswer(answer, services.now())
    return { ...failedStep(error), ...advice }
  }
  return resultOf(readAnswer(answer.body, { fields, mask }), inputs, usageOf(answer.body, inputs))
}

function resultOf(answer: Answer, { fields = [] }: Inputs, usage: JsonObject): StepResult {
  if (answer.kind === 'failed') {
    const { error } = answer
    return { exit: 'failure', outputs: { ...usage, error: error.code }, error }
  }
  if (answer.kind === 'text') {
    const { text, warnings } = answer
    return { exit: 'success', outputs: { ...usage, text, error: '' }, warnings }
  }
  const { values, missing } = answer
  const isUnsure = fields.some(({ name, mayBeEmpty }) => mayBeEmpty !== true && missing.includes(name))
  return {
    exit: isUnsure ? 'unsure' : 'success',
    outputs: { ...usage, fields: values, missing, error: '' },
    variables: values,
  }
}

/** Tokens, and what they cost by the prices of the inputs. */
function usageOf(body: Json | undefined, { inputPrice = 0, outputPrice = 0 }: Inputs): JsonObject {
  const { input, output } = tokensIn(body)
  // In millionths of the currency, so that small sums do not end in a tail of nines.
  const cost = Math.round(input * inputPrice + output * outputPrice) / 1_000_000
  return { inputTokens: input, outputTokens: output, cost, model: isJsonObject(body) ? textOf(body.model) : '' }
}

function callFailure(thrown: unknown, { timeoutSeconds }: Inputs, { nodeId, nodeName }: StepContext): RunErrorBody {
  const error = toRunError(thrown)
  if (error.code !== 'TIMEOUT') return error
  return {
    code: error.code,
    message: `The model did not answer in ${timeoutSeconds} ${timeoutSeconds === 1 ? 'second' : 'seconds'}.`,
    help: `Raise Timeout in #${nodeId} ${nodeName}, or keep the On Failure path for such moments.`,
  }
}
