import type { AccountDefinition } from '@patchbay/shared/api'
import { monogramOf } from '../ui/monogram-of.ts'
import { accountMarks } from '../ui/texts/accounts.ts'
import classes from './account-mark.module.css'

interface AccountMarkProps {
  readonly type: Pick<AccountDefinition, 'id' | 'title'>
  /** 24, 28 and 36 px. */
  readonly size: 's' | 'm' | 'l'
}

/** Letters by which a service is told from others, without its colours. Decoration: its name stands beside it. */
export function AccountMark({ type, size }: AccountMarkProps) {
  return (
    <span className={`${classes.mark} ${classes[size]}`} aria-hidden="true">
      {accountMarks[type.id] ?? monogramOf(type)}
    </span>
  )
}
