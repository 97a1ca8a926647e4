import { createHmac } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { equalText } from '../../../platform/constant-time.ts'
import type { WebhookAuth } from './signature-schemes.ts'
import type { WebhookHead } from './webhook-request.ts'

/** The answer to a service that only asks whether the address is ours. It starts no run. */
export interface HandshakeAnswer {
  readonly service: string
  /** Sent as JSON. */
  readonly json?: JsonObject
  /** Sent as plain text where there is no `json`. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Answers a question that is in the address or the headers alone, whatever the methods and the authentication of the
 * webhook say: such a question carries no credential. It reveals nothing and starts nothing. `verifyToken` is what
 * `hub.verify_token` has to be; empty: anything.
 */
export function answerBareHandshake(head: WebhookHead, verifyToken: string): HandshakeAnswer | undefined {
  const { method, headers } = head
  const [challenge, token, code, graph] = ['hub.challenge', 'hub.verify_token', 'challenge', 'validationToken'].map(
    (name) => textOf(head.query[name]),
  )
  if (method === 'HEAD') return { service: 'Trello' }
  const asking = headers['webhook-request-origin']
  if (method === 'OPTIONS' && asking !== undefined) {
    return { service: 'CloudEvents', headers: { 'webhook-allowed-origin': asking, 'webhook-allowed-rate': '*' } }
  }
  if (method === 'GET' && challenge !== undefined && isVerified(token, verifyToken)) {
    return { service: 'Meta, WebSub', text: challenge }
  }
  const okta = headers['x-okta-verification-challenge']
  if (method === 'GET' && okta !== undefined) return { service: 'Okta', json: { verification: okta } }
  if (method === 'GET' && code !== undefined && Object.keys(head.query).length === 1) {
    return { service: 'Dropbox', text: code }
  }
  if (method === 'POST' && graph !== undefined) return { service: 'Microsoft Graph', text: graph }
  const hookSecret = headers['x-hook-secret']
  if (method === 'POST' && hookSecret !== undefined) {
    return { service: 'Asana', json: {}, headers: { 'x-hook-secret': hookSecret } }
  }
  return undefined
}

/** Answers a question that is in the body. Called once the sender is known. */
export function answerHandshake({ headers }: WebhookHead, body: Json, auth: WebhookAuth): HandshakeAnswer | undefined {
  if (headers['x-github-event'] === 'ping') return { service: 'GitHub', json: {} }
  const single = Array.isArray(body) && body.length === 1 ? body[0] : body
  if (!isJsonObject(single)) return undefined
  const { type, event, challenge, payload, data, eventType } = single
  if (type === 'PING' && !('content' in single)) return { service: 'Gladly', json: {} }
  if (type === 'url_verification' && typeof challenge === 'string') return { service: 'Slack', json: { challenge } }
  if (typeof challenge === 'string' && Object.keys(single).length === 1)
    return { service: 'monday', json: { challenge } }
  if (auth.type === 'signature' && event === 'endpoint.url_validation' && isJsonObject(payload)) {
    const { plainToken } = payload
    // Only for a sender whose signature fits: whoever gets signatures of its own texts can forge requests.
    if (typeof plainToken !== 'string' || auth.scheme !== 'zoom' || auth.key === undefined) return undefined
    const encryptedToken = createHmac('sha256', auth.key).update(plainToken).digest('hex')
    return { service: 'Zoom', json: { plainToken, encryptedToken } }
  }
  if (eventType === 'Microsoft.EventGrid.SubscriptionValidationEvent' && isJsonObject(data)) {
    const { validationCode } = data
    if (typeof validationCode === 'string') {
      return { service: 'Azure Event Grid', json: { validationResponse: validationCode } }
    }
  }
  return undefined
}

function isVerified(given: string | undefined, expected: string): boolean {
  return expected === '' || (given !== undefined && equalText(given, expected))
}

/** A parameter that was given once, up to the length that a challenge may have. */
function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1_000 ? value : undefined
}
