import { describe, expect, it } from 'vitest'
import type { CallerAnswer } from '../kit/caller-answer.ts'
import type { RunOutcome } from './active-run.ts'
import { createRunResults } from './run-results.ts'

const outcome: RunOutcome = { runId: 'a', status: 'succeeded', result: { x: 1 }, error: null }
const long = 60_000

/** All runs are in hand, so none is looked up. */
function create(answerOf: (runId: string) => CallerAnswer | null = () => null) {
  const never = () => Promise.reject(new Error('It is in hand.'))
  return createRunResults({ runs: { outcome: never }, storedAnswer: never, isOwned: () => true, answerOf })
}

const answer: CallerAnswer = { status: 200, contentType: 'text/plain', headers: {}, body: 'Hello' }

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
    const gone = results.wait('a', long, { onGone: visitor.onGone })
    const stays = results.wait('a', long)
    visitor.leave()
    expect(await gone).toBeNull()
    results.answer(outcome)
    expect(await stays).toEqual(outcome)
  })

  it('is not listened for any longer once the answer is there', async () => {
    const results = create()
    const visitor = createVisitor()
    const waiting = results.wait('a', long, { onGone: visitor.onGone })
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

describe('who waits for an answer of a run', () => {
  it('gets it, and who waits for the end alone does not', async () => {
    const results = create()
    const any = results.wait('a', long, { for: 'any' })
    const end = results.wait('a', long)
    results.answered('a', answer)
    expect(await any).toMatchObject({ runId: 'a', answer })
    results.answer(outcome)
    expect(await end).toEqual(outcome)
  })

  it('gets one that was given before', async () => {
    expect(await create(() => answer).wait('a', long, { for: 'answer' })).toMatchObject({ answer })
  })

  it('waits on when the run parks, if the flow lets it wait', async () => {
    const results = create()
    const any = results.wait('a', long, { for: 'any' })
    const stays = results.wait('a', long, { for: 'answer' })
    results.giveUp('a')
    expect(await any).toBeNull()
    results.answered('a', answer)
    expect(await stays).toMatchObject({ answer })
  })

  it('is told the end of a run that gives none', async () => {
    const results = create()
    const waiting = results.wait('a', long, { for: 'answer' })
    results.answer(outcome)
    expect(await waiting).toEqual(outcome)
  })

  it('finds both in the database for a run of another process', async () => {
    const row = { id: 'a', flowId: 'f', status: 'waiting' as const, result: null, error: null, finishedAt: null }
    let stored: CallerAnswer | undefined
    const results = createRunResults({
      runs: { outcome: async () => row },
      storedAnswer: async () => stored,
      isOwned: () => false,
      answerOf: () => null,
    })
    expect(await results.wait('a', long)).toBeNull()
    const waiting = results.wait('a', long, { for: 'answer' })
    await results.lookUp(['a'])
    stored = answer
    await results.lookUp(['a'])
    expect(await waiting).toMatchObject({ answer })
  })

  it('asks the database for no run that this process executes', async () => {
    const asked: string[] = []
    const results = createRunResults({
      runs: {
        async outcome(id) {
          asked.push(id)
          return { id, flowId: 'f', status: 'running', result: null, error: null, finishedAt: null }
        },
      },
      storedAnswer: async () => undefined,
      isOwned: (runId) => runId === 'here',
      answerOf: () => null,
    })
    results.expect('here', long)
    results.expect('elsewhere', long)
    await results.lookUp()
    expect(asked).toEqual(['elsewhere'])
    results.giveUpAll()
  })
})
