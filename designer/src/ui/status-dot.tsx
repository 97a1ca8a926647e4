import type { AgentState } from '@patchbay/shared/api'
import classes from './status-dot.module.css'

/** Whether a person is there, as a mark. What it means is said in words beside it. */
export function StatusDot({ state }: { readonly state: AgentState }) {
  return <i className={classes.dot} data-state={state} aria-hidden="true" />
}
