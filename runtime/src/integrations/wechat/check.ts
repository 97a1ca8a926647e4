import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { askForToken } from './access-tokens.ts'
import type { WechatCall } from './calls.ts'
import type { WechatHost } from './wire.ts'

/** Test Connection: asks for an access token. WeChat does not tell programs where it sends messages, so people are told. */
export async function checkWechat(host: WechatHost, call: WechatCall, callback: string): Promise<AccountCheck> {
  const { properties, signal } = call
  const credential = await checkLine(async () => {
    await askForToken(host, properties, signal)
    return `WeChat knows the account ${properties.appId}.`
  })
  if (!credential.ok) return accountCheck([credential], '')
  const isSafe = (properties.encodingAesKey ?? '') !== ''
  const route = {
    ok: true,
    text: `Paste under Basic configuration, Server configuration: the URL ${callback} and the Token of this account.`,
  }
  const mode = {
    ok: true,
    text: isSafe
      ? 'Only encrypted messages are taken. Choose Safe Mode at WeChat.'
      : 'Messages come unencrypted. Enter the EncodingAESKey and choose Safe Mode at WeChat, so that nobody can change them.',
  }
  return accountCheck([credential, route, mode], `WeChat answers. Its messages come by the server configuration.`)
}
