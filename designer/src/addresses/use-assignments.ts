import type { NumberResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { assignNumbers, clearNumbers } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useNumbers } from '../api/queries.ts'
import { numberTexts } from '../ui/texts/number-assignment.ts'
import { toasts } from '../ui/toasts.tsx'

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
  const restore = useCallback(
    async (before: readonly NumberResource[]) => {
      try {
        await restoreAssignments(before)
      } catch (thrown) {
        toasts.error(numberTexts.notUndone, thrown)
      }
      await refresh()
    },
    [refresh],
  )
  return { numbers: data, isPending, error, refetch, assign, clear, restore }
}

export type Assignments = ReturnType<typeof useAssignments>

/** Gives numbers back to the flows they started before. */
async function restoreAssignments(before: readonly NumberResource[]): Promise<void> {
  const flowIds = new Set(before.map(({ assignments }) => assignments.sms))
  for (const flowId of flowIds) {
    const numbers = before.filter(({ assignments }) => assignments.sms === flowId).map(({ number }) => number)
    if (flowId === null) await clearNumbers(numbers)
    else await assignNumbers({ flowId, numbers, replace: true })
  }
}
