import { createHash } from 'node:crypto'
import SafeModeOfOthers from 'wechat-crypto'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest, text } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import {
  type FaultScripts,
  noReceipts,
  type Proof,
  type ServiceStandIn,
  type TakenMessage,
} from './service-stand-in.ts'

export const account = {
  appId: 'wx0000000000000001',
  appSecret: '0123456789abcdef0123456789abcdef',
  wechatId: 'gh_0123456789ab',
  token: 'wxtoken123',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

/** Safe Mode as the npm package `wechat-crypto` does it. */
export function safeModeOfOthers(change: Partial<typeof account> = {}): SafeModeOfOthers {
  const { token, encodingAesKey, appId } = { ...account, ...change }
  return new SafeModeOfOthers(token, encodingAesKey, appId)
}

type Body = Readonly<Record<string, unknown>>

export interface WechatStandIn extends ServiceStandIn {
  readonly state: {
    /** The access token that counts. Another one makes the tokens that were given stale. */
    accessToken: string
    /** What the call for a token is answered in place of one. */
    noToken: Reply | undefined
    /** What a picture is answered in place of its id. */
    noPicture: Reply | undefined
    expiresIn: number
    /** How often a token was asked for. */
    tokenCalls: number
    /** How many pictures were stored. */
    pictures: number
  }
  /** Bodies of the requests whose messages it took. */
  readonly sent: readonly Body[]
  /** From now on messages are answered with this code. */
  answerWith(code: number, message?: string): void
}

/** WeChat answers 200 whatever happened. */
export const verdict = (errcode: number, errmsg: string): Reply =>
  json({ errcode, errmsg: `${errmsg} rid: 695f3a5b-0c9a1b2c-7d8e9f00` })

const faults: FaultScripts = {
  ...commonFaults,
  refuses: verdict(40003, 'invalid openid'),
  'is busy': verdict(45011, 'api minute-quota reach limit'),
  lies: verdict(45015, 'response out of time limit or subscription is canceled'),
}

/** WeChat's API with one Official Account in Safe Mode. */
export async function startStandInOf(): Promise<WechatStandIn> {
  const state: WechatStandIn['state'] = {
    accessToken: 'T_1',
    noToken: undefined,
    noPicture: undefined,
    expiresIn: 7_200,
    tokenCalls: 0,
    pictures: 0,
  }
  const sent: Body[] = []
  let answer: Reply | undefined
  const server = await startMessageServer({
    other: (request) =>
      isSending(request) ? (isAllowed(request, state) ? answer : undefined) : answerTo(request, state),
    complaintOf: (request) => complaintOf(request, state),
    refusalOf: (complaint) =>
      complaint === 'credential'
        ? verdict(40125, 'invalid appsecret')
        : complaint === 'stale'
          ? stale
          : verdict(47001, complaint),
    messageOf(request) {
      const body = bodyOf(request)
      sent.push(body)
      const words = recordOf(body.text).content ?? ''
      return { from: account.wechatId, to: String(body.touser), text: String(words) }
    },
    receiptOf: () => json({ errcode: 0, errmsg: 'ok' }),
    faults,
  })
  return {
    properties: account,
    wrongProperties: { ...account, appSecret: 'fedcba9876543210fedcba9876543210' },
    hosts: { api: server.origin, international: server.origin },
    address: { channel: 'wechat', value: account.wechatId },
    contact: 'oAbc0000000000000000000000a1',
    state,
    sent,
    answerWith(code, message = 'no') {
      answer = verdict(code, message)
    },
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: true,
      bodyOf: ({ id, from, text: words }) => safeBody(messageXml({ MsgType: 'text', Content: words, MsgId: id }, from)),
      receipts: noReceipts('WeChat does not say what became of a message.'),
      wordless: {
        'a new follower, by a code': ({ from }) => eventBody(from, 'subscribe', { EventKey: 'qrscene_spring' }),
        'a scanned code': ({ from }) => eventBody(from, 'SCAN', { EventKey: 'spring' }),
        'an opened page': ({ from }) => eventBody(from, 'VIEW', { EventKey: 'https://a.test' }),
        'a place that is reported': ({ from }) => eventBody(from, 'LOCATION', { Latitude: '25.8', Longitude: '-80.2' }),
      },
      answered: (answer) => server.take(...textsIn(answer)),
      sign: (body, proof) => signedCall(body, proof),
    },
    close: server.close,
  }
}

function eventBody(from: string, event: string, fields: Readonly<Record<string, string>>): string {
  return safeBody(messageXml({ MsgType: 'event', Event: event, ...fields }, from))
}

/** A message in the form that WeChat posts. */
export function messageXml(fields: Readonly<Record<string, string>>, from = 'oAbc0000000000000000000000a1'): string {
  const all = { ToUserName: account.wechatId, FromUserName: from, CreateTime: '1767323045', ...fields }
  const lines = Object.entries(all).map(([name, value]) =>
    /^\d+$/.test(value) ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  )
  return `<xml>${lines.join('\n')}</xml>`
}

/** What an answer to a call of WeChat says to the contact. */
export function textsIn(answer: string): TakenMessage[] {
  const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(answer)?.[1]
  const xml = encrypted === undefined ? answer : safeModeOfOthers().decrypt(encrypted).message
  const field = (name: string) =>
    new RegExp(`<${name}><!\\[CDATA\\[([^]*?)\\]\\]></${name}>`).exec(xml)?.[1]?.replaceAll(']]]]><![CDATA[>', ']]>') ??
    ''
  if (field('MsgType') !== 'text') return []
  return [{ from: field('FromUserName'), to: field('ToUserName'), text: field('Content') }]
}

