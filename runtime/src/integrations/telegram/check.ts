import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, type CheckLine, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { resultOf, type TelegramCall, type TelegramHost } from './calls.ts'

/** Test Connection: reads the bot, and where Telegram sends its messages. Sends nothing. */
export async function checkTelegram(host: TelegramHost, call: TelegramCall, callback: string): Promise<AccountCheck> {
  const bot = await checkLine(() => checkBot(host, call))
  const lines = bot.ok ? [bot, ...(await checkWebhook(host, call, callback))] : [bot]
  return accountCheck(lines, 'Telegram answers.')
}

async function checkBot(host: TelegramHost, call: TelegramCall): Promise<string> {
  const username = textOf(fieldOf(await resultOf(host, call, 'getMe'), 'username'))
  const wanted = call.properties.botUsername.replace(/^@/, '')
  if (username.toLowerCase() !== wanted.toLowerCase()) {
    throw refusedCall(`The token belongs to @${username}, and not to @${wanted}.`)
  }
  return `The bot @${username} answers.`
}

async function checkWebhook(host: TelegramHost, call: TelegramCall, callback: string): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = []
  const webhook = await checkLine(async () => {
    const info = await resultOf(host, call, 'getWebhookInfo')
    const waiting = Number(textOf(fieldOf(info, 'pending_update_count'))) || 0
    const trouble = textOf(fieldOf(info, 'last_error_message'))
    if (textOf(fieldOf(info, 'url')) !== callback) throw refusedCall('Messages do not come here yet. Set Webhook.')
    if (trouble !== '') lines.push({ ok: waiting === 0, text: `Telegram's last trouble in calling here: ${trouble}` })
    return waiting === 0 ? 'Messages come here.' : `Messages come here; ${waiting} wait at Telegram.`
  })
  return [webhook, ...lines]
}
