import { toAppError } from '@patchbay/shared/errors'
import type { Transaction } from 'kysely'
import type { OAuthClient } from '../../kit/oauth.ts'
import { retryAfterMs } from '../../kit/retry-after.ts'
import type { Tables, TokenState } from '../../store/schema/tables.ts'
import { refusalOf } from './request-grant.ts'
import type { TokenOutcome } from './token-repository.ts'

/** An account whose tokens have ended for good, or whose client the service no longer accepts. */
export interface LostAccount {
  readonly accountId: string
  readonly name: string
  /** Why, as a sentence without secrets. */
  readonly problem: string
}

/** Prepares to tell people that an account was lost. */
export type ReportLoss = (lost: LostAccount) => Promise<LossReport>

export interface LossReport {
  /** Enters the report with the state of the account, so that of all processes one reports it. */
  enter(transaction: Transaction<Tables>): Promise<void>
  /** Called after the commit. */
  wake(): void
}

/** The columns of an account without a token. */
export const noToken = { sealed: null, expiresAt: null, renewAt: null, isKept: false } as const

/** A service that refuses the client, or the password, is not asked again so soon: it may count the attempts. */
const REFUSED_MS = 60_000
const FAILING_MS = 5_000
const LONGEST_ASKED_MS = 600_000

const refusals = new Set(['invalid_client', 'invalid_grant', 'unauthorized_client'])

/** The row after a request that gave no token. */
export function failureOutcome(thrown: unknown, { grant }: OAuthClient, now: Date): TokenOutcome {
  const { message, code } = toAppError(thrown)
  const refusal = refusalOf(thrown)
  const later = (ms: number) => new Date(now.getTime() + ms)
  const isWithdrawn =
    code === 'ACCOUNT_NOT_CONNECTED' || (grant.type === 'authorization-code' && refusal?.error === 'invalid_grant')
  if (isWithdrawn) return { ...noToken, state: 'withdrawn', problem: message, askAgainAt: null }
  const own = grant.type === 'extension' ? grant.refusals : []
  if (refusal?.error !== undefined && (refusals.has(refusal.error) || own.includes(refusal.error))) {
    return { state: 'refused', problem: message, askAgainAt: later(REFUSED_MS) }
  }
  const asked = refusal?.retryAfter === undefined ? undefined : [['retry-after', refusal.retryAfter] as const]
  const waitMs = (asked && retryAfterMs(asked, now)) ?? FAILING_MS
  return { state: 'failing', problem: message, askAgainAt: later(Math.min(waitMs, LONGEST_ASKED_MS)) }
}

/** True when an account that had a token has lost what it gets tokens with. */
export function isLost(before: TokenState | undefined, after: TokenState): boolean {
  const had = before === 'connected' || before === 'failing'
  return had && (after === 'withdrawn' || after === 'refused')
}
