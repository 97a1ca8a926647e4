import { AppError } from '@patchbay/shared/errors'

/** Searches of one caller that may wait or be under way: some for the letters of a word, each of which is typed on. */
const MOST_OF_CALLER = 5

/** Runs the search once its turn has come. @throws AppError TOO_MANY_REQUESTS */
export type SearchQueue = <Value>(caller: string, search: () => Promise<Value>) => Promise<Value>

/**
 * Lets one search at a time read the database. A search reads many texts, so several at once would leave no time to
 * anybody else, above all on the embedded database.
 */
export function createSearchQueue(): SearchQueue {
  const counts = new Map<string, number>()
  let last: Promise<unknown> = Promise.resolve()
  return async (caller, search) => {
    const count = counts.get(caller) ?? 0
    if (count >= MOST_OF_CALLER) {
      const message = 'Your last searches are still under way. Wait a moment, then search again.'
      throw new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': '2' } })
    }
    counts.set(caller, count + 1)
    const result = last.then(search, search)
    last = result
    return result.finally(() => {
      const left = (counts.get(caller) ?? 1) - 1
      if (left > 0) counts.set(caller, left)
      else counts.delete(caller)
    })
  }
}
