import { AppError } from '@patchbay/shared/errors'
import { describe, expect, it } from 'vitest'
import type { FoundOutcome, StepResult } from '../kit/node.ts'
import { askOtherSide } from './ask-other-side.ts'

const done: StepResult = { exit: 'success', outputs: {} }
const { signal } = new AbortController()

/** Asks somebody who gives these answers in turn, the last one for ever, each at its time. */
async function ask(answers: readonly (readonly [atMs: number, answer: FoundOutcome | Error])[]) {
  let asked = 0
  let at = 0
  const clock = () => at
  const next = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)]
    if (answer === undefined) throw new Error('There are answers.')
    asked += 1
    at = answers[Math.min(asked, answers.length - 1)]?.[0] ?? at
    if (answer[1] instanceof Error) throw answer[1]
    return answer[1]
  }
  return { found: await askOtherSide({ ask: next, signal, clock }), asked }
}

describe('asking what became of an action before a crash', () => {
  it('takes the result that the other side tells', async () => {
    expect(await ask([[0, { kind: 'done', result: done }]])).toEqual({ found: done, asked: 1 })
  })

  it('believes "not done" only once the request of the dead process must have ended', async () => {
    const notDone: FoundOutcome = { kind: 'not-done', settledAfterMs: 1_000 }
    const answers = [
      [0, notDone],
      [999, notDone],
      [1_000, notDone],
    ] as const
    expect(await ask(answers)).toEqual({ found: 'not-done', asked: 3 })
  })

  it('takes the result that comes while it waits for the request to end', async () => {
    const answers = [
      [0, { kind: 'not-done', settledAfterMs: 1_000 }],
      [500, { kind: 'done', result: done }],
    ] as const
    expect(await ask(answers)).toEqual({ found: done, asked: 2 })
  })

  it('asks again while the other side cannot say, and gives up after half a minute', async () => {
    const unclear: FoundOutcome = { kind: 'unknown', isFinal: false }
    const answers = [
      [0, unclear],
      [29_999, unclear],
      [30_000, unclear],
    ] as const
    expect(await ask(answers)).toEqual({ found: undefined, asked: 3 })
  })

  it('takes a question that does not arrive for no answer, and asks again', async () => {
    const notReached = new AppError('HOST_NOT_FOUND', 'There is no such host.')
    expect(
      await ask([
        [0, notReached],
        [500, { kind: 'done', result: done }],
      ]),
    ).toEqual({ found: done, asked: 2 })
    expect(
      await ask([
        [0, notReached],
        [30_000, notReached],
      ]),
    ).toEqual({ found: undefined, asked: 2 })
    await expect(ask([[0, new TypeError('A fault of ours.')]])).rejects.toThrow('A fault of ours.')
  })

  it('gives up at once where nobody can be asked', async () => {
    expect(await ask([[0, { kind: 'unknown', isFinal: true }]])).toEqual({ found: undefined, asked: 1 })
  })

  it('stops with the process', async () => {
    const stopping = new AbortController()
    const question = { ask: async (): Promise<FoundOutcome> => ({ kind: 'unknown', isFinal: false }) }
    const asking = askOtherSide({ ...question, signal: stopping.signal })
    stopping.abort(new Error('stopping'))
    await expect(asking).rejects.toThrow()
  })
})
