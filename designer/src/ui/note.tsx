import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from './icons.ts'
import classes from './note.module.css'

type NoteTone = 'ok' | 'warn' | 'bad'

const icons = {
  ok: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
} as const satisfies Record<NoteTone, TablerIcon>

interface NoteProps {
  readonly tone: NoteTone
  readonly icon?: TablerIcon
  readonly children: ReactNode
}

/** A paragraph on a soft state colour: a reason, a warning before something happens. */
export function Note({ tone, icon = icons[tone], children }: NoteProps) {
  return (
    <div className={`${classes.note} ${classes[tone]}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon of={icon} className={classes.icon} />
      <div className="grow">{children}</div>
    </div>
  )
}
