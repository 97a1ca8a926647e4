import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@patchbay/shared/errors'
import type { AccountTokens, OAuthClient } from '../../kit/oauth.ts'
import { tokenWithin } from '../../platform/egress/oauth-tokens.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import type { SecretKey } from '../../platform/secrets/secret-key.ts'
import { connectionOf } from './connection-of.ts'
import { digestOf, type KeptToken, keptToken, openToken, outcomeOf } from './kept-token.ts'
import { GRANT_TIMEOUT_MS, requestGrant } from './request-grant.ts'
import { failureOutcome, isLost, noToken, type ReportLoss } from './token-failure.ts'
import type { AccountTokenRepository, StoredToken } from './token-repository.ts'

/** An account that gets tokens, and how. */
export interface OAuthAccount {
  readonly name: string
  readonly client: OAuthClient
}

export interface AccountTokensOptions {
  readonly tokens: AccountTokenRepository
  /** Undefined when the account has no tokens. @throws AppError ACCOUNT_NOT_FOUND */
  readonly oauthOf: (accountId: string) => Promise<OAuthAccount | undefined>
  readonly web: WebClient
  readonly key: SecretKey
  /** Hides the secrets of an account. */
  readonly hide: (accountId: string, text: string) => string
  readonly reportLoss: ReportLoss
  readonly now: () => Date
  /** Called with faults that no step waits for. */
  readonly onError: (error: unknown, about: object) => void
}

export interface KeptAccountTokens extends AccountTokens {
  /** Asks for the next token of an account, if it is due and no other process does. */
  renew(accountId: string): Promise<void>
  /** Called after accounts or their tokens have changed, by whichever process. */
  forget(): void
}

/** Longer than a request takes, in two forms of the credentials. A process that has died has it no longer than this. */
const CLAIM_SECONDS = (3 * GRANT_TIMEOUT_MS) / 1000
/** How often a process looks for the answer that another one is waiting for. */
const LOOK_EVERY_MS = 100
/** A service that refuses even a new token does not want another one. */
const REJECTED_AGAIN_MS = 30_000
/** A token is not used in its last seconds, because it could expire on the way. */
const MARGIN_MS = 5_000
/** Beyond this number, tokens are read from the database again. */
const MOST_KNOWN = 1_000

type Asked = { readonly rejected?: string | undefined; readonly isAhead?: boolean }

/**
 * The tokens of accounts. This process remembers them; the database has them sealed for all. Of all processes one asks the
 * service for the next token, by a claim on the row, and the others wait for what it gets.
 */
