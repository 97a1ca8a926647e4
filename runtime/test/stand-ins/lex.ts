import { createHash, createHmac } from 'node:crypto'
import { equalText } from '../../src/platform/constant-time.ts'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'

/** Keys that the stand-in knows. */
export const lexKeys = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
} as const

/** Temporary keys that it knows. */
export const temporaryKeys = { ...lexKeys, accessKeyId: 'ASIAEXAMPLE', sessionToken: 'token+of/one==hour' } as const

/** The bot that there is. */
export const lexBotIds = { botId: 'A1B2C3D4E5', botAlias: 'TSTALIASID', locale: 'en_US' } as const

/** A text that reached the bot. */
export interface LexTurn {
  readonly sessionId: string
  readonly body: { readonly text: string; readonly sessionState?: unknown }
}

/** How a bot answers: what it says, what it has found out, and how far it is. */
export interface LexDialog {
  readonly says: string
  readonly slots: Readonly<Record<string, string | null>>
  readonly state: 'InProgress' | 'Fulfilled' | 'Failed'
}

export interface LexStandIn {
  readonly origin: string
  /** In the order in which the bot got them. */
  readonly turns: readonly LexTurn[]
  /** How many requests had keys that it takes. */
  readonly taken: number
  /** Answers turns from now on with this. Signatures, paths and shapes are checked before. */
  answerWith(reply: Reply): void
  /** Lets a bot answer that remembers each session, as Lex does; what its session was last can be read then. */
  converse(bot: (text: string, sessionId: string) => LexDialog): void
  close(): Promise<void>
}

/** Amazon Lex V2 on loopback. It takes a request only with the signature that AWS would compute for it. */
export async function startLex({ now = () => new Date() }: { readonly now?: () => Date } = {}): Promise<LexStandIn> {
  const turns: LexTurn[] = []
  const open = new Set<string>()
  const sessions = new Map<string, object>()
  let taken = 0
  let reply: Reply = (response, request) => json(plainAnswer(`You said: ${turnOf(request)?.text}`))(response, request)

  const server = await startStandIn(async (response, request) => {
    const fault = signatureFault(request, now())
    if (fault !== undefined) return lexError(403, ...fault)(response, request)
    taken += 1
    const place = placeOf(request.url)
    if (place === undefined)
      return lexError(404, 'ResourceNotFoundException', 'Bot or alias not found.')(response, request)
    const { sessionId, isText } = place
    const session = sessions.get(sessionId)
    if (request.method === 'GET' && !isText && session !== undefined) return json(session)(response, request)
    if (request.method === 'GET' && !isText) {
      return lexError(404, 'ResourceNotFoundException', `Session ${sessionId} not found.`)(response, request)
    }
    const body = turnOf(request)
    if (request.method !== 'POST' || !isText || body === undefined) {
      return lexError(400, 'ValidationException', 'Member must satisfy constraint.')(response, request)
    }
    if (open.has(sessionId)) return lexError(409, 'ConflictException', 'Another call is open.')(response, request)
    open.add(sessionId)
    response.on('close', () => open.delete(sessionId))
    turns.push({ sessionId, body })
    await reply(response, request)
  })
  return {
    origin: server.origin,
    turns,
    get taken() {
      return taken
    },
    answerWith(next) {
      reply = next
    },
    converse(bot) {
      reply = (response, request) => {
        const turn = turnOf(request)
        const { sessionId = '' } = placeOf(request.url) ?? {}
        // Done, whether or not who asked still hears of it.
        const answer = dialogAnswer(bot(turn?.text ?? '', sessionId), turn?.sessionState)
        sessions.set(sessionId, answer)
        return json(answer)(response, request)
      }
    },
    close: () => server.close(),
  }
}

function dialogAnswer({ says, slots, state }: LexDialog, sessionState: unknown) {
  const attributes = isRecord(sessionState) ? sessionState.sessionAttributes : {}
  const valued = Object.entries(slots).map(([name, value]) => {
    const read = value === null ? null : { shape: 'Scalar', value: { interpretedValue: value, originalValue: value } }
    return [name, read] as const
  })
  return {
    messages: [{ content: says, contentType: 'PlainText' }],
    sessionId: 'of the stand-in',
    sessionState: {
      dialogAction: { type: state === 'InProgress' ? 'ElicitSlot' : 'Close' },
      intent: { name: 'BookRoom', state, slots: Object.fromEntries(valued) },
      sessionAttributes: attributes ?? {},
    },
    interpretations: [],
  }
}

