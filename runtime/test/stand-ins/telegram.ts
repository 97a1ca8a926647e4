import { isRecord } from '../../src/platform/is-record.ts'
import { deriveToken } from '../../src/platform/secrets/sealed-text.ts'
import { secretKeyOf } from '../../src/platform/secrets/secret-key.ts'
import { secretKeyText } from '../helpers/secret-key-text.ts'
import { json, type Reply, type TakenRequest, text } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import { type ContactMessage, type FaultScripts, noReceipts, type ServiceStandIn } from './service-stand-in.ts'

export const token = '123456789:AAtests-of-patchbay-and-nothing-else-00'

type Body = Readonly<Record<string, unknown>>

/** The bot at Telegram beside its messages. */
export interface TelegramState {
  /** As the last `setWebhook` wrote it. */
  webhook: Body | undefined
  pending: number
  trouble: string | undefined
  /** Called back before `setWebhook` is answered. */
  whenSet: (() => Promise<void>) | undefined
  /** Pressed buttons that were answered. */
  readonly answered: string[]
  /** Chats that were shown that the bot types. */
  readonly typing: string[]
}

export interface TelegramStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: TelegramState
  /** Calls that sent something: the method and its parameters. */
  readonly sent: readonly (readonly [method: string, parameters: Body])[]
}

const refusal = (code: number, description: string): Reply => json({ ok: false, error_code: code, description }, code)

const faults: FaultScripts = {
  ...commonFaults,
  refuses: refusal(403, 'Forbidden: bot was blocked by the user'),
  // The hint stands in the body; the header is lost at some proxies.
  'is busy': json(
    { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } },
    429,
  ),
  fails: refusal(502, 'Bad Gateway'),
  lies: json({ ok: false, error_code: 400, description: 'Bad Request: chat not found' }),
}

/** Parameters that each method takes; Telegram itself ignores others, so that a misspelt one fails without a word. */
const common = ['chat_id', 'reply_markup', 'reply_parameters']
const methods: Readonly<Record<string, readonly string[]>> = {
  sendMessage: ['text'],
  sendPhoto: ['photo', 'caption'],
  sendVideo: ['video', 'caption'],
  sendAudio: ['audio', 'caption'],
  sendDocument: ['document', 'caption'],
  sendLocation: ['latitude', 'longitude'],
  sendVenue: ['latitude', 'longitude', 'title', 'address'],
}

/** Telegram's Bot API with one bot. */
export async function startStandInOf(): Promise<TelegramStandIn> {
  const state: TelegramState = {
    webhook: undefined,
    pending: 0,
    trouble: undefined,
    whenSet: undefined,
    answered: [],
    typing: [],
  }
  const sent: [string, Body][] = []
  const server = await startMessageServer({
    other: (request) => (isSending(request) ? undefined : answerTo(request, state)),
    complaintOf: (request) => complaintOf(request),
    refusalOf: (complaint) =>
      complaint === 'credential' ? refusal(401, 'Unauthorized') : refusal(400, `Bad Request: ${complaint}`),
    messageOf(request) {
      const parameters = bodyOf(request)
      sent.push([methodOf(request), parameters])
      return {
        from: '@shop_bot',
        to: String(parameters.chat_id),
        text: String(parameters.text ?? parameters.caption ?? ''),
      }
    },
    receiptOf: (number) =>
      json({ ok: true, result: { message_id: number, date: 1767323045, chat: { id: 111000111, type: 'private' } } }),
    faults,
  })
  return {
    properties: { botUsername: 'Shop_Bot', token },
    wrongProperties: { botUsername: 'Shop_Bot', token: '123456789:AAwrong-token-of-tests-and-nothing-els' },
    hosts: { api: server.origin },
    address: { channel: 'telegram', value: '@shop_bot' },
    contact: '111000111',
    origin: server.origin,
    state,
    sent,
    sending: server.sending,
    calling: {
      proofCovers: 'sender',
      isProofDated: false,
      bodyOf: (message) => JSON.stringify({ update_id: 900000001, message: writtenBy(message) }),
      receipts: noReceipts('A bot is not told what became of its messages.'),
      wordless: {
        'an edit': (message) =>
          JSON.stringify({
            update_id: 900000002,
            edited_message: { ...writtenBy({ ...message, text: 'Hello!' }), edit_date: 1767323046 },
          }),
        'a reaction': (message) => {
          const { text: _, from: user, ...place } = writtenBy(message)
          const change = { old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }] }
          return JSON.stringify({ update_id: 900000003, message_reaction: { ...place, user, ...change } })
        },
      },
      sign(body, proof, url) {
        const account = url.split('/').at(-1) ?? ''
        const given = proof === 'right' ? secretTokenOf(account) : 'the token of a stranger'
        const headers = { 'content-type': 'application/json' }
        const signed = proof === 'none' ? headers : { ...headers, 'x-telegram-bot-api-secret-token': given }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: server.close,
  }
}

