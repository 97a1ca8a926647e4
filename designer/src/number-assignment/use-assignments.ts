import type { NumberResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { assignNumbers, clearNumbers } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useNumbers } from '../api/queries.ts'

const none: readonly NumberResource[] = []

/** All numbers, and what can be done with them for one flow. Lists are read again after each change. */
export function useAssignments(flowId: string) {
  const client = useQueryClient()
  const { data = none, isPending, error, refetch } = useNumbers()
  const refresh = useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.numbers }),
      client.invalidateQueries({ queryKey: keys.flowList }),
    ])
  }, [client])
  const assign = useCallback(
    async (numbers: readonly string[], replace: boolean) => {
      await assignNumbers({ flowId, numbers: [...numbers], replace })
      await refresh()
    },
    [flowId, refresh],
  )
  const clear = useCallback(
    async (numbers: readonly string[]) => {
      await clearNumbers(numbers)
      await refresh()
    },
    [refresh],
  )
  return { numbers: data, isPending, error, refetch, assign, clear, refresh }
}
