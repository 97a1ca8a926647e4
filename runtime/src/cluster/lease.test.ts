import { describe, expect, it } from 'vitest'
import { timings } from '../platform/timings.ts'
import { createLease } from './lease.ts'

function leaseAt() {
  let now = 0
  const lease = createLease(timings, () => now)
  let losses = 0
  lease.onLost(() => {
    losses += 1
  })
  return {
    lease,
    losses: () => losses,
    at(time: number) {
      now = time
      return lease
    },
  }
}

describe('a lease', () => {
  it('is held while heartbeats arrive, counted from when they were sent', () => {
    const { at, losses } = leaseAt()
    at(3_000).renew(0)
    expect(at(13_999).isHeld()).toBe(true)
    expect(at(14_000).isHeld()).toBe(false)
    expect(() => at(14_000).require()).toThrow('another process')
    expect(losses()).toBe(1)
  })

  it('tells of each loss once and is held again after a heartbeat', () => {
    const { at, losses } = leaseAt()
    at(0).renew(0)
    at(20_000).isHeld()
    at(21_000).isHeld()
    at(22_000).renew(22_000)
    expect(at(22_500).isHeld()).toBe(true)
    expect(losses()).toBe(1)
    at(40_000).isHeld()
    expect(losses()).toBe(2)
  })

  it('notices an unchecked loss when the next heartbeat arrives', () => {
    const { at, losses } = leaseAt()
    at(0).renew(0)
    at(60_000).renew(60_000)
    expect(losses()).toBe(1)
  })

  it('of a silent process ends before others take its runs', () => {
    const { at } = leaseAt()
    at(0).renew(0)
    expect(at(timings.deadAfterMs).isHeld()).toBe(false)
    // A second in between allows for a clock that runs fast, and for a call that is just being sent.
    expect(timings.deadAfterMs - timings.leaseMs).toBeGreaterThanOrEqual(1_000)
  })

  it('is not won back by an answer that was very long in coming', () => {
    const { at } = leaseAt()
    at(0).renew(0)
    at(30_000).renew(5_000)
    expect(at(30_000).isHeld()).toBe(false)
  })
})

describe('judging other processes', () => {
  it('is allowed at the start', () => {
    expect(leaseAt().lease.mayJudge()).toBe(true)
  })

  it('waits for 15 s of heartbeats after the database was out of reach', () => {
    const { at } = leaseAt()
    at(0).renew(0)
    at(5_000).miss()
    expect(at(5_000).mayJudge()).toBe(false)
    at(9_000).renew(9_000)
    at(14_000).renew(14_000)
    expect(at(23_999).mayJudge()).toBe(false)
    expect(at(24_000).mayJudge()).toBe(true)
  })

  it('waits also after a freeze in which nothing failed', () => {
    const { at } = leaseAt()
    at(0).renew(0)
    at(60_000).renew(60_000)
    expect(at(60_000).mayJudge()).toBe(false)
    expect(at(75_000).mayJudge()).toBe(true)
  })
})
