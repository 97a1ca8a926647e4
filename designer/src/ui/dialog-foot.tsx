import type { ReactNode } from 'react'
import classes from './dialog-foot.module.css'

/** The buttons at the end of a dialog. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>
}
