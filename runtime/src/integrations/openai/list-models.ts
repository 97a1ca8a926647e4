import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, listOf, textOf } from '../../kit/values.ts'
import { callOpenAi, type OpenAiCall } from './calls.ts'
import { failureOfAnswer } from './service-errors.ts'

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
