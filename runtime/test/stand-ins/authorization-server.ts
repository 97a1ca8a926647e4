import { createHash, randomBytes } from 'node:crypto'
import { json, type Reply, type StandIn, startStandIn, type TakenRequest, text } from '../helpers/stand-in.ts'

/** What a client of the server is. */
export const client = { id: 'patch bay', secret: 'client:secret/of +Patchbay' } as const
export const person = { username: 'maya', password: 'password-of-maya' } as const
export const redirectUri = 'https://patchbay.example.com/oauth/callback'

export interface AuthorizationServerOptions {
  /** Default an hour. Undefined in an answer: none is stated. */
  readonly lifeSeconds?: number | undefined
  /** Where clients may say who they are. Default either. */
  readonly clientForm?: 'basic' | 'body' | 'either'
  /** False: no refresh tokens. */
  readonly refreshes?: boolean
  /** Default that of the tests. */
  readonly redirectUri?: string
  /** Further members of an answer with a token. */
  readonly members?: Readonly<Record<string, unknown>>
}

/**
 * A token service and an API that takes its tokens, on loopback: `/authorize`, `/token` and, for all other paths, the API.
 * It is strict: one form of the client's credentials at a time, codes and refresh tokens that are good once, the same
 * redirect URI, and PKCE with S256.
 */
export interface AuthorizationServer extends Pick<StandIn, 'origin' | 'requests' | 'close'> {
  /** The grants of requests for a token, in order, with what became of them. */
  readonly asked: readonly { readonly grant: string; readonly answer: string }[]
  /** The tokens that were given. */
  readonly given: readonly string[]
  /** What a person who agrees brings back; `denies` for one who does not. */
  authorize(url: string, answer?: 'agrees' | 'denies'): Promise<URLSearchParams>
  /** The API takes none of the tokens given so far. */
  endTokens(): void
  /** Refresh tokens are refused from now on, as when the person withdraws the access. */
  withdraw(): void
  /** Answers requests for a token so, instead. */
  answerTokensWith(reply: Reply | undefined): void
}

