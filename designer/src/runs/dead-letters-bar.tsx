import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { addressOf } from '../api/address-of.ts'
import { replayDeadLetters } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useDeadLetters, useRights } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconDownload, IconRepeat } from '../ui/icons.ts'
import { deadLetterTexts as texts } from '../ui/texts/dead-letters.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './dead-letters-bar.module.css'

/** Says that events of the flow were held too long, and does them again or downloads them. */
export function DeadLettersBar({ flowId }: { readonly flowId: string }) {
  const { canEdit } = useRights()
  const found = useDeadLetters(flowId).data
  if (found === undefined || found.count === 0) return null
  const oldest = found.firstAt === null ? '' : texts.oldest(found.count, dayAndClock(found.firstAt))
  return (
    <section className={classes.bar} aria-label={texts.region}>
      <span className="num">
        {texts.text(found.count)} {oldest}
      </span>
      {canEdit && <Tools flowId={flowId} count={found.count} />}
    </section>
  )
}

function Tools({ flowId, count }: { readonly flowId: string; readonly count: number }) {
  const client = useQueryClient()
  const ask = () =>
    confirm({
      title: texts.title(count),
      body: texts.body,
      keepLabel: texts.keep,
      confirmLabel: texts.replay(count),
      tone: 'filled',
      onConfirm: async () => {
        const { started, refused, left } = await replayDeadLetters(flowId)
        await client.invalidateQueries({ queryKey: keys.runLists })
        const rest = [left > 0 ? texts.left(left) : '', refused > 0 ? texts.refused(refused) : ''].filter(Boolean)
        const toast = { title: texts.started(started), ...(rest.length === 0 ? {} : { message: rest.join(' ') }) }
        if (rest.length === 0) toasts.success(toast)
        else toasts.warning(toast)
      },
    })
  return (
    <span className={classes.tools}>
      <Button size="sm" leftSection={<Icon of={IconRepeat} size={14} />} onClick={ask}>
        {texts.replay(count)}
      </Button>
      <Button
        size="sm"
        component="a"
        href={addressOf('GET /api/flows/:id/dead-letters/export', { id: flowId })}
        download
        leftSection={<Icon of={IconDownload} size={14} />}
      >
        {texts.download}
      </Button>
    </span>
  )
}
