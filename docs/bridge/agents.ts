import type { Agent } from './records.ts'

/**
 * One page of agents. An offset is a whole number: here how many were sent on the pages before.
 *
 * The platform reads all agents each time, so one who moves between two pages is sent the next time.
 * @param offset undefined for the first page
 */
export function agentPage(
  all: readonly Agent[],
  { offset = 0, pageSize }: { readonly offset?: number | undefined; readonly pageSize: number },
) {
  const end = offset + pageSize
  // The key is left out on the last page.
  return { agents: all.slice(offset, end), ...(end < all.length ? { next_offset: end } : {}) }
}
