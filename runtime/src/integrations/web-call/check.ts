import type { AccountCheck } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { OpenAccount } from '../../kit/account.ts'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { accountCredential, oauthClientOf, type WebCallProperties } from '../../web-call/index.ts'

const TIMEOUT_MS = 20_000

export type CheckHost = Pick<IntegrationHost, 'web' | 'accountTokens'>

/** Test Connection: asks for a token where the account has some, and reads the Test Address. */
export async function checkWebAccount(
  host: CheckHost,
  account: OpenAccount<WebCallProperties>,
  signal: AbortSignal,
): Promise<AccountCheck> {
  const { testUrl = '' } = account.properties
  const token = (rejected?: string) =>
    host.accountTokens.token(account.id, {
      timeoutMs: TIMEOUT_MS,
      signal,
      ...(rejected === undefined ? {} : { rejected }),
    })
  const lines = []
  if (oauthClientOf(account.properties) !== undefined) {
    const line = await checkLine(async () => {
      await token()
      return 'The token service gives tokens.'
    })
    if (!line.ok) return accountCheck([line], '')
    lines.push(line)
  }
  lines.push(
    testUrl === ''
      ? { ok: true, text: 'No service was called: Test Address is empty.' }
      : await checkLine(() => readTestAddress(host, account, { testUrl, token, signal })),
  )
  return accountCheck(lines, testUrl === '' ? 'Nothing is in the way.' : 'The service takes the account.')
}

interface Reading {
  readonly testUrl: string
  readonly token: (rejected?: string) => Promise<string>
  readonly signal: AbortSignal
}

/** @throws AppError with a sentence when the service does not take the account */
async function readTestAddress(
  { web }: CheckHost,
  account: OpenAccount<WebCallProperties>,
  { testUrl, token, signal }: Reading,
): Promise<string> {
  const call = async (rejected?: string) => {
    const { name, value, token: used } = await accountCredential(account, testUrl, () => token(rejected))
    const response = await web.request({
      method: 'GET',
      url: testUrl,
      headers: [[name, value]],
      secretHeaders: [name.toLowerCase()],
      // A page to sign in at would answer well, too.
      maxRedirects: 0,
      timeoutMs: TIMEOUT_MS,
      signal,
    })
    return { used, status: response.statusCode }
  }
  const first = await call()
  const { status } = first.status === 401 && first.used !== undefined ? await call(first.used) : first
  if (status >= 200 && status <= 299) return `The Test Address answered ${status}.`
  throw new AppError('HTTP_STATUS', `The Test Address answered ${status}: ${reasonOf(status)}.`)
}

function reasonOf(status: number): string {
  if (status === 401 || status === 403) return 'it does not accept the account'
  return status < 400 ? 'it leads elsewhere, such as to a page to sign in at' : 'that is no good answer'
}
