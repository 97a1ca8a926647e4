import { randomInt } from 'node:crypto'
import type { WechatProperties } from './account.ts'
import { encryptSafe, signatureOf } from './safe-mode.ts'

interface PassiveText {
  readonly contact: string
  readonly text: string
  readonly now: Date
}

/** The answer to a call that writes a text to the contact, encrypted where the account is in Safe Mode. */
export function passiveAnswer(properties: WechatProperties, { contact, text, now }: PassiveText): string {
  const { wechatId, appId, token = '', encodingAesKey = '' } = properties
  const seconds = String(Math.floor(now.getTime() / 1_000))
  const message = xmlOf({
    ToUserName: cdata(contact),
    FromUserName: cdata(wechatId),
    CreateTime: seconds,
    MsgType: cdata('text'),
    Content: cdata(text),
  })
  if (encodingAesKey === '') return message
  const encrypted = encryptSafe({ xml: message, appId }, encodingAesKey)
  const nonce = String(randomInt(1_000_000_000))
  return xmlOf({
    Encrypt: cdata(encrypted),
    MsgSignature: cdata(signatureOf([token, seconds, nonce, encrypted])),
    TimeStamp: seconds,
    Nonce: cdata(nonce),
  })
}

function xmlOf(fields: Readonly<Record<string, string>>): string {
  return `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</xml>`
}

/** The end of such a section inside of the text is written in two of them. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
