import type { AccountDefinition } from '@patchbay/shared/api'
import { monogramOf } from '../ui/monogram-of.ts'
import { Picture } from '../ui/picture.tsx'
import { accountMarks } from '../ui/texts/accounts.ts'
import classes from './account-mark.module.css'

interface AccountMarkProps {
  readonly type: Pick<AccountDefinition, 'id' | 'title'> & { readonly picture?: string | null }
  /** 24, 28 and 36 px. */
  readonly size: 's' | 'm' | 'l'
}

/** The picture of a service, or letters by which it is told from others. Decoration: its name stands beside it. */
export function AccountMark({ type, size }: AccountMarkProps) {
  return (
    <span className={`${classes.mark} ${classes[size]}`} aria-hidden="true">
      <Picture src={type.picture}>{accountMarks[type.id] ?? monogramOf(type)}</Picture>
    </span>
  )
}
