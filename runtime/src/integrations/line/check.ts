import type { AccountCheck } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { callLine, type LineCall, type LineHost, reasonOf, requireLine } from './calls.ts'

/** Test Connection: reads the bot, and where its messages go. Sends nothing. */
export async function checkLineAccount(host: LineHost, call: LineCall, callback: string): Promise<AccountCheck> {
  let info: Json | undefined
  const bot = await checkLine(async () => {
    info = await requireLine(host, call, { method: 'GET', path: '/info' })
    return `The account "${textOf(fieldOf(info, 'displayName'))}" (${textOf(fieldOf(info, 'basicId'))}) answers.`
  })
  if (!bot.ok) return accountCheck([bot], '')
  const mode = await checkLine(async () => {
    if (fieldOf(info, 'chatMode') !== 'chat') return 'The account is in bot mode.'
    throw refusedCall(
      'People answer its chats in LINE itself. Choose "Bot" as response mode in LINE Official Account Manager.',
    )
  })
  const route = await checkLine(() => checkWebhook(host, call, callback))
  return accountCheck([bot, mode, route], 'LINE answers.')
}

async function checkWebhook(host: LineHost, call: LineCall, callback: string): Promise<string> {
  const answer = await callLine(host, call, { method: 'GET', path: '/channel/webhook/endpoint' })
  if (textOf(fieldOf(answer.body, 'endpoint')) !== callback) {
    const reason = answer.isOk || answer.statusCode === 404 ? '' : ` LINE said: ${reasonOf(answer.body)}`
    throw refusedCall(`Messages do not come here yet. Set Webhook.${reason}`)
  }
  if (fieldOf(answer.body, 'active') === true) return 'Messages come here.'
  throw refusedCall(
    'The webhook is switched off. Switch on "Use webhook" under Messaging API in the LINE Developers Console.',
  )
}
