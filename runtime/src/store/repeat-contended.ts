import { faultOf } from './store-errors.ts'

/** Thrown in a transaction whose look-ups no longer hold. `faultOf` takes it for a serialization failure. */
export class ContentionError extends Error {
  readonly code = '40001'
}

const MOST_TRIES = 5

/**
 * Does work at once again that lost to a change by somebody else at the same time.
 * @param work with its look-ups, in a transaction that is rolled back when it throws
 * @throws what the last try threw, and at once what is no contention
 */
export async function repeatContended<Result>(work: (isLastTry: boolean) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const isLastTry = tries === MOST_TRIES
    try {
      return await work(isLastTry)
    } catch (error) {
      if (isLastTry || faultOf(error) !== 'contention') throw error
    }
  }
}
