import { categoryClass } from './tile.tsx'
import classes from './variable-pill.module.css'

interface VariablePillProps {
  /** The token as written, such as `$temp`. */
  readonly token: string
  /** Category of the action that sets it. */
  readonly category: string
}

/** A variable's name in the colours of the action that sets it. */
export function VariablePill({ token, category }: VariablePillProps) {
  return <code className={`${classes.pill} ${categoryClass(category)}`}>{token}</code>
}
