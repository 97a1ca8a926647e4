import { useShownCodes } from './shown-codes.ts'
import { categoryClass } from './tile.tsx'
import classes from './variable-pill.module.css'

interface VariablePillProps {
  /** The token as written, such as `$temp`. */
  readonly token: string
  /** What it holds, drawn over the token unless codes are shown. */
  readonly words?: string
  /** Category of the action that sets it. */
  readonly category: string
}

/** A variable in the colours of the action that sets it. */
export function VariablePill({ token, words, category }: VariablePillProps) {
  const codes = useShownCodes()
  const isWorded = words !== undefined && !codes
  return (
    <code
      className={`${classes.pill} ${categoryClass(category)}`}
      {...(isWorded ? { 'data-words': words, title: token } : {})}
    >
      {token}
    </code>
  )
}