function writtenBy({ id, from, text }: Pick<ContactMessage, 'id' | 'from' | 'text'>) {
  return {
    message_id: id,
    from: { id: Number(from), is_bot: false, first_name: 'Ann', language_code: 'en' },
    chat: { id: Number(from), first_name: 'Ann', type: 'private' },
    date: 1767323045,
    text,
  }
}

/** What Set Webhook of the runtime under test gives to Telegram. */
export function secretTokenOf(accountId: string): string {
  return deriveToken(secretKeyOf(secretKeyText), ['telegram', 'webhook', accountId])
}

const parts = (request: TakenRequest) => /^\/bot([^/]+)\/(\w+)$/.exec(request.url) ?? []
const methodOf = (request: TakenRequest) => parts(request)[2] ?? ''
const isSending = (request: TakenRequest) => methodOf(request) in methods

function bodyOf(request: TakenRequest): Body {
  const body: unknown = JSON.parse(request.body)
  return isRecord(body) ? body : {}
}

function complaintOf(request: TakenRequest): string | undefined {
  const [, given] = parts(request)
  if (given !== token) return 'credential'
  if (request.headers['content-type'] !== 'application/json') return 'content type'
  const parameters = bodyOf(request)
  const own = methods[methodOf(request)] ?? []
  const unknown = Object.keys(parameters).find((name) => ![...common, ...own].includes(name))
  if (unknown !== undefined) return `${unknown} is no parameter`
  if (!/^\d+$/.test(String(parameters.chat_id))) return 'chat_id is empty'
  const [needed = ''] = own
  if (parameters[needed] === undefined || parameters[needed] === '') return `${needed} is empty`
  if (String(parameters.text ?? '').length > 4_096 || String(parameters.caption ?? '').length > 1_024) {
    return 'message is too long'
  }
  return undefined
}

async function setWebhook(state: TelegramState, parameters: Body): Promise<Reply> {
  const known = ['url', 'secret_token', 'allowed_updates']
  if (Object.keys(parameters).some((name) => !known.includes(name))) return refusal(400, 'Bad Request: bad webhook')
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(String(parameters.secret_token))) {
    return refusal(400, 'Bad Request: secret token contains unallowed characters')
  }
  state.webhook = parameters
  await state.whenSet?.()
  return json({ ok: true, result: true, description: 'Webhook was set' })
}

function answerTo(request: TakenRequest, state: TelegramState): Reply {
  const file = `/file/bot${token}/documents/file_7.pdf`
  if (request.url === file) return text('%PDF-1.4 of tests', { contentType: 'application/octet-stream' })
  const [, given, method] = parts(request)
  if (given !== token)
    return refusal(given === undefined ? 404 : 401, given === undefined ? 'Not Found' : 'Unauthorized')
  const parameters = bodyOf(request)
  switch (method) {
    case 'getMe':
      return json({ ok: true, result: { id: 123456789, is_bot: true, first_name: 'Shop', username: 'shop_bot' } })
    case 'getWebhookInfo': {
      const trouble = state.trouble === undefined ? {} : { last_error_message: state.trouble }
      const url = state.webhook?.url ?? ''
      return json({
        ok: true,
        result: { url, has_custom_certificate: false, pending_update_count: state.pending, ...trouble },
      })
    }
    case 'setWebhook':
      return async (response, taken) => (await setWebhook(state, parameters))(response, taken)
    case 'getFile':
      return parameters.file_id === 'file-7'
        ? json({ ok: true, result: { file_id: 'file-7', file_unique_id: 'u-7', file_path: 'documents/file_7.pdf' } })
        : refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')
    case 'sendChatAction':
      if (parameters.action !== 'typing' || Object.keys(parameters).length !== 2)
        return refusal(400, 'Bad Request: wrong parameter action in request')
      state.typing.push(String(parameters.chat_id))
      return json({ ok: true, result: true })
    case 'answerCallbackQuery':
      state.answered.push(String(parameters.callback_query_id))
      return json({ ok: true, result: true })
    default:
      return refusal(404, 'Not Found')
  }
}
