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
  const quota = await checkLine(() => checkQuota(host, call))
  return accountCheck([bot, mode, route, quota], 'LINE answers.')
}

/** What is left of the messages that may be pushed in this month. Replies do not count. */
async function checkQuota(host: LineHost, call: LineCall): Promise<string> {
  const [quota, used] = await Promise.all(
    ['/message/quota', '/message/quota/consumption'].map((path) => requireLine(host, call, { method: 'GET', path })),
  )
  const [most, count] = [fieldOf(quota, 'value'), fieldOf(used, 'totalUsage')]
  if (typeof most !== 'number') return 'The plan of the account has no limit of messages.'
  const left = Math.max(0, most - (typeof count === 'number' ? count : 0))
  if (left > 0) return `${left} of ${most} messages of this month are left.`
  throw refusedCall(
    `All ${most} messages of this month are sent. Until its end, only the first answer goes out, as a reply.`,
  )
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
