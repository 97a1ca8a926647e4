import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { replayRun } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useRights } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconRepeat } from '../ui/icons.ts'
import { runViewTexts as texts } from '../ui/texts/run-view.ts'
import { toasts } from '../ui/toasts.tsx'

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
  const label = fromStep > 1 ? texts.replayFrom(fromStep) : texts.replay
  const ask = () =>
    confirm({
      title: texts.replayTitle(fromStep),
      body: texts.replayText,
      keepLabel: texts.keep,
      confirmLabel: label,
      tone: 'filled',
      onConfirm: async () => {
        const { id } = await replayRun(runId, { fromStep })
        await client.invalidateQueries({ queryKey: keys.runLists })
        toasts.success({ title: texts.replayed })
        navigate(`/runs/${id}`)
      },
    })
  return (
    <Button size="sm" leftSection={<Icon of={IconRepeat} size={14} />} onClick={ask}>
      {label}
    </Button>
  )
}
