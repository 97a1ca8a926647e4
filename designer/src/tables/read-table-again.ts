import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'

/** After a change of a table, its columns or rows: everything that shows it is read again. */
export async function readTableAgain(client: QueryClient, tableId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.table(tableId) }),
    client.invalidateQueries({ queryKey: keys.tableList }),
    client.invalidateQueries({ queryKey: keys.allOptions }),
  ])
}
