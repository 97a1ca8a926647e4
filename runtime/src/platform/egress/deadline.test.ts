import { AppError } from '@patchbay/shared/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bytesAfterQuickCollections, collectGarbage } from '../../../test/helpers/collect-garbage.ts'
import { startDeadline } from './deadline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the deadline of a call', () => {
  it('tells the latest listener once when the time is up, and later ones at once', () => {
    const told: string[] = []
    const deadline = startDeadline({ timeoutMs: 1_000 })
    deadline.onPassed(() => told.push('first'))
    deadline.onPassed(({ code }) => told.push(code))
    vi.advanceTimersByTime(1_000)
    vi.advanceTimersByTime(1_000)
    deadline.onPassed(() => told.push('late'))
    expect(told).toEqual(['TIMEOUT', 'late'])
  })

  it('advises nothing that only some callers can do', () => {
    let help: unknown
    startDeadline({ timeoutMs: 1_000 }).onPassed(({ extra }) => {
      help = extra.help
    })
    vi.advanceTimersByTime(1_000)
    expect(help).toBe('Ask the operator of the service why it is slow.')
  })

  it('is silent and holds nobody once it was stopped', () => {
    const told: string[] = []
    const caller = new AbortController()
    const deadline = startDeadline({ timeoutMs: 1_000, signal: caller.signal })
    deadline.onPassed(() => told.push('passed'))
    deadline.stop()
    caller.abort(new AppError('CANCELLED', 'Enough.'))
    vi.advanceTimersByTime(2_000)
    expect(told).toEqual([])
  })
  it('leaves nothing behind that a quick collection does not find', () => {
    const call = () => {
      const { signal } = new AbortController()
      startDeadline({ timeoutMs: 1_000, signal: Object.assign(signal, { weight: new ArrayBuffer(16_384) }) }).stop()
    }
    call()
    collectGarbage({ type: 'major' })
    const before = bytesAfterQuickCollections()
    for (let count = 0; count < 400; count += 1) call()
    expect(bytesAfterQuickCollections() - before).toBeLessThan(100 * 16_384)
  })
})
