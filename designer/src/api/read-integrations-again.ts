import type { QueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'

/** Reads again what a change of an integration makes stale: integrations, and the account types and actions they bring. */
export async function readIntegrationsAgain(client: QueryClient): Promise<void> {
  // A report tells a manifest from the version that was there.
  client.removeQueries({ queryKey: keys.manifestReports })
  await Promise.all(
    [keys.integrations, keys.accountTypes, keys.catalog].map((queryKey) => client.invalidateQueries({ queryKey })),
  )
}
