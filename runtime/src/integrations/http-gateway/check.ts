import type { AccountCheck } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'
import type { AccountCall } from '../../kit/account.ts'
import { accountCheck, type CheckLine } from '../../kit/account-check.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { uuidv7 } from '../../store/uuid.ts'
import type { HttpGatewayProperties } from './account.ts'
import { askGateway, callOf, isAskable } from './calls.ts'

type Context = Pick<IntegrationHost, 'web' | 'now'> & Pick<AccountCall, 'signal'>

/**
 * Tests, without sending a text, whether the gateway answers, accepts the credential, and says of an unknown id that it
 * has not taken it.
 */
export async function checkGateway(properties: HttpGatewayProperties, context: Context): Promise<AccountCheck> {
  const checks = [await checkUrl(properties, context), ...(await checkStatus(properties, context))]
  return accountCheck(checks, 'The gateway answers.')
}

async function checkUrl(properties: HttpGatewayProperties, { web, signal }: Context): Promise<CheckLine> {
  const { url } = properties
  try {
    const { statusCode } = await web.request({ ...callOf(properties), method: 'OPTIONS', url, signal })
    const isRefused = statusCode === 401 || statusCode === 403
    if (isRefused) return { ok: false, text: `The gateway answered ${statusCode}. Check the credential.` }
    if (statusCode >= 300 && statusCode < 400) {
      return { ok: false, text: `The gateway answered ${statusCode}, a redirect. Enter the address that it leads to.` }
    }
    return { ok: true, text: `The gateway answers at ${url}.` }
  } catch (error) {
    return { ok: false, text: `The gateway could not be called: ${toAppError(error).message}` }
  }
}

async function checkStatus(properties: HttpGatewayProperties, context: Context): Promise<readonly CheckLine[]> {
  if (!isAskable(properties)) return []
  const id = `test-${uuidv7(context.now())}`
  const { taken, reason } = await askGateway(properties, id, context)
  if (taken === false) return [{ ok: true, text: 'The Status URL says of an unknown text that it was not taken.' }]
  if (taken) return [{ ok: false, text: 'The Status URL says of a text that was never sent that it was taken.' }]
  return [{ ok: false, text: `The Status URL does not say whether a text was taken: ${reason}` }]
}
