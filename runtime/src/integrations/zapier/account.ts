import type { AccountCheck } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'
import { type AccountContext, implementAccount } from '../../kit/account.ts'
import { POLLING_PATH, zapier } from './definition.ts'

type Check = AccountCheck['checks'][number]

export const zapierAccount = implementAccount(zapier, {
  /**
   * Zapier calls us, so the test walks its way: the polling address has to be public and encrypted, and to answer
   * with our question for a password.
   */
  async test(account, context) {
    const checks = [checkAddress(context.baseUrl), await checkAnswer(context), await checkPolls(account.id, context)]
    const failed = checks.find((check) => !check.ok)
    const message = failed === undefined ? 'Zapier can reach this account.' : failed.text
    return { ok: failed === undefined, message, checks }
  },
  status: (account, context) => context.zapier.status(account.id),
})

function checkAddress(baseUrl: string): Check {
  const { protocol } = new URL(baseUrl)
  if (protocol === 'https:') return { ok: true, text: `The polling address is ${baseUrl}${POLLING_PATH}.` }
  const text = `${baseUrl} is not encrypted, and Zapier takes https only. Set PATCHBAY_PUBLIC_URL to a public https address.`
  return { ok: false, text }
}

async function checkAnswer({ web, baseUrl, signal }: AccountContext): Promise<Check> {
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

async function checkPolls(accountId: string, context: AccountContext): Promise<Check> {
  const at = await context.zapier.lastPoll(accountId)
  if (at === null) return { ok: true, text: 'No Zap has asked for items yet.' }
  return { ok: true, text: `Zapier last asked for items at ${at.toISOString()}.` }
}
