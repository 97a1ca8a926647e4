import type { QueryClient } from '@tanstack/react-query'

/**
 * Reads again whatever the event made stale. A first read that is under way may have been answered before the event, and
 * React Query neither repeats it nor remembers that it should: such a query is made stale once more when it is done.
 */
export async function readAgain(client: QueryClient, queryKey: readonly unknown[]): Promise<void> {
  const first = client
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: 'fetching' })
    .filter(({ state }) => state.data === undefined)
  void client.invalidateQueries({ queryKey })
  await Promise.allSettled(first.map(({ promise }) => promise))
  for (const query of first) void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
}
