import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

/** Answers stay fresh while the event stream says nothing else; only faults of the network or server are retried. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      },
    },
  })
}
