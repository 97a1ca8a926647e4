import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'

/**
 * Call this after an account was created, changed or deleted: lists of them, choices among them and what contacts have from
 * them are read again.
 */
export async function accountsChanged(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.accounts }),
    client.invalidateQueries({ queryKey: keys.allOptions }),
    client.invalidateQueries({ queryKey: keys.allInteractions }),
  ])
}
