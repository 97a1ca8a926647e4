import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { requireViber, type ViberCall, type ViberHost } from './calls.ts'

/** Test Connection: reads the bot, and where its messages go. Sends nothing. */
export async function checkViber(host: ViberHost, call: ViberCall, callback: string): Promise<AccountCheck> {
  let webhook = ''
  const bot = await checkLine(async () => {
    const info = await requireViber(host, call, 'get_account_info', {})
    webhook = textOf(fieldOf(info, 'webhook'))
    const uri = textOf(fieldOf(info, 'uri'))
    const wanted = call.properties.botUsername.replace(/^@/, '')
    if (uri.toLowerCase() !== wanted.toLowerCase()) {
      throw refusedCall(`The token belongs to the bot "${uri}", and not to "${wanted}".`)
    }
    return `The bot "${textOf(fieldOf(info, 'name')) || uri}" answers.`
  })
  if (!bot.ok) return accountCheck([bot], '')
  const route = await checkLine(async () => {
    if (webhook !== callback) throw refusedCall('Messages do not come here yet. Set Webhook.')
    return 'Messages come here.'
  })
  return accountCheck([bot, route], 'Viber answers.')
}
