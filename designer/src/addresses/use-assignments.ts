import { type Address, type AddressResource, addressWords } from '@patchbay/shared/api'
import { hearsChannel } from '@patchbay/shared/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { assignAddresses, clearAddresses } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAddresses } from '../api/queries.ts'
import { assignmentTexts } from '../ui/texts/assignment.ts'
import { toasts } from '../ui/toasts.tsx'

const none: readonly AddressResource[] = []

/** All addresses of a channel, and what can be done with them for one flow. Lists are read again after each change. */
export function useAssignments(flowId: string, channel: string) {
  const client = useQueryClient()
  const { data = none, isPending, error, refetch } = useAddresses()
  const addresses = useMemo(() => data.filter((address) => hearsChannel(channel, address.channel)), [data, channel])
  const refresh = useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.addresses }),
      client.invalidateQueries({ queryKey: keys.flowList }),
    ])
  }, [client])
  const assign = useCallback(
    async (chosen: readonly Address[], replace: boolean) => {
      // The pop-up has looked: the trigger may be one that is not saved yet.
      await assignAddresses({ flowId, addresses: chosen.map(plain), replace, withoutTrigger: true })
      await refresh()
    },
    [flowId, refresh],
  )
  const clear = useCallback(
    async (chosen: readonly Address[]) => {
      await clearAddresses(chosen.map(plain))
      await refresh()
    },
    [refresh],
  )
  const restore = useCallback(
    async (before: readonly AddressResource[]) => {
      try {
        await restoreAssignments(before)
      } catch (thrown) {
        toasts.error(assignmentTexts(addressWords()).notUndone, thrown)
      }
      await refresh()
    },
    [refresh],
  )
  return { addresses, isPending, error, refetch, assign, clear, restore }
}

export type Assignments = ReturnType<typeof useAssignments>

/** Gives addresses back to the flows they started before. */
async function restoreAssignments(before: readonly AddressResource[]): Promise<void> {
  for (const [flowId, addresses] of Map.groupBy(before, (address) => address.flowId)) {
    if (flowId === null) await clearAddresses(addresses.map(plain))
    else await assignAddresses({ flowId, addresses: addresses.map(plain), replace: true, withoutTrigger: true })
  }
}

/** Without what else is known of it. */
function plain({ channel, value }: Address): Address {
  return { channel, value }
}
