import type { AccountCheck } from '@patchbay/shared/api'
import { isJsonObject } from '@patchbay/shared/json'
import type { OpenAccount } from '../../kit/account.ts'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { refusedCall, type ServiceAnswer } from '../../kit/service-call.ts'
import type { WatsonProperties } from './account.ts'
import { callWatson, placeOf, type WatsonCall } from './calls.ts'
import { openSession } from './turn.ts'
import { reasonOf } from './wire.ts'

const TIMEOUT_MS = 20_000

/** Test Connection: asks for the environment or workspace. Nothing is said to the bot, so nothing is billed. */
export async function checkWatson(
  { web, accountTokens }: Pick<IntegrationHost, 'web' | 'accountTokens'>,
  { id, properties }: OpenAccount<WatsonProperties>,
  signal: AbortSignal,
): Promise<AccountCheck> {
  const deadlineMs = performance.now() + TIMEOUT_MS
  const call = { web, accountTokens, accountId: id, properties, signal, deadlineMs }
  return accountCheck([await checkLine(() => checkPlace(call))], 'Watson Assistant answers.')
}

async function checkPlace(call: WatsonCall): Promise<string> {
  const { kind, environmentId = '' } = call.properties
  if (kind === 'assistant' && environmentId === '') return checkSession(call)
  const answer = await callWatson(call, { method: 'GET', path: placeOf(call.properties) })
  if (!answer.isOk || !isJsonObject(answer.body)) throw whyNot(answer, call.properties)
  return kind === 'workspace'
    ? 'The key works, and the workspace is there.'
    : 'The key works, and the assistant and its environment are there.'
}

/** An assistant without environments cannot be asked for: a session is opened, and closed unused. */
async function checkSession(call: WatsonCall): Promise<string> {
  const opened = await openSession(call)
  if (typeof opened !== 'string') throw whyNot(opened, call.properties)
  await callWatson(call, { method: 'DELETE', path: `${placeOf(call.properties)}/sessions/${opened}` })
  return 'The key works, and the assistant is there.'
}

function whyNot({ statusCode, body }: ServiceAnswer, { kind }: WatsonProperties) {
  // In its own words the service could repeat a part of the key.
  if (statusCode === 401)
    return refusedCall('Watson Assistant does not take the Password/API Key. Check it and Sign-in.')
  if (statusCode === 403)
    return refusedCall('The key is right, but may not use this instance. Give it the role Writer.')
  const reason = reasonOf(body)
  if (reason === '') return refusedCall(`What answers at the Service URL is not Watson Assistant (${statusCode}).`)
  if (statusCode === 404) {
    const what = kind === 'workspace' ? 'workspace' : 'assistant or environment'
    return refusedCall(`The key works, but there is no such ${what}. Watson Assistant says: ${reason}`)
  }
  return refusedCall(`Watson Assistant answered ${statusCode}: ${reason}`)
}
