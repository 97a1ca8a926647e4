import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'

/** What the stand-in knows. */
export const watsonKey = 'key_of-the-hotel'
export const watsonIds = { assistantId: 'a1b2-hotel', environmentId: 'e1-live', workspaceId: 'w1-hotel' } as const

/** Properties of an account that reaches the stand-in, but for its address. */
export const watsonProperties = {
  kind: 'assistant',
  signIn: 'iam',
  apiKey: watsonKey,
  assistantId: watsonIds.assistantId,
  environmentId: watsonIds.environmentId,
  version: '2024-08-25',
} as const

/** A text that reached the bot. */
interface WatsonTurn {
  /** The path, with the session in it where there is one. */
  readonly path: string
  readonly version: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface WatsonStandIn {
  readonly origin: string
  /** In the order in which the bot got them. */
  readonly turns: readonly WatsonTurn[]
  /** The bodies of right requests for a token. */
  readonly tokenRequests: readonly string[]
  /** How many requests for a token came with another key. */
  readonly refusedTokens: number
  /** Every request but those for tokens, taken or not. */
  readonly requests: readonly TakenRequest[]
  /** Sessions that are open. */
  readonly sessions: ReadonlySet<string>
  /** What the bot answers from now on. Credentials, paths and shapes are checked before. */
  answerWith(reply: Reply): void
  /** Forgets all conversations, as after their time. */
  endSessions(): void
  /** Takes no token that was given before. */
  endTokens(): void
  close(): Promise<void>
}

/**
 * IBM watsonx Assistant v2, workspaces of v1 and the token service IAM on loopback. It refuses what they refuse.
 * @param lifeSeconds of a token
 */
export async function startWatson({
  lifeSeconds = 3_600,
}: {
  readonly lifeSeconds?: number
} = {}): Promise<WatsonStandIn> {
  const turns: WatsonTurn[] = []
  const tokenRequests: string[] = []
  const requests: TakenRequest[] = []
  const sessions = new Set<string>()
  let tokens = new Set<string>()
  let opened = 0
  let refusedTokens = 0
  let reply: Reply = (response, request) => json(textAnswer(`You said: ${textIn(request)}`))(response, request)

  function giveToken({ headers, body }: TakenRequest): Reply {
    const form = new URLSearchParams(body)
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
    if (!isForm || form.get('grant_type') !== 'urn:ibm:params:oauth:grant-type:apikey' || form.has('client_id')) {
      return json({ errorCode: 'BXNIM0115E', errorMessage: 'Invalid grant type.' }, 400)
    }
    if (form.get('apikey') !== watsonKey) {
      refusedTokens += 1
      return json({ errorCode: 'BXNIM0415E', errorMessage: 'Provided API key could not be found.' }, 400)
    }
    tokenRequests.push(body)
    const now = Math.floor(Date.now() / 1000)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { iat: now, exp: now + lifeSeconds, jti: String(tokenRequests.length) }
    const token = [part({ alg: 'none' }), part(claims), 'signature'].join('.')
    tokens.add(token)
    const life = { expires_in: lifeSeconds, expiration: now + lifeSeconds }
    return json({ access_token: token, refresh_token: 'not_supported', token_type: 'Bearer', ...life })
  }

  function isSignedIn({ headers: { authorization = '' } }: TakenRequest): boolean {
    const basic = `Basic ${Buffer.from(`apikey:${watsonKey}`).toString('base64')}`
    return authorization === basic || tokens.has(authorization.replace(/^Bearer /, ''))
  }

  function answer(request: TakenRequest): Reply {
    if (!isSignedIn(request)) return json({ code: 401, error: 'Unauthorized' }, 401)
    const url = new URL(request.url, server.origin)
    const version = url.searchParams.get('version') ?? ''
    if (!/^\d{4}-\d{2}-\d{2}$/.test(version)) return watsonError(400, 'Missing or invalid version parameter')
    const place = placeOf(url.pathname)
    if (place === undefined) return watsonError(404, 'Resource not found')
    const does = `${request.method} ${place.rest}`
    if (does === 'GET ' && !place.isOld) return json({ name: 'live', ...watsonIds })
    // Without a session: a workspace, or an assistant that is asked to keep nothing.
    if (does === 'POST /message') return turn({ request, version })
    if (place.isWorkspace) return watsonError(404, 'Not found')
    if (does === 'POST /sessions') {
      opened += 1
      const id = `5e55-${opened}`
      sessions.add(id)
      return json({ session_id: id }, 201)
    }
    const [, session = '', tail = ''] = /^\/sessions\/([^/]+)(\/message)?$/.exec(place.rest) ?? []
    if (!sessions.has(session)) return watsonError(404, 'Invalid Session')
    if (request.method === 'DELETE' && tail === '') {
      sessions.delete(session)
      return json({})
    }
    return does === `POST /sessions/${session}/message` ? turn({ request, version }) : watsonError(404, 'Not found')
  }

  function turn({ request, version }: { readonly request: TakenRequest; readonly version: string }): Reply {
    const fault = faultOf(request)
    if (fault !== undefined) return watsonError(400, fault)
    turns.push({ path: request.url.split('?')[0] ?? '', version, body: JSON.parse(request.body) })
    return reply
  }

  const server = await startStandIn((response, request) => {
    if (request.method === 'POST' && request.url === '/identity/token') return giveToken(request)(response, request)
    requests.push(request)
    return answer(request)(response, request)
  })
  return {
    origin: server.origin,
    turns,
    tokenRequests,
    get refusedTokens() {
      return refusedTokens
    },
    requests,
    sessions,
    answerWith(next) {
      reply = next
    },
    endSessions: () => sessions.clear(),
    endTokens() {
      tokens = new Set()
    },
    close: () => server.close(),
  }
}

/** A refusal in the form of the service. */
export function watsonError(status: number, error: string, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error, code: status }))
  }
}

