import { describe, expect, it } from 'vitest'
import type { FailureAdvice } from './failure-advice.ts'
import type { StepResult } from './node.ts'
import { type FailedTry, pauseBeforeNextTry } from './retry.ts'

const retry = { attempts: 4, backoffSeconds: 2 }

function failed(code: string, retryAdvice?: FailureAdvice): StepResult {
  return { exit: 'failure', error: { code, message: 'No.' }, ...(retryAdvice === undefined ? {} : { retryAdvice }) }
}

function pause(change: Partial<FailedTry>): number | undefined {
  const base: FailedTry = { retry, policy: 'safe', result: failed('TIMEOUT'), tries: 1, random: 0.5 }
  return pauseBeforeNextTry({ ...base, ...change })
}

const busy = (afterMs?: number): FailureAdvice => ({
  outcome: 'busy',
  isSure: true,
  ...(afterMs === undefined ? {} : { afterMs }),
})

describe('the pause before another try', () => {
  it('doubles, give or take a quarter, up to the longest', () => {
    expect([1, 2, 3].map((tries) => pause({ tries }))).toEqual([2_000, 4_000, 8_000])
    expect([0, 0.999].map((random) => pause({ random }))).toEqual([1_500, 2_499])
    expect(pause({ tries: 3, retry: { ...retry, maxBackoffSeconds: 5 } })).toBe(5_000)
    expect(pause({ tries: 3, retry: { ...retry, growth: 'fixed' } })).toBe(2_000)
    expect(pause({ tries: 19, retry: { attempts: 20, backoffSeconds: 60 } })).toBe(3_600_000)
  })

  it('is at least what the service asks for', () => {
    expect(pause({ result: failed('HTTP_STATUS', busy(30_000)) })).toBe(30_000)
    expect(pause({ result: failed('HTTP_STATUS', busy(500)) })).toBe(2_000)
    expect(pause({ result: failed('HTTP_STATUS', busy(90_000_000)) })).toBeUndefined()
  })
})

describe('an action is not tried again', () => {
  it('without settings, after the last try, or when it went well', () => {
    expect(pause({ retry: undefined })).toBeUndefined()
    expect(pause({ tries: 4 })).toBeUndefined()
    expect(pause({ result: { exit: 'failure' } })).toBeUndefined()
  })

  it('for failures that would only happen again, or that the node does not name', () => {
    for (const code of ['HTTP_STATUS', 'INVALID_VALUE', 'EGRESS_REFUSED', 'OUTCOME_UNKNOWN', 'MESSAGE_REFUSED']) {
      expect(pause({ result: failed(code) }), code).toBeUndefined()
    }
    expect(pause({ result: failed('RESPONSE_NOT_READABLE') })).toBeUndefined()
    expect(pause({ result: failed('RESPONSE_NOT_READABLE'), retry: { ...retry, on: ['unreadable'] } })).toBe(2_000)
    expect(pause({ retry: { ...retry, on: ['busy'] } })).toBeUndefined()
  })

  it('when it has tried again by itself', () => {
    expect(pause({ result: failed('TIMEOUT', { outcome: 'timeout', isSure: true, isFinal: true }) })).toBeUndefined()
  })

  it('when it must not be done twice and may have been done', () => {
    const policy = 'never'
    for (const code of ['TIMEOUT', 'CONNECTION_FAILED']) expect(pause({ policy, result: failed(code) })).toBeUndefined()
    expect(pause({ policy, result: failed('HOST_NOT_FOUND') })).toBe(2_000)
    expect(pause({ policy, result: failed('HTTP_STATUS', busy()) })).toBe(2_000)
    const unsure: FailureAdvice = { outcome: 'server-error', isSure: false }
    expect(pause({ policy, result: failed('HTTP_STATUS', unsure) })).toBeUndefined()
    expect(pause({ policy: 'keyed', result: failed('HTTP_STATUS', unsure) })).toBe(2_000)
  })
})
