import type { ManifestIntegration } from '@patchbay/shared/api'
import { AppError, toAppError } from '@patchbay/shared/errors'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { AdmitCall } from '../kit/account.ts'
import { callService, type ServiceAnswer } from '../kit/service-call.ts'
import { objectOf } from '../kit/values.ts'
import type { WebClient } from '../platform/egress/web-client.ts'
import { type BridgeAccount, bridgeAuth, declaredMembers } from './bridge-auth.ts'

/** Most members, and most characters of each, that a bridge can have kept with an account. */
const MOST_GRANTED = 50
const LONGEST_GRANTED = 4_000

/**
 * Asks the bridge whether it takes an account. Without an endpoint for that it takes every one.
 * @returns what the bridge wants to have with every call from then on
 * @throws AppError ACCOUNT_REFUSED, in words that tell wrong credentials from a bridge that could not be asked
 */
export async function admitToBridge(
  web: WebClient,
  integration: ManifestIntegration,
  account: BridgeAccount,
  { signal, given }: AdmitCall,
): Promise<JsonObject> {
  const members = given?.members ?? {}
  const kept = declaredMembers(integration, members, { isKept: true })
  const url = integration.auth_validation_endpoint
  if (url === undefined) return kept
  const auth = bridgeAuth(integration, account, {
    token: given?.token,
    validation: { given: declaredMembers(integration, members, { isKept: false }) },
  })
  return { ...kept, ...(await askBridge(web, { url, auth, signal })) }
}

interface Question {
  readonly url: string
  readonly auth: JsonObject
  readonly signal: AbortSignal
}

async function askBridge(web: WebClient, { url, auth, signal }: Question): Promise<JsonObject> {
  const answer = await ask(web, { url, auth, signal })
  const { statusCode, text, body } = answer
  if (statusCode === 204 || (statusCode === 200 && text.trim() === '')) return {}
  if (statusCode === 200) return grantedIn(body)
  if (statusCode === 401) {
    throw refused('The bridge does not accept these credentials (401). Check what was entered, and save again.')
  }
  throw refused(`The bridge could not check the account: it answered ${statusCode}. ${laterWords}`)
}

const laterWords = 'That says nothing about the credentials. Try again later, or ask the maker of the bridge.'

async function ask(web: WebClient, { url, auth, signal }: Question): Promise<ServiceAnswer> {
  try {
    return await callService(web, {
      method: 'POST',
      url,
      headers: [
        ['content-type', 'application/json'],
        ['user-agent', 'Patchbay'],
      ],
      body: stringifyJson({ auth }),
      signal,
    })
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    if (code === 'INTERNAL') throw thrown
    throw refused(`The bridge could not check the account: ${message.replace(/\.?$/, '.')} ${laterWords}`)
  }
}

/** @throws AppError ACCOUNT_REFUSED for a reply that cannot be kept */
function grantedIn(body: Json | undefined): JsonObject {
  if (!isJsonObject(body)) throw refused(`The bridge took the account, but its reply is no JSON object. ${makerWords}`)
  const entries = Object.entries(body)
  if (entries.length > MOST_GRANTED) throw refused(`The bridge gave more than ${MOST_GRANTED} values. ${makerWords}`)
  const kept = entries.flatMap(([name, value]): [string, Json][] => {
    if (value === null) return []
    if (typeof value === 'object' || (typeof value === 'string' && value.length > LONGEST_GRANTED)) {
      throw refused(
        `The value "${name.slice(0, 60)}" of the bridge is no text, number or boolean to keep. ${makerWords}`,
      )
    }
    return [[name, value]]
  })
  return objectOf(kept)
}

const makerWords = 'The maker of the bridge can mend that.'

function refused(message: string): AppError {
  return new AppError('ACCOUNT_REFUSED', message)
}