/** The answer of an assistant that only talks. */
export function textAnswer(...texts: readonly string[]) {
  const generic = texts.map((text) => ({ response_type: 'text', text }))
  return { output: { generic, intents: [], entities: [] }, user_id: 'of the stand-in' }
}

/** The answer of a workspace, which gives its context back. */
export function workspaceAnswer(text: string, context: object = {}) {
  return {
    input: { text: 'as it was said' },
    intents: [],
    entities: [],
    output: { text: [text], generic: [{ response_type: 'text', text }], nodes_visited: ['n1'], log_messages: [] },
    context: { conversation_id: 'c1', system: { dialog_turn_counter: 1 }, ...context },
  }
}

interface Place {
  readonly isWorkspace: boolean
  /** An address without an environment, as older instances have them: there is nothing to be read at it. */
  readonly isOld: boolean
  readonly rest: string
}

function placeOf(path: string): Place | undefined {
  const { assistantId, environmentId, workspaceId } = watsonIds
  const assistant = `/v2/assistants/${assistantId}`
  const places = [
    [`${assistant}/environments/${environmentId}`, { isWorkspace: false, isOld: false }],
    [`/v1/workspaces/${workspaceId}`, { isWorkspace: true, isOld: false }],
    [assistant, { isWorkspace: false, isOld: true }],
  ] as const
  const [before, place] = places.find(([start]) => path === start || path.startsWith(`${start}/`)) ?? []
  return before === undefined || place === undefined ? undefined : { ...place, rest: path.slice(before.length) }
}

/** What the service does not take of a message. */
function faultOf({ headers, body }: TakenRequest): string | undefined {
  if (headers['content-type'] !== 'application/json') return 'Unsupported content type'
  const message: unknown = JSON.parse(body)
  if (!isRecord(message) || !isRecord(message.input)) return 'Invalid input'
  const { text } = message.input
  if (typeof text !== 'string' || text.length > 2_048) return 'input.text cannot be longer than 2048 characters.'
  if (/[\r\n\t]/.test(text)) return 'The input text cannot contain carriage return, newline, or tab characters.'
  const strange = Object.keys(message).find((name) => !['input', 'context', 'user_id'].includes(name))
  return strange === undefined ? undefined : `Unknown property ${strange}`
}

function textIn({ body }: TakenRequest): string {
  return JSON.parse(body).input.text
}
