import { AppError } from '@patchbay/shared/errors'
import type { OpenAccount } from '../../kit/account.ts'
import type { AnsweredCall, Callback, CallbackAnswer, CallbackEvent, CallbackRequest } from '../../kit/callback.ts'
import { readCallbackText } from '../../kit/callback-body.ts'
import type { ReceivedMessage } from '../../kit/inbound-message.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { noSignature, requireFresh, requireSignature } from '../../kit/signatures.ts'
import type { WechatProperties } from './account.ts'
import { contentOf } from './message-content.ts'
import { wechat } from './official-channel.ts'
import { passiveAnswer } from './passive-answer.ts'
import type { PassiveReplies } from './passive-replies.ts'
import { decryptSafe, signatureOf } from './safe-mode.ts'
import { readXmlFields, type XmlFields } from './xml-fields.ts'

export type CallbackHost = Pick<IntegrationHost<WechatProperties>, 'accounts' | 'now'>

/**
 * Answers the question whether the address is ours, and reads messages. The signature of a plain message does not cover what
 * it says, so it must be fresh. With an EncodingAESKey only encrypted messages count.
 */
export function createWechatCallback(host: CallbackHost, replies: PassiveReplies): Callback<WechatProperties> {
  /** The first text to a contact whose message has started or continued a run goes with the answer. */
  async function answerOf(received: readonly ReceivedMessage[], call: AnsweredCall): Promise<CallbackAnswer> {
    const [event, message] = [call.events.find(isMessage), received[0]]
    if (event === undefined) return success
    const { from: contact, id: messageId } = event.message
    const waiting = { accountId: call.accountId, contact, messageId }
    if (message === undefined || message.duplicate || message.runId === null) {
      replies.close(waiting)
      return success
    }
    // Opened first: a text that was taken for an answer which cannot be made would be lost.
    const account = await host.accounts.open(call.accountId)
    if (account === undefined) {
      replies.close(waiting)
      return success
    }
    const text = await replies.await(waiting)
    if (text === undefined) return success
    return { status: 200, xml: passiveAnswer(account.properties, { contact, text, now: host.now() }) }
  }

  return {
    methods: ['GET', 'POST'],
    verify(request, { properties: { token = '', encodingAesKey = '' } }) {
      const isSafe = request.method === 'POST' && encodingAesKey !== ''
      const [given, timestamp, nonce] = [isSafe ? 'msg_signature' : 'signature', 'timestamp', 'nonce'].map((name) =>
        request.query.get(name),
      )
      if (!given || !timestamp || !nonce) {
        throw noSignature(isSafe ? 'The call is not encrypted. Choose Safe Mode at WeChat.' : 'The call is not signed.')
      }
      const encrypted = isSafe ? [encryptedIn(request)] : []
      // Without a token no caller is answered.
      requireSignature(given, token === '' ? [] : [signatureOf([token, timestamp, nonce, ...encrypted])])
      requireFresh(Number(timestamp) * 1_000, host.now())
    },
    read(request, { id: accountId, properties }) {
      if (request.method === 'GET') {
        return [{ kind: 'handshake', answer: { status: 200, text: request.query.get('echostr') ?? '' } }]
      }
      const event = eventOf(fieldsOf(request, properties), properties)
      if (isMessage(event)) replies.open({ accountId, contact: event.message.from, messageId: event.message.id })
      return [event]
    },
    answer: answerOf,
  }
}

const success: CallbackAnswer = { status: 200, text: 'success' }

function isMessage(event: CallbackEvent): event is Extract<CallbackEvent, { readonly kind: 'message' }> {
  return event.kind === 'message'
}

/** Empty for a body that holds nothing encrypted, which no signature fits. */
function encryptedIn(request: CallbackRequest): string {
  try {
    return readXmlFields(readCallbackText(request))('Encrypt')
  } catch {
    return ''
  }
}

function fieldsOf(request: CallbackRequest, properties: WechatProperties): XmlFields {
  const { appId, encodingAesKey = '' } = properties
  const outer = readXmlFields(readCallbackText(request))
  if (encodingAesKey === '') {
    if (outer('MsgType') !== '' || outer('Encrypt') === '') return outer
    throw new AppError('INVALID_INPUT', 'The message is encrypted. Enter the EncodingAESKey of WeChat in the account.')
  }
  const message = decryptSafe(outer('Encrypt'), encodingAesKey)
  if (message === undefined) {
    throw new AppError('INVALID_INPUT', 'The message was encrypted with another EncodingAESKey than the account has.')
  }
  if (message.appId !== appId) throw new AppError('INVALID_INPUT', 'The message was encrypted for another App ID.')
  return readXmlFields(message.xml)
}

function eventOf(field: XmlFields, { wechatId }: OpenAccount<WechatProperties>['properties']): CallbackEvent {
  const [from, kind, event] = [field('FromUserName'), field('MsgType'), field('Event')]
  if (from === '' || kind === '') throw new AppError('INVALID_INPUT', 'FromUserName or MsgType is missing.')
  if (field('ToUserName') !== wechatId || from === wechatId) return ignored('a message of another account')
  const content = contentOf(field)
  if (content === undefined) {
    return ignored(
      kind === 'event' ? `the event "${event.slice(0, 40)}"` : 'a message of a kind that Patchbay does not use',
    )
  }
  const seconds = Number(field('CreateTime'))
  const at = Number.isSafeInteger(seconds) && seconds > 0 ? { at: new Date(seconds * 1_000) } : {}
  // Events have no id.
  const id = field('MsgId') || `${from}.${field('CreateTime')}.${event}`
  return { kind: 'message', message: { channel: wechat.id, id, from, to: wechatId, content, ...at } }
}

function ignored(what: string): CallbackEvent {
  return { kind: 'ignored', why: `WeChat sent ${what}.` }
}