export async function startAuthorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const { clientForm = 'either', refreshes = true, redirectUri: registered = redirectUri } = options
  const lifeSeconds = 'lifeSeconds' in options ? options.lifeSeconds : 3_600
  const codes = new Map<string, { readonly challenge: string }>()
  const asked: { grant: string; answer: string }[] = []
  const given: string[] = []
  const refreshTokens = new Set<string>()
  const valid = new Set<string>()
  let fault: Reply | undefined

  function authorize(query: URLSearchParams): Answer {
    const isRight =
      query.get('response_type') === 'code' &&
      query.get('client_id') === client.id &&
      query.get('redirect_uri') === registered &&
      query.get('code_challenge_method') === 'S256' &&
      /^[\w-]{43}$/.test(query.get('code_challenge') ?? '') &&
      (query.get('state') ?? '').length >= 32
    if (!isRight) return { status: 400, body: { error: 'invalid_request' } }
    const code = randomBytes(16).toString('hex')
    codes.set(code, { challenge: query.get('code_challenge') ?? '' })
    return { status: 200, body: { code, state: query.get('state') } }
  }

  function token(form: URLSearchParams): Answer {
    const grant = form.get('grant_type')
    if (grant === 'client_credentials') return give(false)
    if (grant === 'password') {
      const isRight = form.get('username') === person.username && form.get('password') === person.password
      return isRight ? give(refreshes) : refusal('invalid_grant', 'The password is wrong.')
    }
    if (grant === 'refresh_token') {
      // Each is good once: it is rotated.
      const isRight = refreshTokens.delete(form.get('refresh_token') ?? '')
      return isRight ? give(true) : refusal('invalid_grant', 'Token has been expired or revoked.')
    }
    if (grant !== 'authorization_code') return refusal('unsupported_grant_type')
    const code = form.get('code') ?? ''
    const begun = codes.get(code)
    codes.delete(code)
    const isRight =
      begun !== undefined &&
      form.get('redirect_uri') === registered &&
      challengeOf(form.get('code_verifier') ?? '') === begun.challenge
    return isRight ? give(refreshes) : refusal('invalid_grant', 'The code is not good.')
  }

  function give(withRefresh: boolean): Answer {
    const [access, refresh] = [
      `access-${randomBytes(16).toString('hex')}`,
      `refresh-${randomBytes(16).toString('hex')}`,
    ]
    valid.add(access)
    given.push(access)
    if (withRefresh) refreshTokens.add(refresh)
    const life = lifeSeconds === undefined ? {} : { expires_in: lifeSeconds }
    const more = withRefresh ? { refresh_token: refresh } : {}
    return { status: 200, body: { access_token: access, token_type: 'Bearer', ...life, ...more, ...options.members } }
  }

  const answerToken: Reply = (response, request) => {
    const form = new URLSearchParams(request.body)
    const grant = form.get('grant_type') ?? ''
    if (fault !== undefined) {
      asked.push({ grant, answer: 'fault' })
      return fault(response, request)
    }
    const answer = checkClient(request, form, clientForm) ?? token(form)
    asked.push({ grant, answer: String(answer.body.error ?? 'given') })
    return json(answer.body, answer.status)(response, request)
  }

  const service = await startStandIn((response, request) => {
    const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1')
    if (pathname === '/token' && request.method === 'POST') return answerToken(response, request)
    if (pathname === '/authorize') {
      const answer = authorize(searchParams)
      const isBrowser = (request.headers.accept ?? '').includes('text/html')
      if (!isBrowser || answer.status !== 200) return json(answer.body, answer.status)(response, request)
      // The answer of `authorize` above.
      const query = new URLSearchParams(answer.body as Record<string, string>)
      response.writeHead(302, { location: `${registered}?${query}` }).end()
      return undefined
    }
    const access = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    return json({ ok: valid.has(access) }, valid.has(access) ? 200 : 401)(response, request)
  })

  return {
    origin: service.origin,
    requests: service.requests,
    asked,
    given,
    async authorize(url, answer = 'agrees') {
      const { searchParams } = new URL(url)
      const state = searchParams.get('state') ?? ''
      if (answer === 'denies')
        return new URLSearchParams({ error: 'access_denied', error_description: '<b>No</b>', state })
      const response = await fetch(url)
      if (response.status !== 200) throw new Error(`The request for access is not right: ${url}`)
      // The answer of `authorize` above.
      return new URLSearchParams((await response.json()) as Record<string, string>)
    },
    endTokens: () => valid.clear(),
    withdraw: () => refreshTokens.clear(),
    answerTokensWith(reply) {
      fault = reply
    },
    close: service.close,
  }
}

/** Faults of token services. */
export const tokenFaults = {
  'a web page': text('<html>Sign in</html>', { contentType: 'text/html' }),
  'too many requests': (response) => {
    response.writeHead(429, { 'retry-after': '120', 'content-type': 'application/json' })
    response.end('{"error":"slow_down"}')
  },
  'JSON without a token': json({ token: 'x' }),
  'JSON that is broken': text('{"access_token": "x"', { contentType: 'application/json' }),
  'a list': json(['access_token']),
  'a token with a line break': json({ access_token: 'a\r\nX-Evil: 1', token_type: 'bearer' }),
  'a fault': json({ error: 'server_error' }, 500),
  'a redirect': (response) => {
    response.writeHead(307, { location: 'http://127.0.0.1:1/' })
    response.end()
  },
} as const satisfies Record<string, Reply>

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

function refusal(error: string, description?: string): Answer {
  const more = description === undefined ? {} : { error_description: description }
  return { status: error === 'invalid_client' ? 401 : 400, body: { error, ...more } }
}

/** Why the client is refused; undefined when it is right. */
function checkClient(
  { headers }: TakenRequest,
  form: URLSearchParams,
  wanted: 'basic' | 'body' | 'either',
): Answer | undefined {
  const header = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
  const inBody = form.has('client_secret')
  if (header !== undefined && inBody) return refusal('invalid_request', 'Two forms of the credentials.')
  if (header !== undefined && wanted === 'body') return refusal('invalid_client')
  if (header === undefined && wanted === 'basic') return refusal('invalid_client')
  const [id, secret] = header === undefined ? [form.get('client_id'), form.get('client_secret')] : pairOf(header)
  return id === client.id && secret === client.secret ? undefined : refusal('invalid_client', 'Wrong client.')
}

function pairOf(header: string): readonly (string | null)[] {
  const [id = '', secret = ''] = Buffer.from(header, 'base64').toString('utf8').split(':')
  return [id, secret].map((part) => new URLSearchParams(`x=${part}`).get('x'))
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
