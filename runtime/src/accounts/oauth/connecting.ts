import { createHash, randomBytes } from 'node:crypto'
import type { FinishConnection, FinishedConnection } from '@patchbay/shared/api'
import { AppError, toAppError } from '@patchbay/shared/errors'
import { MINUTE_MS } from '@patchbay/shared/time'
import type { Kysely } from 'kysely'
import type { GivenAccess } from '../../kit/account.ts'
import type { OAuthClient } from '../../kit/oauth.ts'
import type { GivenToken } from '../../platform/egress/request-token.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import { openSealedText, sealText } from '../../platform/secrets/sealed-text.ts'
import type { SecretKey } from '../../platform/secrets/secret-key.ts'
import type { Tables } from '../../store/schema/tables.ts'
import type { OAuthAccount } from './account-tokens.ts'
import { digestOf, keptToken, outcomeOf } from './kept-token.ts'
import { requestCodeGrant } from './request-grant.ts'
import type { AccountTokenRepository } from './token-repository.ts'

/** Lets a person give an account access at its service (RFC 6749 4.1 with PKCE, RFC 7636). */
export interface Connecting {
  /**
   * Returns the address at which the person agrees. The way back is for this session, once, within ten minutes.
   * @throws AppError ACCOUNT_NOT_FOUND, INVALID_INPUT when no person connects the account
   */
  begin(accountId: string, from: { readonly sessionId: string; readonly redirectUri: string }): Promise<string>
  /**
   * Exchanges what the service sent the browser back with. What the service refuses is a `problem` of the answer.
   * @throws AppError BAD_REQUEST unless this session has begun it and is back in time, ACCOUNT_NOT_FOUND
   */
  finish(returned: FinishConnection, sessionId: string): Promise<FinishedConnection>
}

export interface ConnectingOptions {
  readonly kysely: Kysely<Tables>
  readonly tokens: Pick<AccountTokenRepository, 'put'>
  readonly oauthOf: (accountId: string) => Promise<OAuthAccount | undefined>
  readonly web: WebClient
  readonly key: SecretKey
  readonly hide: (accountId: string, text: string) => string
  /** Called after an account was connected. */
  readonly onConnected: () => void
  /** Has the service of the account say whether it takes it. Resolves with why it does not. */
  readonly admit?: (accountId: string, given: GivenAccess) => Promise<string | null>
  readonly now: () => Date
}

const LIFE_MS = 10 * MINUTE_MS

/** What finishes a connection. */
interface Begun {
  readonly verifier: string
  readonly redirectUri: string
  /** Of the settings that the person has agreed to. */
  readonly digest: string
}

export function createConnecting(options: ConnectingOptions): Connecting {
  const { kysely, tokens, oauthOf, web, key, hide, now } = options

  async function requireConnectable(accountId: string): Promise<OAuthClient> {
    const client = (await oauthOf(accountId))?.client
    if (client?.grant.type === 'authorization-code') return client
    throw new AppError('INVALID_INPUT', 'Nobody has to connect this account: it gets its tokens by itself.')
  }

  /** Each way back is good once. */
  async function take(state: string, sessionId: string) {
    const row = await kysely
      .deleteFrom('accountConnecting')
      .where('stateHash', '=', hashOf(state))
      .returningAll()
      .executeTakeFirst()
    if (row === undefined || row.sessionId !== sessionId || row.expiresAt <= now()) throw notBegunHere()
    const { accountId, stateHash } = row
    // Sealed by `begin`.
    return { accountId, begun: JSON.parse(openSealedText(key, row.sealed, bindingOf(accountId, stateHash))) as Begun }
  }

  return {
    async begin(accountId, { sessionId, redirectUri }) {
      const client = await requireConnectable(accountId)
      const [state, verifier] = [randomText(), randomText()]
      const stateHash = hashOf(state)
      const begun: Begun = { verifier, redirectUri, digest: digestOf(client) }
      const sealed = sealText(key, JSON.stringify(begun), bindingOf(accountId, stateHash))
      const expiresAt = new Date(now().getTime() + LIFE_MS)
      await kysely.deleteFrom('accountConnecting').where('expiresAt', '<=', now()).execute()
      await kysely
        .insertInto('accountConnecting')
        .values({ stateHash, accountId, sessionId, sealed, expiresAt })
        .execute()
      return authorizationUrl(client, { state, redirectUri, challenge: hashOf(verifier) })
    },
    async finish({ state, code = '', error }, sessionId) {
      const { accountId, begun } = await take(state, sessionId)
      const client = await requireConnectable(accountId)
      if (digestOf(client) !== begun.digest) return { accountId, problem: 'The account was changed meanwhile.' }
      if (error !== undefined || code === '') return { accountId, problem: sentenceOf(error ?? '') }
      let given: GivenToken
      try {
        const askedAt = now()
        given = await requestCodeGrant(web, client, { ...begun, code })
        const kept = keptToken(given, askedAt)
        await tokens.put(accountId, outcomeOf(key, { accountId, client, kept }))
      } catch (thrown) {
        const { code: reason, message } = toAppError(thrown)
        if (reason === 'INTERNAL') throw thrown
        return { accountId, problem: hide(accountId, message) }
      }
      options.onConnected()
      return {
        accountId,
        problem: (await options.admit?.(accountId, { ...given, members: { ...given.members, code } })) ?? null,
      }
    },
  }
}

function authorizationUrl(
  { grant, clientId, scope, audience }: OAuthClient,
  {
    state,
    redirectUri,
    challenge,
  }: { readonly state: string; readonly redirectUri: string; readonly challenge: string },
): string {
  const url = URL.parse(grant.type === 'authorization-code' ? grant.authorizationUrl : '')
  if (url === null) throw new AppError('INVALID_INPUT', 'Authorization URL is not an address.')
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    audience,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value)
  return url.href
}

/** The errors of RFC 6749 4.1.2.1, in words. Nothing of what came with them is shown. */
const sentences: Readonly<Record<string, string>> = {
  access_denied: 'Access was not granted at the service.',
  invalid_scope: 'The service does not know one of the scopes, or does not give it. Check Scope.',
  unauthorized_client: 'The service does not let this client ask for access. Check Client ID.',
  invalid_request: 'The service does not understand the request. Check Client ID, and the Redirect URL at the service.',
  unsupported_response_type: 'The service does not give access by an authorization code.',
  server_error: 'The service has a fault. Try again later.',
  temporarily_unavailable: 'The service has no time now. Try again later.',
}

function sentenceOf(error: string): string {
  return sentences[error] ?? 'The service gave no access, and no reason that is known.'
}

function notBegunHere(): AppError {
  const message = 'This way back is not good any more, or was begun in another session. Connect the account again.'
  return new AppError('BAD_REQUEST', message)
}

/** 32 random bytes. */
function randomText(): string {
  return randomBytes(32).toString('base64url')
}

/** As PKCE wants the challenge, and as the state is stored. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function bindingOf(accountId: string, stateHash: string): readonly unknown[] {
  return ['account connecting', accountId, stateHash]
}
