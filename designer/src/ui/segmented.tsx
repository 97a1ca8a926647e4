import type { ReactNode } from 'react'
import { useId } from 'react'
import classes from './segmented.module.css'

interface SegmentedProps<Value extends string> {
  /** What is being chosen, for screen readers. */
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly isDisabled?: boolean }[]
  readonly onChange: (value: Value) => void
}

/** A choice among a few, all in sight. Radio buttons underneath: arrows move, one tab stop. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  const name = useId()
  return (
    <div className={classes.track} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={classes.option}>
          <input
            type="radio"
            className="sr"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.isDisabled}
            onChange={() => onChange(option.value)}
          />
          <span className={classes.face}>{option.label}</span>
        </label>
      ))}
    </div>
  )
}
