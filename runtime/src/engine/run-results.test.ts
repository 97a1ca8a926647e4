import { describe, expect, it } from 'vitest'
import type { RunOutcome } from './active-run.ts'
import { createRunResults } from './run-results.ts'

const outcome: RunOutcome = { runId: 'a', status: 'succeeded', result: { x: 1 }, error: null }
const long = 60_000

/** All runs are in hand, so none is looked up. */
function create() {
  return createRunResults({ outcome: () => Promise.reject(new Error('It is in hand.')) }, () => true)
}

/** Somebody who can go away, and how many are subscribed to that. */
function createVisitor() {
  const subscribed = new Set<() => void>()
  return {
    subscribed,
    onGone: (giveUp: () => void) => {
      subscribed.add(giveUp)
      return () => void subscribed.delete(giveUp)
    },
    leave: () => {
      for (const giveUp of subscribed) giveUp()
    },
  }
}

describe('who waits for the end of a run', () => {
  it('is told, and so is everybody else who waits for it', async () => {
    const results = create()
    const waiting = [results.wait('a', long), results.wait('a', long)]
    results.answer({ ...outcome, runId: 'b' })
    results.answer(outcome)
    expect(await Promise.all(waiting)).toEqual([outcome, outcome])
  })

  it('is told nothing once gone, while others wait on', async () => {
    const results = create()
    const visitor = createVisitor()
    const gone = results.wait('a', long, visitor.onGone)
    const stays = results.wait('a', long)
    visitor.leave()
    expect(await gone).toBeNull()
    results.answer(outcome)
    expect(await stays).toEqual(outcome)
  })

  it('is not listened for any longer once the answer is there', async () => {
    const results = create()
    const visitor = createVisitor()
    const waiting = results.wait('a', long, visitor.onGone)
    expect(visitor.subscribed.size).toBe(1)
    results.answer(outcome)
    await waiting
    expect(visitor.subscribed.size).toBe(0)
  })

  it('is sent away when all are, or when the time is up', async () => {
    const results = create()
    const waiting = [results.wait('a', long), results.wait('b', long)]
    results.giveUpAll()
    expect(await Promise.all(waiting)).toEqual([null, null])
    expect(await results.wait('a', 1)).toBeNull()
  })
})
