import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createAnswerCache, type KeptAnswer } from './answer-cache.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A cache, and questions that are answered by hand. */
function createRig({ room = 100 } = {}) {
  const cache = createAnswerCache<string>({ room })
  const asked: { readonly signal: AbortSignal; answer(value: string, change?: Partial<KeptAnswer<string>>): void }[] =
    []
  const ask = (signal: AbortSignal) => {
    const { promise, resolve } = Promise.withResolvers<KeptAnswer<string>>()
    asked.push({ signal, answer: (value, change = {}) => resolve({ value, keepMs: 1_000, size: 1, ...change }) })
    return promise
  }
  const get = (key: string, { isFresh = false, signal = new AbortController().signal } = {}) =>
    cache.get(key, ask, { isFresh, signal })
  async function know(key: string, value: string, change: Partial<KeptAnswer<string>> = {}): Promise<void> {
    const answer = get(key)
    asked.at(-1)?.answer(value, change)
    expect(await answer).toBe(value)
  }
  return { asked, get, know }
}

it('an answer is kept for its time, and asked for anew after that', async () => {
  const { asked, get, know } = createRig()
  await know('ana', 'first')
  vi.advanceTimersByTime(999)
  expect(await get('ana')).toBe('first')
  vi.advanceTimersByTime(1)
  await know('ana', 'second')
  expect(asked).toHaveLength(2)
})

it('all who want one key at the same time wait for one call, also those who want it fresh', async () => {
  const { asked, get } = createRig()
  const answers = [get('ana'), get('ana', { isFresh: true }), get('ben')]
  expect(asked).toHaveLength(2)
  asked[0]?.answer('of Ana')
  asked[1]?.answer('of Ben')
  expect(await Promise.all(answers)).toEqual(['of Ana', 'of Ana', 'of Ben'])
})

it('a fresh answer takes the place of the kept one', async () => {
  const { asked, get, know } = createRig()
  await know('ana', 'old')
  const fresh = get('ana', { isFresh: true })
  asked.at(-1)?.answer('new')
  expect([await fresh, await get('ana')]).toEqual(['new', 'new'])
})

it('one who leaves does not end the call of the others; the last one does, and nothing is kept', async () => {
  const { asked, get, know } = createRig()
  const [first, second] = [new AbortController(), new AbortController()]
  const answers = [get('ana', { signal: first.signal }), get('ana', { signal: second.signal })]
  first.abort(new Error('left'))
  await expect(answers[0]).rejects.toThrow('left')
  expect(asked[0]?.signal.aborted).toBe(false)
  second.abort(new Error('left, too'))
  await expect(answers[1]).rejects.toThrow('left, too')
  expect(asked[0]?.signal.aborted).toBe(true)
  asked[0]?.answer('too late')
  await know('ana', 'for the next one')
  expect(asked).toHaveLength(2)
})

it('beyond its room the answers go that were wanted longest ago', async () => {
  const { asked, get, know } = createRig({ room: 10 })
  await know('ana', 'a', { size: 4 })
  await know('ben', 'b', { size: 4 })
  await get('ana')
  await know('cleo', 'c', { size: 4 })
  expect([await get('ana'), await get('cleo')]).toEqual(['a', 'c'])
  expect(asked).toHaveLength(3)
  await know('ben', 'b again', { size: 11 })
  await know('ana', 'a again')
  expect(asked).toHaveLength(5)
})

it('a call that fails fails for all who wait, and the next one asks again', async () => {
  const cache = createAnswerCache<string>({ room: 10 })
  const wanted = { isFresh: false, signal: new AbortController().signal }
  const fail = () => Promise.reject(new Error('no'))
  const answers = [cache.get('ana', fail, wanted), cache.get('ana', fail, wanted)]
  await expect(Promise.all(answers)).rejects.toThrow('no')
  const good = async () => ({ value: 'yes', keepMs: 1, size: 1 })
  expect(await cache.get('ana', good, wanted)).toBe('yes')
})
