import { type OptionSource, pageOfOptions } from '../../kit/options.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, listOf, textOf } from '../../kit/values.ts'
import { openaiAccount } from './account.ts'
import { callOpenAi, type OpenAiCall, type OpenAiUrl } from './calls.ts'
import { failureOfAnswer } from './service-errors.ts'

/** The source of the models that an account may ask. */
export const MODELS = 'openai-models'

/** The ids of the models of an account, sorted. @throws AppError when the service does not list them */
export async function listModels(call: OpenAiCall, now: Date): Promise<readonly string[]> {
  const answer = await callOpenAi(call, { path: '/models' })
  if (!answer.isOk) throw refusedCall(failureOfAnswer(answer, now).error.message)
  const data = fieldOf(answer.body, 'data')
  if (!Array.isArray(data)) throw refusedCall('What answers at the API URL does not list models.')
  return listOf(data)
    .map((model) => textOf(fieldOf(model, 'id')))
    .filter((id) => id !== '')
    .toSorted()
}

export function createModelOptions(url: OpenAiUrl): OptionSource {
  return async (query, { services, signal, account }) => {
    const accountId = textOf(query.inputs.account)
    if (accountId === '') return { items: [], next: null }
    const { properties } = await account(openaiAccount, accountId)
    const models = await listModels({ web: services.web, url, properties, signal }, services.now())
    return pageOfOptions(
      models.map((id) => ({ value: id, label: id })),
      query,
    )
  }
}
