import { AppError } from '@patchbay/shared/errors'
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
  readonly lifeMs: number | undefined
  /** The form that the service accepted. */
  readonly form: CredentialForm
}

/**
 * Requests an access token by the client credentials grant (RFC 6749 4.4). The credentials are sent in one form after
 * the other until the service accepts one: services differ, and no setting says which form theirs wants.
 * @param known the form that this service accepted before, which is tried first
 * @throws AppError TOKEN_REQUEST_FAILED, or any error of the guarded client
 */
export async function requestToken(
  web: WebClient,
  request: TokenRequest,
  known: CredentialForm = 'basic',
): Promise<GivenToken> {
  const url = readRequestUrl(request.tokenUrl)
  const refusals: Refusal[] = []
  for (const form of new Set([known, ...formsFor(request)])) {
    const reply = await ask(web, request, { url, form })
    if ('token' in reply) return { ...reply, form }
    refusals.push(reply)
    if (!mayBeForm(reply)) break
  }
  // A service that takes only one form calls the others incomplete, and only that one wrong.
  const told = refusals.find(({ status, error }) => error === 'invalid_client' || status === 401) ?? refusals[0]
  throw new AppError('TOKEN_REQUEST_FAILED', `${url.host} gave no token: ${told?.reason ?? ''}`, {
    extra: { help: 'Check Token URL, Client ID, Client Secret, Scope and the further parameters.' },
  })
}

type Refusal = Exclude<TokenReply, { readonly token: string }>

/** A user name in Basic has no colon, so such a Client ID cannot be sent as it is. */
function formsFor({ clientId, clientSecret }: TokenRequest): readonly CredentialForm[] {
  const isSame = formEncoded(clientId) === clientId && formEncoded(clientSecret) === clientSecret
  return isSame || clientId.includes(':') ? ['basic', 'body'] : ['basic', 'basic-as-is', 'body']
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
function mayBeForm({ status, error }: Refusal): boolean {
  if (error !== undefined && otherErrors.has(error)) return false
  if (status >= 200 && status <= 299) return error !== undefined
  return status >= 400 && status <= 499 && !otherStatuses.has(status)
}

async function ask(
  web: WebClient,
  request: TokenRequest,
  { url, form }: { readonly url: URL; readonly form: CredentialForm },
): Promise<TokenReply> {
  const { clientId, clientSecret } = request
  const parameters = parametersOf(request)
  const headers: [string, string][] = [
    ['content-type', 'application/x-www-form-urlencoded'],
    ['accept', 'application/json'],
  ]
  if (form === 'body') {
    parameters.append('client_id', clientId)
    parameters.append('client_secret', clientSecret)
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
      timeoutMs: TOKEN_TIMEOUT_MS,
      maxBytes: MAX_TOKEN_REPLY_BYTES,
      // A second token does no harm.
      isRepeatable: true,
      // A redirect would send the credentials in the body to another address.
      maxRedirects: 0,
    }),
  )
}

function parametersOf({ scope, audience = '', resource = '', parameters = [] }: TokenRequest): URLSearchParams {
  const named = [
    ['scope', scope.trim()],
    ['audience', audience.trim()],
    ['resource', resource.trim()],
  ] as const
  const given = [...named, ...parameters.map(({ key, value }) => [key.trim(), value] as const)]
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  for (const [name, value] of given) if (name !== '' && value !== '') body.append(name, value)
  return body
}

/** As a form encodes it (WHATWG), which leaves letters, digits and `* - . _` as they are. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
