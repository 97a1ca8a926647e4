import { AppError } from '@patchbay/shared/errors'
import {
  type AuthorizationServer,
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
  ResponseBodyError,
  type TokenEndpointResponse,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi'
import type { TokenRequest } from './oauth-tokens.ts'
import { readRequestUrl } from './request-url.ts'
import type { WebClient } from './web-client.ts'

/** A token request that takes longer has failed, whoever waits for it. */
const TOKEN_TIMEOUT_MS = 60_000

const MAX_TOKEN_REPLY_BYTES = 256 * 1024

/**
 * Asks for an access token by the client credentials grant (RFC 6749 4.4). The credentials go into the
 * Authorization header first; a service that does not know them so is asked again with them in the body, as
 * services differ and nothing in the settings says which way theirs takes.
 * @throws AppError TOKEN_REQUEST_FAILED, or what the guarded client throws.
 */
export async function requestToken(
  web: WebClient,
  request: TokenRequest,
): Promise<{ readonly token: string; readonly lifeMs: number | undefined }> {
  const url = readRequestUrl(request.tokenUrl)
  try {
    const reply = await askBothWays(web, request, url)
    const { access_token: token, expires_in: seconds } = reply
    return { token, lifeMs: seconds === undefined ? undefined : seconds * 1000 }
  } catch (thrown) {
    throw toTokenFailure(thrown, url.host)
  }
}

async function askBothWays(web: WebClient, request: TokenRequest, url: URL): Promise<TokenEndpointResponse> {
  try {
    return await ask(web, request, url, ClientSecretBasic(request.clientSecret))
  } catch (thrown) {
    if (!isClientUnknown(thrown)) throw thrown
    return await ask(web, request, url, ClientSecretPost(request.clientSecret))
  }
}

async function ask(web: WebClient, request: TokenRequest, url: URL, auth: ClientAuth): Promise<TokenEndpointResponse> {
  const server: AuthorizationServer = { issuer: url.origin, token_endpoint: url.href }
  const client = { client_id: request.clientId }
  const parameters = new URLSearchParams(request.scope.trim() === '' ? {} : { scope: request.scope.trim() })
  const response = await clientCredentialsGrantRequest(server, client, auth, parameters, {
    // The guard decides what may be called; services inside a company often have no certificate.
    [allowInsecureRequests]: true,
    [customFetch]: (href, { method, headers, body }) =>
      fetchGuarded(web, { method, href, headers, body: String(body ?? '') }),
  })
  return processClientCredentialsResponse(server, client, response)
}

async function fetchGuarded(
  web: WebClient,
  request: {
    readonly method: string
    readonly href: string
    readonly headers: Record<string, string>
    readonly body: string
  },
): Promise<Response> {
  const reply = await web.request({
    method: request.method,
    url: request.href,
    headers: Object.entries(request.headers),
    body: request.body,
    timeoutMs: TOKEN_TIMEOUT_MS,
    maxBytes: MAX_TOKEN_REPLY_BYTES,
    // A redirect would carry the credentials in the body to wherever it points.
    followRedirects: false,
  })
  const { statusCode: status, statusText, headers, text } = reply
  const isBodiless = status === 204 || status === 205 || status === 304
  const kept = headers.filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
  return new Response(isBodiless ? null : text, {
    status,
    statusText,
    headers: kept.map(([name, value]) => [name, value]),
  })
}

function isClientUnknown(thrown: unknown): boolean {
  if (thrown instanceof WWWAuthenticateChallengeError) return true
  return thrown instanceof ResponseBodyError && (thrown.error === 'invalid_client' || thrown.status === 401)
}

function toTokenFailure(thrown: unknown, host: string): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('TOKEN_REQUEST_FAILED', `${host} gave no token: ${reasonOf(thrown)}`, {
    cause: thrown,
    extra: { help: 'Check Token URL, Client ID, Client Secret and Scope.' },
  })
}

/** What the service said, never what was sent. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof ResponseBodyError) {
    const { error, error_description: description, status } = thrown
    return `${status} ${error}${description === undefined ? '' : ` (${description.slice(0, 200)})`}`
  }
  if (thrown instanceof WWWAuthenticateChallengeError) return `${thrown.status}, the credentials were not accepted`
  const cause: unknown = thrown instanceof Error ? thrown.cause : undefined
  if (cause instanceof Response) return `it answered ${cause.status}`
  return 'its reply is not one of OAuth 2.0'
}
