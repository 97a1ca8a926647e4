import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './badge.module.css'
import { Icon } from './icon.tsx'

export type Tone = 'ok' | 'warn' | 'bad' | 'wait' | 'run' | 'idle'

interface BadgeProps {
  readonly tone: Tone
  readonly icon?: TablerIcon
  /** A coloured dot in place of an icon. */
  readonly dot?: boolean
  /** Turns the icon, for what is under way. */
  readonly spinning?: boolean
  readonly children: ReactNode
}

/** A state in words on its soft colour. */
export function Badge({ tone, icon, dot = false, spinning = false, children }: BadgeProps) {
  return (
    <span className={`${classes.badge} ${classes[tone]}`}>
      {dot && <StateDot tone={tone} />}
      {icon && <Icon of={icon} size={13} className={spinning ? classes.spinning : undefined} />}
      {children}
    </span>
  )
}

/** The 7 px dot; `hollow` for a draft. */
export function StateDot({ tone, hollow = false }: { readonly tone: Tone; readonly hollow?: boolean }) {
  return <span className={`${classes.dot} ${hollow ? classes.hollow : classes[`${tone}Dot`]}`} aria-hidden="true" />
}

/** A small grey label such as a version. */
export function Tag({ children }: { readonly children: ReactNode }) {
  return <span className={classes.tag}>{children}</span>
}
