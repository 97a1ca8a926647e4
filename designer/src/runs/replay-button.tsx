import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { replayRun } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useRights } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { IconRepeat } from '../ui/icons.ts'
import { askReplay, replayLabel } from './ask-replay.ts'

interface ReplayButtonProps {
  readonly runId: string
  /** Number of the step that is done again first. */
  readonly fromStep: number
}

/** Asks, then does the run again as a new one and opens it. */
export function ReplayButton({ runId, fromStep }: ReplayButtonProps) {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const { canEdit } = useRights()
  if (!canEdit) return null
  const ask = () =>
    askReplay(fromStep, async () => {
      const { id } = await replayRun(runId, { fromStep })
      await client.invalidateQueries({ queryKey: keys.runLists })
      navigate(`/runs/${id}`)
    })
  return (
    <Button size="sm" leftSection={<Icon of={IconRepeat} size={14} />} onClick={ask}>
      {replayLabel(fromStep)}
    </Button>
  )
}
