import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { type LineCall, type LineHost, requireLine } from './calls.ts'

/** Set Webhook, then lets LINE try it. */
export async function setLineWebhook(host: LineHost, call: LineCall, endpoint: string): Promise<AccountCheck> {
  const set = await checkLine(async () => {
    if (!endpoint.startsWith('https://')) {
      throw refusedCall(`LINE calls https only, and not ${endpoint}. Set PATCHBAY_PUBLIC_URL.`)
    }
    await requireLine(host, call, { method: 'PUT', path: '/channel/webhook/endpoint', body: { endpoint } })
    return 'LINE sends the messages of the account here.'
  })
  if (!set.ok) return accountCheck([set], '')
  const tried = await checkLine(() => tryWebhook(host, call, endpoint))
  return accountCheck([set, tried], set.text)
}

async function tryWebhook(host: LineHost, call: LineCall, endpoint: string): Promise<string> {
  const result = await requireLine(host, call, { method: 'POST', path: '/channel/webhook/test', body: { endpoint } })
  if (fieldOf(result, 'success') === true) return 'LINE has called this address and was answered.'
  const [reason = '', detail = ''] = ['reason', 'detail'].map((name) => textOf(fieldOf(result, name)))
  throw refusedCall(`LINE called this address in vain: ${[reason, detail].filter((part) => part !== '').join(', ')}`)
}
