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

/** A longer token request has failed for all its callers. */
const TOKEN_TIMEOUT_MS = 60_000

const MAX_TOKEN_REPLY_BYTES = 256 * 1024

/**
 * Requests an access token by the client credentials grant (RFC 6749 4.4). The credentials are first sent in the
 * Authorization header, and then in the body if the service rejects that: services differ, and no setting says which
 * form theirs accepts.
 * @throws AppError TOKEN_REQUEST_FAILED, or any error of the guarded client
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
    // The guard decides which addresses may be called. Internal services often have no certificate.
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
    // A second token does no harm.
    isRepeatable: true,
    // A redirect would send the credentials in the body to another address.
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

/** The service's own words, without any part of the request. */
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
