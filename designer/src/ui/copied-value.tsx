import classes from './copied-value.module.css'
import { CopyButton } from './copy-button.tsx'

interface CopiedValueProps {
  readonly value: string
  /** What is copied, for screen readers and the tooltip: `Copy Flow ID`. */
  readonly label: string
}

/** A value that is taken elsewhere, such as a token or a link, with the button that copies it. */
export function CopiedValue({ value, label }: CopiedValueProps) {
  return (
    <div className={classes.line}>
      <code className="mono">{value}</code>
      <CopyButton value={value} label={label} />
    </div>
  )
}
