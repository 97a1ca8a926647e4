import { describe, expect, it } from 'vitest'
import { timings, timingsWith } from './timings.ts'

describe('the times of the product', () => {
  it('are safe', () => {
    expect(timingsWith({})).toEqual(timings)
  })

  it('are those that the guarantees promise', () => {
    expect(timings).toMatchObject({ heartbeatMs: 5_000, leaseMs: 14_000, deadAfterMs: 15_000, sweepMs: 5_000 })
  })
})

describe('changed times', () => {
  it.each([
    ['the lease outlasts death', { leaseMs: 15_000 }, 'before others take them'],
    ['storing is tried for longer than death takes', { writeRetriesMs: [8_000, 8_000] }, 'give up storing'],
    ['one lost heartbeat ends the lease', { leaseMs: 9_000 }, 'must outlast a heartbeat'],
    ['others have no time for a heartbeat', { patienceMs: 5_000 }, 'must have time for a heartbeat'],
    ['a wait falls between sweep and alarm', { sweepMs: 10_000 }, 'too late for an alarm'],
    ['a process is forgotten before it is heard of', { goneAfterMs: 5_000 }, 'before it is forgotten'],
  ])('are refused when %s', (_, changes, sentence) => {
    expect(() => timingsWith(changes)).toThrow(sentence)
  })
})