export function safeBody(xml: string, change: Partial<typeof account> = {}): string {
  const encrypted = safeModeOfOthers(change).encrypt(xml)
  return `<xml><ToUserName><![CDATA[${account.wechatId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
}

const DAY_SECONDS = 86_400

function signedCall(body: string, proof: Proof) {
  const call = { method: 'POST', headers: { 'content-type': 'text/xml' }, body }
  if (proof === 'none') return { ...call, query: '' }
  const seconds = Math.floor(Date.now() / 1_000) - (proof === 'old' ? DAY_SECONDS : 0)
  return { ...call, query: signedQuery({ body, seconds, ...(proof === 'wrong' ? { token: 'stranger' } : {}) }) }
}

/** The query of a call in Safe Mode, which has the signature of a plain one, too. */
export function signedQuery(given: {
  readonly seconds: number
  readonly body?: string
  readonly token?: string
}): string {
  const { seconds, body = '', token = account.token } = given
  const [timestamp, nonce] = [String(seconds), '555666']
  const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1] ?? ''
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex')
  const safe = safeModeOfOthers({ token }).getSignature(timestamp, nonce, encrypted)
  const query = { signature, timestamp, nonce, openid: 'oAbc', encrypt_type: 'aes', msg_signature: safe }
  return `?${new URLSearchParams(query)}`
}

const stale = verdict(40001, 'invalid credential, access_token is invalid or not latest')

const recordOf = (value: unknown): Body => (isRecord(value) ? value : {})

function bodyOf({ body }: TakenRequest): Body {
  const read: unknown = JSON.parse(body)
  return recordOf(read)
}

/** A call with the wrong secret is on the way to a message: no token, no message. */
function isSending(request: TakenRequest): boolean {
  return request.url.startsWith('/cgi-bin/message/custom/send?') || (isTokenCall(request) && hasWrongSecret(request))
}

const isTokenCall = ({ method, url }: TakenRequest) => method === 'POST' && url === '/cgi-bin/stable_token'

function hasWrongSecret(request: TakenRequest): boolean {
  const { appid, secret } = bodyOf(request)
  return appid !== account.appId || secret !== account.appSecret
}

function isAllowed({ url }: TakenRequest, { accessToken }: WechatStandIn['state']): boolean {
  return new URLSearchParams(url.slice(url.indexOf('?'))).get('access_token') === accessToken
}

function complaintOf(request: TakenRequest, state: WechatStandIn['state']): string | undefined {
  if (isTokenCall(request)) return 'credential'
  if (!isAllowed(request, state)) return 'stale'
  if (/\\u/.test(request.body)) return 'escapes'
  const { touser, msgtype, text: words, image, ...more } = bodyOf(request)
  if (msgtype === 'image') return pictureComplaint({ touser, image, words, more })
  if (Object.keys(more).length > 0 || msgtype !== 'text' || Object.keys(recordOf(words)).join() !== 'content') {
    return 'members'
  }
  const { content } = recordOf(words)
  if (typeof touser !== 'string' || !touser.startsWith('oAbc')) return 'touser'
  if (typeof content !== 'string' || content === '') return 'text.content'
  return Buffer.byteLength(content) > 2_048 ? 'content size out of limit' : undefined
}

function pictureComplaint({ touser, image, words, more }: Body): string | undefined {
  if (Object.keys(recordOf(more)).length > 0 || words !== undefined) return 'members'
  if (typeof touser !== 'string' || !touser.startsWith('oAbc')) return 'touser'
  return /^picture-\d+$/.test(String(recordOf(image).media_id)) ? undefined : 'image.media_id'
}

function answerTo(request: TakenRequest, state: WechatStandIn['state']): Reply {
  if (isTokenCall(request)) {
    const { grant_type: grant, force_refresh: isForced } = bodyOf(request)
    state.tokenCalls += 1
    if (grant !== 'client_credential' || isForced !== false) return verdict(40002, 'invalid grant_type')
    return state.noToken ?? json({ access_token: state.accessToken, expires_in: state.expiresIn })
  }
  if (request.url.startsWith('/cgi-bin/media/upload?')) {
    if (!isAllowed(request, state)) return stale
    const isPicture = /type=image(&|$)/.test(request.url) && /name="media"; filename="[^"]+"/.test(request.body)
    if (!isPicture || !request.headers['content-type']?.startsWith('multipart/form-data; boundary=')) {
      return verdict(41005, 'media data missing')
    }
    if (state.noPicture !== undefined) return state.noPicture
    state.pictures += 1
    return json({ type: 'image', media_id: `picture-${state.pictures}`, created_at: 1_767_323_045 })
  }
  if (request.url === '/videos/1') return text('a video', { contentType: 'video/mp4' })
  if (request.url === '/pictures/1') return text('a picture', { contentType: 'image/jpeg' })
  if (!request.url.startsWith('/cgi-bin/media/get?')) return json({}, 404)
  if (!isAllowed(request, state)) return stale
  const mediaId = new URLSearchParams(request.url.slice(request.url.indexOf('?'))).get('media_id')
  if (mediaId === 'voice-1') return text('#!AMR of tests', { contentType: 'audio/amr' })
  return mediaId === 'video-1'
    ? json({ video_url: `http://${request.headers.host}/videos/1` })
    : verdict(40007, 'invalid media_id')
}
