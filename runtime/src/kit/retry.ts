import type { Retry, RetryOutcome } from '@patchbay/shared/flow'
import type { RepeatPolicy } from '@patchbay/shared/nodes'
import { DAY_MS } from '@patchbay/shared/time'
import type { FailureAdvice } from './failure-advice.ts'
import type { StepResult } from './node.ts'

/** Outcomes that are retried unless the node says otherwise: those that are usually temporary. */
const usualOutcomes: readonly RetryOutcome[] = ['not-reached', 'timeout', 'busy', 'server-error']
const DEFAULT_LONGEST_SECONDS = 3_600
/** A longer pause than this is not waited for, even when the service asks for it. */
const LONGEST_ASKED_MS = DAY_MS

export interface FailedTry {
  readonly retry: Retry | undefined
  readonly policy: RepeatPolicy
  readonly result: StepResult
  /** Tries so far, this one included. */
  readonly tries: number
  /** From 0 up to 1, spreads the tries of many runs. */
  readonly random: number
}

/**
 * Milliseconds before the action is retried; undefined when it is not. An action that must not be done twice is
 * retried only if it certainly was not done, or the other side said that it failed.
 */
export function pauseBeforeNextTry({ retry, policy, result, tries, random }: FailedTry): number | undefined {
  if (retry === undefined || tries >= retry.attempts || result.error === undefined) return undefined
  const advice = result.retryAdvice ?? adviceByCode[result.error.code]
  if (advice === undefined || advice.isFinal === true || !(retry.on ?? usualOutcomes).includes(advice.outcome))
    return undefined
  if (policy === 'never' && !advice.isSure) return undefined
  const { afterMs = 0 } = advice
  return afterMs > LONGEST_ASKED_MS ? undefined : Math.max(afterMs, backoffMs(retry, tries, random))
}

function backoffMs(retry: Retry, tries: number, random: number): number {
  const growth = retry.growth === 'fixed' ? 1 : 2 ** (tries - 1)
  const seconds = Math.min(retry.backoffSeconds * growth, retry.maxBackoffSeconds ?? DEFAULT_LONGEST_SECONDS)
  return Math.round(seconds * 1000 * (0.75 + random / 2))
}

/** Advice by error code, for actions that give none. Failures that are missing here are permanent. */
const adviceByCode: Readonly<Record<string, FailureAdvice>> = {
  HOST_NOT_FOUND: { outcome: 'not-reached', isSure: true },
  TOKEN_REQUEST_FAILED: { outcome: 'not-reached', isSure: true },
  CONNECTION_FAILED: { outcome: 'not-reached', isSure: false },
  STORE_UNAVAILABLE: { outcome: 'not-reached', isSure: false },
  TIMEOUT: { outcome: 'timeout', isSure: false },
  RESPONSE_NOT_READABLE: { outcome: 'unreadable', isSure: false },
}
