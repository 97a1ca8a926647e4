import { createHash } from 'node:crypto'
import type { OAuthClient } from '../../kit/oauth.ts'
import type { CredentialForm, GivenToken } from '../../platform/egress/request-token.ts'
import { openSealedText, sealText } from '../../platform/secrets/sealed-text.ts'
import type { SecretKey } from '../../platform/secrets/secret-key.ts'
import type { StoredToken, TokenOutcome } from './token-repository.ts'

/** A token of an account in plain text. Never log it. */
export interface KeptToken {
  readonly token: string
  readonly refreshToken: string | undefined
  readonly form: CredentialForm
  /** Null: until the service refuses it. */
  readonly expiresAt: Date | null
  /** From then on the next one is asked for. */
  readonly renewAt: Date | null
}

/** A token is renewed so long before its end, or in the last quarter of a short life. */
const AHEAD_MS = 120_000

/**
 * Digest of what a token was asked for with. A token of other settings is not used; what a person has agreed to does not
 * end with a new client secret.
 */
export function digestOf({ grant, tokenUrl, clientId, clientSecret, scope, audience, origins }: OAuthClient): string {
  const secret = grant.type === 'authorization-code' ? null : clientSecret
  const settings = JSON.stringify([grant, tokenUrl, clientId, secret, scope, audience, origins])
  return createHash('sha256').update(settings).digest('base64')
}

export function keptToken(given: GivenToken, askedAt: Date): KeptToken {
  const { token, refreshToken, form, lifeMs } = given
  const after = (ms: number) => (lifeMs === undefined ? null : new Date(askedAt.getTime() + ms))
  const life = lifeMs ?? 0
  return { token, refreshToken, form, expiresAt: after(life), renewAt: after(life - Math.min(AHEAD_MS, life / 4)) }
}

/** The row of a token that has just been given. */
export function outcomeOf(
  key: SecretKey,
  { accountId, client, kept }: { readonly accountId: string; readonly client: OAuthClient; readonly kept: KeptToken },
): TokenOutcome {
  const { token, refreshToken, form, expiresAt, renewAt } = kept
  const isKept = client.grant.type === 'authorization-code'
  const digest = digestOf(client)
  return {
    client: digest,
    sealed: sealText(key, JSON.stringify({ token, refreshToken, form }), bindingOf(accountId, digest)),
    state: 'connected',
    expiresAt,
    // Nothing is left to ask with: people hear of it when the token ends.
    renewAt: isKept && refreshToken === undefined ? expiresAt : renewAt,
    isKept,
    problem: null,
    askAgainAt: null,
  }
}

/** The token of a row. Undefined when it has none, or one that this server cannot read. */
export function openToken(key: SecretKey, row: StoredToken): KeptToken | undefined {
  if (row.sealed === null) return undefined
  try {
    // Written by `outcomeOf`.
    const sealed = JSON.parse(openSealedText(key, row.sealed, bindingOf(row.accountId, row.client))) as Pick<
      KeptToken,
      'token' | 'refreshToken' | 'form'
    >
    return { ...sealed, refreshToken: sealed.refreshToken, expiresAt: row.expiresAt, renewAt: row.renewAt }
  } catch {
    // With another key the token is of no use, and another one can be had.
    return undefined
  }
}

function bindingOf(accountId: string, digest: string): readonly unknown[] {
  return ['account token', accountId, digest]
}
