import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { resultOf, type TelegramCall, type TelegramHost } from './calls.ts'

/** By default Telegram leaves some of them out. */
const events = ['message', 'edited_message', 'callback_query', 'my_chat_member']
const ports = ['', '443', '80', '88', '8443']

/** Set Webhook. Telegram proves itself with the secret token from now on. */
export async function setTelegramWebhook(
  host: TelegramHost,
  call: TelegramCall,
  { url, secretToken }: { readonly url: string; readonly secretToken: string },
): Promise<AccountCheck> {
  const line = await checkLine(async () => {
    const target = URL.parse(url)
    if (target?.protocol !== 'https:' || !ports.includes(target.port)) {
      throw refusedCall(
        `Telegram calls https at port 443, 80, 88 or 8443 only, and not ${url}. Set PATCHBAY_PUBLIC_URL.`,
      )
    }
    await resultOf(host, call, 'setWebhook', { url, secret_token: secretToken, allowed_updates: events })
    return 'Telegram sends the messages of the bot here.'
  })
  return accountCheck([line], line.text)
}