/** A refusal in the form of the service. */
export function lexError(status: number, type: string, message: string, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type, ...headers })
    response.end(JSON.stringify({ message }))
  }
}

/** The answer of a bot that only talks. */
export function plainAnswer(...texts: readonly string[]) {
  return {
    messages: texts.map((content) => ({ content, contentType: 'PlainText' })),
    sessionId: 'of the stand-in',
    sessionState: { dialogAction: { type: 'ElicitIntent' }, sessionAttributes: {} },
    interpretations: [],
  }
}

/** The text that a request says; undefined when it has not the shape of one. */
function turnOf({ body, headers }: TakenRequest): LexTurn['body'] | undefined {
  if (headers['content-type'] !== 'application/json') return undefined
  const { text, sessionState, ...rest } = JSON.parse(body)
  if (typeof text !== 'string' || text === '' || text.length > 1_024 || Object.keys(rest).length > 0) return undefined
  const attributes: unknown = sessionState?.sessionAttributes ?? {}
  if (typeof attributes !== 'object' || attributes === null) return undefined
  if (Object.values(attributes).some((value) => typeof value !== 'string')) return undefined
  return sessionState === undefined ? { text } : { text, sessionState }
}

function placeOf(url: string): { readonly sessionId: string; readonly isText: boolean } | undefined {
  const { botId, botAlias, locale } = lexBotIds
  const before = `/bots/${botId}/botAliases/${botAlias}/botLocales/${locale}/sessions/`
  if (!url.startsWith(before)) return undefined
  const [id = '', tail, ...more] = url.slice(before.length).split('/')
  const sessionId = decodeURIComponent(id)
  if (more.length > 0 || (tail !== undefined && tail !== 'text')) return undefined
  return /^[0-9a-zA-Z._:-]{2,100}$/.test(sessionId) ? { sessionId, isText: tail === 'text' } : undefined
}

type Fault = readonly [type: string, message: string]

const FIVE_MINUTES_MS = 5 * 60_000

/** Signature Version 4, as the service checks it: written from AWS' description, with no client's code. */
function signatureFault(request: TakenRequest, now: Date): Fault | undefined {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-security-token': token } = request.headers
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      String(authorization),
    )
  if (match === null) return ['MissingAuthenticationTokenException', 'Missing Authentication Token']
  const [, keyId = '', day = '', region = '', service = '', names = '', signature = ''] = match
  const keys = [lexKeys, temporaryKeys].find(({ accessKeyId }) => accessKeyId === keyId)
  const expectedToken = keys === temporaryKeys ? temporaryKeys.sessionToken : undefined
  if (keys === undefined || token !== expectedToken) {
    return ['UnrecognizedClientException', 'The security token included in the request is invalid.']
  }
  if (region !== keys.region || service !== 'lex' || day !== String(date).slice(0, 8)) {
    return ['InvalidSignatureException', 'Credential should be scoped to a valid region and service.']
  }
  if (Math.abs(timeOf(String(date)) - now.getTime()) > FIVE_MINUTES_MS) {
    return ['InvalidSignatureException', `Signature expired: ${date}`]
  }
  const signed = names.split(';')
  const mustBeSigned = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  const missing = mustBeSigned.find((name) => !signed.includes(name))
  if (missing !== undefined) return ['InvalidSignatureException', `'${missing}' must be a SignedHeader.`]
  const expected = signatureOf(request, { signed, secret: keys.secretAccessKey, scope: [day, region, service] })
  return equalText(signature, expected)
    ? undefined
    : ['InvalidSignatureException', 'The request signature does not match.']
}

function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'))
}

interface Signing {
  readonly signed: readonly string[]
  readonly secret: string
  readonly scope: readonly string[]
}

function signatureOf({ method, url, headers, body }: TakenRequest, { signed, secret, scope }: Signing): string {
  const [path = '', query = ''] = url.split('?')
  const canonical = [
    method,
    // Of every service but S3, each part of the path is encoded once more than on the wire.
    path.split('/').map(encodeURIComponent).join('/'),
    query,
    ...signed.map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}`,
    ),
    '',
    signed.join(';'),
    sha256(body),
  ].join('\n')
  const credentialScope = [...scope, 'aws4_request'].join('/')
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], credentialScope, sha256(canonical)].join('\n')
  const key = [...scope, 'aws4_request'].reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
