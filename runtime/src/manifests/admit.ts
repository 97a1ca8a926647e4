import { askedFields, type ManifestIntegration } from '@patchbay/shared/api'
import { readReply, readValidation } from '@patchbay/shared/bridges'
import { AppError, toAppError } from '@patchbay/shared/errors'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { AdmitCall, Admitted } from '../kit/account.ts'
import type { IntegrationHost } from '../kit/integration.ts'
import { objectOf } from '../kit/values.ts'
import type { WebResponse } from '../platform/egress/web-client.ts'
import { type BridgeAccount, bridgeAuth, declaredMembers, requireSecretHost } from './bridge-auth.ts'
import { postQuestion } from './post-question.ts'

/**
 * Asks the bridge whether it takes an account. Without an endpoint for that it takes every one, and it is not asked while
 * something is missing that is entered anew each time: it could only refuse.
 * @throws AppError ACCOUNT_REFUSED, in words that tell wrong credentials from a bridge that could not be asked;
 *   ACCOUNT_NOT_ALLOWED when a stored secret was not entered for the bridge
 */
export async function admitToBridge(
  host: AdmitHost,
  integration: ManifestIntegration,
  account: BridgeAccount,
  { signal, given }: AdmitCall,
): Promise<Admitted> {
  const members = given?.members ?? {}
  const kept = declaredMembers(integration, members, { isKept: true })
  const url = integration.auth_validation_endpoint
  if (url === undefined) return { granted: kept }
  const missing = askedFields(integration).filter((field) => field.mandatory && !account.properties[field.field_name])
  if (missing.length > 0) {
    const titles = missing.map(({ display }) => display).join(', ')
    const unasked = `The bridge was not asked: it needs ${titles}, which is not stored. It is asked when the account is saved with it.`
    return { granted: kept, unasked }
  }
  requireSecretHost(account, url)
  const auth = bridgeAuth(integration, account, {
    token: given?.token,
    validation: { given: declaredMembers(integration, members, { isKept: false }) },
  })
  return { granted: { ...kept, ...(await askBridge(host, { url, account, auth, signal })) } }
}

type AdmitHost = Pick<IntegrationHost, 'web' | 'now'>

interface Question {
  readonly url: string
  readonly account: BridgeAccount
  readonly auth: JsonObject
  readonly signal: AbortSignal
}

async function askBridge(host: AdmitHost, question: Question): Promise<JsonObject> {
  const { statusCode: status, text } = await ask(host, question)
  const verdict = readReply('validation', { status, text })
  if (verdict.kind === 'good') return grantedIn(verdict.body)
  if (verdict.kind === 'credentials') throw refused(`${verdict.sentence} Check what was entered, and save again.`)
  throw refused(`The bridge could not check the account. ${verdict.sentence} ${laterWords}`)
}

const laterWords = 'That says nothing about the credentials. Try again later, or ask the maker of the bridge.'

async function ask(host: AdmitHost, { url, account, auth, signal }: Question): Promise<WebResponse> {
  try {
    return await postQuestion(host, { account, url, content: { auth }, signal })
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
