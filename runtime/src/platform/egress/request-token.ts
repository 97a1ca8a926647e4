import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { TokenRequest } from './oauth-tokens.ts'
import { readRequestUrl } from './request-url.ts'
import { readTokenReply, type TokenReply } from './token-reply.ts'
import type { WebClient } from './web-client.ts'

/** A longer token request has failed for all its callers. */
const TOKEN_TIMEOUT_MS = 60_000

const MAX_TOKEN_REPLY_BYTES = 256 * 1024

/**
 * How the credentials are sent. `basic`: in the Authorization header, form-encoded first (RFC 6749 2.3.1).
 * `basic-as-is`: the same without encoding, for services that do not undo it. `body`: as parameters.
 */
export type CredentialForm = 'basic' | 'basic-as-is' | 'body'

export interface GivenToken {
  readonly token: string
  /** For the next token, where the service gives one. */
  readonly refreshToken: string | undefined
  readonly lifeMs: number | undefined
  /** The form that the service accepted. */
  readonly form: CredentialForm
  /** All members of the reply: some services tell more, such as where an instance is. */
  readonly members: JsonObject
}

export interface TokenRequestOptions {
  /** The form that this service accepted before, which is tried first. Default `basic`. */
  readonly known?: CredentialForm | undefined
  /** The only form that is tried. */
  readonly form?: CredentialForm | undefined
  /** For each form. Default a minute. */
  readonly timeoutMs?: number
}

/**
 * Requests an access token (RFC 6749 4). The credentials are sent in one form after the other until the service accepts
 * one: services differ, and mostly no setting says which form theirs wants.
 * @throws AppError TOKEN_REQUEST_FAILED with a `TokenRefusal` as `extra`, or any error of the guarded client
 */
export async function requestToken(
  web: WebClient,
  request: TokenRequest,
  { known = 'basic', form: only, timeoutMs = TOKEN_TIMEOUT_MS }: TokenRequestOptions = {},
): Promise<GivenToken> {
  const url = readRequestUrl(request.tokenUrl)
  const refusals: Refusal[] = []
  for (const form of only === undefined ? formsFor(request, known) : [only]) {
    const reply = await ask(web, request, { url, form, timeoutMs })
    if ('token' in reply) return { ...reply, form }
    refusals.push(reply)
    if (!mayBeForm(reply, request)) break
  }
  // A service that takes only one form calls the others incomplete, and only that one wrong.
  const told = refusals.find(({ status, error }) => error === 'invalid_client' || status === 401) ?? refusals[0]
  throw new AppError('TOKEN_REQUEST_FAILED', `${url.host} gave no token: ${told?.reason ?? ''}`, {
    extra: {
      help: 'Check Token URL, Client ID, Client Secret, Scope and the further parameters.',
      ...(told === undefined ? {} : { refusal: { error: told.error, retryAfter: told.retryAfter } }),
    } satisfies TokenRefusal & { readonly help: string },
  })
}

/** What a refused request tells the code that keeps tokens. */
export interface TokenRefusal {
  readonly refusal?: {
    /** The code of RFC 6749 5.2, such as `invalid_grant`. */
    readonly error: string | undefined
    /** The header `Retry-After`. */
    readonly retryAfter: string | undefined
  }
}

type Refusal = Exclude<TokenReply, { readonly token: string }>

function formsFor({ clientId, clientSecret }: TokenRequest, known: CredentialForm): Iterable<CredentialForm> {
  // A client without a secret only says its name.
  if (clientSecret === '') return ['body']
  const isSame = formEncoded(clientId) === clientId && formEncoded(clientSecret) === clientSecret
  // A user name in Basic has no colon, so such a Client ID cannot be sent as it is.
  return new Set(isSame || clientId.includes(':') ? [known, 'basic', 'body'] : [known, 'basic', 'basic-as-is', 'body'])
}

/** Errors that say nothing about the credentials. */
const otherErrors = new Set([
  'invalid_scope',
  'invalid_target',
  'unsupported_grant_type',
  'temporarily_unavailable',
  'server_error',
  'slow_down',
])

const otherStatuses = new Set([404, 405, 408, 429])

/** Whether the service may have refused the form of the credentials. Many call that by another name than the standard. */
function mayBeForm({ status, error }: Refusal, { grant }: TokenRequest): boolean {
  if (error !== undefined && otherErrors.has(error)) return false
  // The service knew the client, and refused the code, the refresh token or the password.
  if (error === 'invalid_grant' && grant !== undefined) return false
  if (status >= 200 && status <= 299) return error !== undefined
  return status >= 400 && status <= 499 && !otherStatuses.has(status)
}

async function ask(
  web: WebClient,
  request: TokenRequest,
  { url, form, timeoutMs }: { readonly url: URL; readonly form: CredentialForm; readonly timeoutMs: number },
): Promise<TokenReply> {
  const { clientId, clientSecret } = request
  const parameters = parametersOf(request)
  const headers: [string, string][] = [
    ['content-type', 'application/x-www-form-urlencoded'],
    ['accept', 'application/json'],
  ]
  if (form === 'body') {
    if (clientId !== '') parameters.append('client_id', clientId)
    if (clientSecret !== '') parameters.append('client_secret', clientSecret)
  } else {
    const pair = form === 'basic' ? [formEncoded(clientId), formEncoded(clientSecret)] : [clientId, clientSecret]
    headers.push(['authorization', `Basic ${Buffer.from(pair.join(':')).toString('base64')}`])
  }
  return readTokenReply(
    await web.request({
      method: 'POST',
      url: url.href,
      headers,
      body: parameters.toString(),
      timeoutMs,
      maxBytes: MAX_TOKEN_REPLY_BYTES,
      // A second token does no harm, but a code or a refresh token may be good for one request.
      isRepeatable: request.grant === undefined,
      // A redirect would send the credentials in the body to another address.
      maxRedirects: 0,
    }),
  )
}

const clientCredentials = { grant_type: 'client_credentials' }

function parametersOf(request: TokenRequest): URLSearchParams {
  const { scope, audience = '', resource = '', parameters = [], grant = clientCredentials } = request
  const named = [
    ['scope', scope.trim()],
    ['audience', audience.trim()],
    ['resource', resource.trim()],
  ] as const
  const given = [...named, ...parameters.map(({ key, value }) => [key.trim(), value] as const)]
  const body = new URLSearchParams(grant)
  for (const [name, value] of given) if (name !== '' && value !== '') body.append(name, value)
  return body
}

/** As a form encodes it (WHATWG), which leaves letters, digits and `* - . _` as they are. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
