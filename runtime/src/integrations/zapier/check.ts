import type { AccountCheck } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'
import type { AccountCall } from '../../kit/account.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import { POLLING_PATH } from './account.ts'

type Check = AccountCheck['checks'][number]

/** `lastPoll`: when the account's feed was last polled. */
type Context = AccountCall & { readonly web: WebClient; readonly lastPoll: Date | null }

/**
 * Zapier calls us, so the test makes the same call: the polling address must be public and encrypted, and must answer
 * with our request for a password.
 */
export async function checkZapier(context: Context): Promise<AccountCheck> {
  const checks = [checkAddress(context.baseUrl), await checkAnswer(context), checkPolls(context.lastPoll)]
  const failed = checks.find((check) => !check.ok)
  const message = failed === undefined ? 'Zapier can reach this account.' : failed.text
  return { ok: failed === undefined, message, checks }
}

function checkAddress(baseUrl: string): Check {
  const { protocol } = new URL(baseUrl)
  if (protocol === 'https:') return { ok: true, text: `The polling address is ${baseUrl}${POLLING_PATH}.` }
  const text = `${baseUrl} is not encrypted, and Zapier takes https only. Set PATCHBAY_PUBLIC_URL to a public https address.`
  return { ok: false, text }
}

async function checkAnswer({ web, baseUrl, signal }: Context): Promise<Check> {
  try {
    const { statusCode, headers } = await web.request({
      method: 'GET',
      url: `${baseUrl}${POLLING_PATH}`,
      headers: [['accept', 'application/json']],
      timeoutMs: 10_000,
      maxBytes: 64 * 1024,
      signal,
    })
    const challenge = headers.find(([name]) => name === 'www-authenticate')?.[1] ?? ''
    if (statusCode === 401 && /^basic /i.test(challenge)) {
      return { ok: true, text: 'The address answers and asks for the password.' }
    }
    return {
      ok: false,
      text: `The address answered ${statusCode} instead of asking for the password. Check the proxy.`,
    }
  } catch (error) {
    return { ok: false, text: `The address could not be called from here: ${toAppError(error).message}` }
  }
}

function checkPolls(at: Date | null): Check {
  if (at === null) return { ok: true, text: 'No Zap has asked for items yet.' }
  return { ok: true, text: `Zapier last asked for items at ${at.toISOString()}.` }
}
