import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import type { OpenAiCall } from './calls.ts'
import { listModels } from './list-models.ts'

/** Test Connection: lists the models. Asks none of them, so it costs nothing. */
export async function checkOpenAi(call: OpenAiCall, now: Date): Promise<AccountCheck> {
  return accountCheck([await checkLine(() => checkModels(call, now))], 'The service answers.')
}

async function checkModels(call: OpenAiCall, now: Date): Promise<string> {
  const models = await listModels(call, now)
  const [first] = models
  if (first === undefined) return 'The service answers; it has no model yet.'
  return models.length === 1 ? `It has the model ${first}.` : `It has ${models.length} models, such as ${first}.`
}
