import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { readAgain } from './read-again.ts'

const queryKey = ['runs', 'one', 'r']

test('a first read that was answered before the event is repeated when it is done', async () => {
  const client = new QueryClient()
  const answers: ((status: string) => void)[] = []
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve))
  const stop = new QueryObserver(client, { queryKey, queryFn, retry: false }).subscribe(() => {})
  expect(answers).toHaveLength(1)
  const done = readAgain(client, ['runs'])
  answers[0]?.('running')
  await done
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.('succeeded')
  await vi.waitFor(() => expect(client.getQueryData(queryKey)).toBe('succeeded'))
  stop()
  client.clear()
})

test('a read after the first is begun anew at once, and only once', async () => {
  const client = new QueryClient()
  const queryFn = vi.fn(async () => 'succeeded')
  client.setQueryData(queryKey, 'running')
  const stop = new QueryObserver(client, { queryKey, queryFn, staleTime: Infinity }).subscribe(() => {})
  await readAgain(client, queryKey)
  await vi.waitFor(() => expect(client.getQueryData(queryKey)).toBe('succeeded'))
  expect(queryFn).toHaveBeenCalledTimes(1)
  stop()
  client.clear()
})
