import type { Json } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { ChildOutcome, ChildRuns, ItemBranch } from '../../../kit/child-runs.ts'
import { listOf } from '../../list-of.ts'
import { forEachAction } from './run.ts'

/** Children of which those of these places have failed. */
function childrenOf(count: number, failed: readonly number[] = []): { children: ChildRuns; started: ItemBranch[] } {
  const started: ItemBranch[] = []
  const outcomes = Array.from({ length: count }, (_, item): ChildOutcome => {
    const isBad = failed.includes(item)
    const error = isBad ? { code: 'TIMEOUT', message: 'No answer.' } : null
    return {
      runId: `${item}`,
      item,
      status: isBad ? 'failed' : 'succeeded',
      result: isBad ? null : { value: item },
      error,
    }
  })
  const children: ChildRuns = {
    startItems: async (branch) => void started.push(branch),
    jump: () => Promise.reject(new Error('It does not jump.')),
    async *outcomes(from = 0) {
      yield* outcomes.slice(from)
    },
  }
  return { children, started }
}

const inputs = (list: Json, more: object = {}) => ({ list, atOnce: 2, most: 1_000, whenItemFails: 'go-on', ...more })
const woken = (started: number) => ({ reason: 'event', event: {}, state: { started } }) as const

describe('For Each', () => {
  it('starts at most 100 items, then waits for them', async () => {
    const { children, started } = childrenOf(0)
    const context = createStepContext({ children })
    const list = Array.from({ length: 150 }, (_, index) => index)
    expect(await forEachAction.run(inputs(list), context)).toMatchObject({
      wait: { for: 'run', state: { started: 100 }, turns: { atOnce: 2, stopsOnFailure: false } },
    })
    expect(started).toMatchObject([{ exit: 'item', first: 0 }])
    expect(started[0]?.outputs.at(-1)).toEqual({ item: 99, number: 100, count: 150 })
    await forEachAction.resume?.(inputs(list), context, woken(100))
    expect(started[1]).toMatchObject({ first: 100, outputs: { length: 50 } })
    await context.close()
  })

  it('ends as done with what was gathered, a failed item leaving nothing', async () => {
    const context = createStepContext(childrenOf(3, [1]))
    const result = await forEachAction.resume?.(inputs(['a', 'b', 'c'], { gather: '$x' }), context, woken(3))
    const failures = [{ number: 2, code: 'TIMEOUT', message: 'No answer.' }]
    const outputs = { count: 3, succeeded: 2, failed: 1, results: [0, null, 2], failures }
    expect(result).toEqual({ exit: 'done', outputs })
    await context.close()
  })

  it('begins no further batch after a failure when it is to stop', async () => {
    const { children, started } = childrenOf(100, [3])
    const context = createStepContext({ children })
    const list = Array.from({ length: 150 }, (_, index) => index)
    const result = await forEachAction.resume?.(inputs(list, { whenItemFails: 'stop' }), context, woken(100))
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'TIMEOUT', message: 'Item 4: No answer.' } })
    expect(started).toEqual([])
    await context.close()
  })

  it('looks only through the last batch for failures', async () => {
    // A failure in the one before it would have ended the list.
    const { children, started } = childrenOf(200, [20])
    const context = createStepContext({ children })
    const list = Array.from({ length: 250 }, (_, index) => index)
    await forEachAction.resume?.(inputs(list, { whenItemFails: 'stop' }), context, woken(200))
    expect(started).toMatchObject([{ first: 200 }])
    await context.close()
  })

  it('leaves nothing behind when there is no list to go through', async () => {
    const context = createStepContext(childrenOf(0))
    const error = expect.objectContaining({ code: 'INVALID_VALUE' })
    expect(await forEachAction.run(inputs('a, b'), context)).toEqual({ exit: 'failure', error })
    await context.close()
  })
})

describe('listOf', () => {
  it.each<[Json, readonly Json[] | undefined]>([
    [
      ['a', 1],
      ['a', 1],
    ],
    ['["a", 1]', ['a', 1]],
    [' [] ', []],
    ['', []],
    [null, []],
    ['a, b', undefined],
    ['[not json', undefined],
    [{ a: 1 }, undefined],
    [7, undefined],
  ])('makes of %j the items %j', (value, items) => {
    expect(listOf(value)).toEqual(items)
  })
})
