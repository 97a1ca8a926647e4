import type { ManifestIntegration } from '@patchbay/shared/api'
import { readReply, readValidation } from '@patchbay/shared/bridges'
import { AppError, toAppError } from '@patchbay/shared/errors'
import { type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { AdmitCall } from '../kit/account.ts'
import { callService, type ServiceAnswer } from '../kit/service-call.ts'
import { objectOf } from '../kit/values.ts'
import type { WebClient } from '../platform/egress/web-client.ts'
import { type BridgeAccount, bridgeAuth, declaredMembers, requireSecretHost } from './bridge-auth.ts'

/**
 * Asks the bridge whether it takes an account. Without an endpoint for that it takes every one.
 * @returns what the bridge wants to have with every call from then on
 * @throws AppError ACCOUNT_REFUSED, in words that tell wrong credentials from a bridge that could not be asked;
 *   ACCOUNT_NOT_ALLOWED when a stored secret was not entered for the bridge
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
  requireSecretHost(account, url)
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
  const { statusCode: status, text } = await ask(web, { url, auth, signal })
  const verdict = readReply('validation', { status, text })
  if (verdict.kind === 'good') return grantedIn(verdict.body)
  if (verdict.kind === 'credentials') throw refused(`${verdict.sentence} Check what was entered, and save again.`)
  throw refused(`The bridge could not check the account. ${verdict.sentence} ${laterWords}`)
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

/** @throws AppError ACCOUNT_REFUSED for a reply that cannot be kept as it is */
function grantedIn(body: Json | undefined): JsonObject {
  const { value, faults } = readValidation(body ?? {})
  const [fault] = faults
  if (value !== undefined && fault === undefined) return objectOf(Object.entries(value))
  const at = fault === undefined || fault.path === '' ? '' : `${fault.path}: `
  throw refused(
    `The bridge took the account, but its answer cannot be kept. ${at}${fault?.message ?? ''} ${makerWords}`,
  )
}

const makerWords = 'The maker of the bridge can mend that.'

function refused(message: string): AppError {
  return new AppError('ACCOUNT_REFUSED', message)
}
