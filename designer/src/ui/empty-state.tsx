import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'
import { Icon } from './icon.tsx'

interface EmptyStateProps {
  readonly icon: TablerIcon
  readonly title: string
  readonly text?: ReactNode
  /** The button that begins. */
  readonly action?: ReactNode
  /** Dashed edge, for a box inside a panel. */
  readonly framed?: boolean
  /** It is all that the page shows, so its title is the page's. */
  readonly asPage?: boolean
}

/** What is missing and the button that begins. */
export function EmptyState({ icon, title, text, action, framed = false, asPage = false }: EmptyStateProps) {
  const Title = asPage ? 'h1' : 'b'
  return (
    <div className={classes.empty} data-framed={framed || undefined} data-page={asPage || undefined}>
      <Icon of={icon} size={20} className={classes.icon} />
      <Title className={classes.title}>{title}</Title>
      {text !== undefined && <span className={`sub ${classes.text}`}>{text}</span>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  )
}