export function createAccountTokens(options: AccountTokensOptions): KeptAccountTokens {
  const { tokens, oauthOf, web, key, hide, reportLoss, now, onError } = options
  let known = new Map<string, KeptToken>()
  let underWay = new Map<string, Promise<KeptToken>>()

  function remember(accountId: string, kept: KeptToken): KeptToken {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(accountId, kept)
    return kept
  }

  const isUsable = ({ token, expiresAt, renewAt }: KeptToken, { rejected, isAhead = false }: Asked): boolean => {
    const time = now().getTime()
    if (token === rejected || (isAhead && renewAt !== null && renewAt.getTime() <= time)) return false
    return expiresAt === null || time < expiresAt.getTime() - MARGIN_MS
  }

  /** One request for all callers of this process that want the same. */
  function shared(accountId: string, asked: Asked): Promise<KeptToken> {
    const about = [accountId, asked.isAhead === true, asked.rejected].join(' ')
    const current = underWay
    const running = current.get(about) ?? obtain(accountId, asked).finally(() => current.delete(about))
    current.set(about, running)
    return running
  }

  async function obtain(accountId: string, asked: Asked): Promise<KeptToken> {
    const until = performance.now() + CLAIM_SECONDS * 1000
    do {
      const before = known
      const { revision, ...found } = await read(accountId, asked)
      const { account, row, kept } = found
      if (kept !== undefined && (isUsable(kept, asked) || isTheLast(account, row, kept, asked))) {
        return before === known ? remember(accountId, kept) : kept
      }
      refuseForNow(found)
      const claim = await tokens.claim(accountId, { revision, seconds: CLAIM_SECONDS })
      if (claim !== undefined) return ask({ accountId, ...found, claim, asked, before })
      await pause(LOOK_EVERY_MS)
    } while (performance.now() < until)
    throw new AppError('TIMEOUT', 'No token in time. Another process is waiting for the token service.')
  }

  async function read(accountId: string, { isAhead }: Asked = {}): Promise<Found & { readonly revision: number }> {
    const stored = await tokens.find(accountId)
    const { revision = 0 } = stored ?? {}
    const account = await oauthOf(accountId)
    const row = account !== undefined && stored?.client === digestOf(account.client) ? stored : undefined
    const kept = row === undefined ? undefined : openToken(key, row)
    // The token is one of other settings, or of another key: nothing renews it, and it would stay due for ever.
    if (isAhead === true && kept === undefined && (account === undefined || needsPerson(account))) {
      await tokens.unkeep(accountId, revision)
    }
    if (account === undefined) throw new AppError('INVALID_INPUT', 'The account has no tokens.')
    return { account, row, kept, revision }
  }

  /** A refused token stays: another was asked for just now, or only a person can get one. The step then fails. */
  function isTheLast(account: OAuthAccount, row: StoredToken | undefined, kept: KeptToken, { rejected }: Asked) {
    if (kept.token !== rejected || !isUsable(kept, {})) return false
    const isNew = now().getTime() < (row?.rejectedAt?.getTime() ?? 0) + REJECTED_AGAIN_MS
    return isNew || (needsPerson(account) && kept.refreshToken === undefined)
  }

  function refuseForNow({ account, row, kept }: Found): void {
    if (kept === undefined && needsPerson(account)) throw notConnected(account.name, row?.problem ?? '')
    if (row?.askAgainAt == null || row.askAgainAt <= now()) return
    throw new AppError('TOKEN_REQUEST_FAILED', row.problem ?? 'The token service gave no token.')
  }

  async function ask(asking: Asking): Promise<KeptToken> {
    const { accountId, account, kept, claim, asked, before } = asking
    const askedAt = now()
    const given = await requestGrant(web, account.client, kept).catch((thrown: unknown) => fail(asking, thrown))
    const next = keptToken(given, askedAt)
    const rejectedAt = asked.rejected === undefined ? {} : { rejectedAt: askedAt }
    // Stored before it is used: the service may have ended the refresh token of before.
    const isSettled = await surely(() =>
      tokens.settle(accountId, claim, {
        ...outcomeOf(key, { accountId, client: account.client, kept: next }),
        ...rejectedAt,
      }),
    )
    return isSettled && before === known ? remember(accountId, next) : next
  }

  /** Notes why there is no token, and reports an account that has lost its grant. Throws what the step gets. */
  async function fail({ accountId, account, row, claim }: Asking, thrown: unknown): Promise<never> {
    const failure = failureOutcome(thrown, account.client, now())
    const problem = hide(accountId, failure.problem ?? '')
    const fresh = row === undefined ? { client: digestOf(account.client), ...noToken } : {}
    const report = isLost(row?.state, failure.state)
      ? await reportLoss({ accountId, name: account.name, problem })
      : undefined
    const isSettled = await tokens.settle(accountId, claim, { ...fresh, ...failure, problem }, report?.enter)
    if (isSettled) report?.wake()
    // No step calls with a token that is known to be of no use.
    if (failure.state === 'withdrawn') known.delete(accountId)
    throw failure.state === 'withdrawn' ? notConnected(account.name, problem) : thrown
  }

  async function renew(accountId: string): Promise<void> {
    try {
      await shared(accountId, { isAhead: true })
    } catch (error) {
      // What the service said is on the page of the account; a fault of ours is not.
      if (!(error instanceof AppError) || error.code === 'INTERNAL') onError(error, { accountId })
    }
  }

  return {
    async token(accountId, { timeoutMs, signal, rejected }) {
      const held = known.get(accountId)
      if (held === undefined || !isUsable(held, { rejected })) {
        const { token } = await tokenWithin(shared(accountId, { rejected }), timeoutMs, signal)
        return token
      }
      if (!isUsable(held, { isAhead: true })) void renew(accountId)
      return held.token
    },
    async connection(accountId) {
      if ((await oauthOf(accountId)) === undefined) return undefined
      const { account, row, kept } = await read(accountId)
      return connectionOf(account.client, row, kept)
    },
    renew,
    forget() {
      known = new Map()
      underWay = new Map()
    },
  }
}

function needsPerson({ client }: OAuthAccount): boolean {
  return client.grant.type === 'authorization-code'
}

/** A token that is not stored may be the only one that the service still takes. */
async function surely<Value>(write: () => Promise<Value>): Promise<Value> {
  for (const waitMs of [100, 500, 2_000]) {
    try {
      return await write()
    } catch {
      await pause(waitMs)
    }
  }
  return write()
}

/** An account and its row. */
interface Found {
  readonly account: OAuthAccount
  /** Undefined: there is none of the present settings. */
  readonly row: StoredToken | undefined
  readonly kept: KeptToken | undefined
}

interface Asking extends Found {
  readonly accountId: string
  readonly claim: string
  readonly asked: Asked
  /** The remembered tokens at the time of reading: once they are forgotten, the account may have changed. */
  readonly before: ReadonlyMap<string, KeptToken>
}

function notConnected(name: string, problem: string): AppError {
  return new AppError('ACCOUNT_NOT_CONNECTED', `The account "${name}" is not connected. ${problem}`.trim(), {
    extra: { help: 'An administrator connects it under Accounts.' },
  })
}
