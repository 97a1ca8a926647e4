import { Select } from '@mantine/core'
import { useRef } from 'react'
import { tableTexts as texts } from '../ui/texts/tables.ts'
import { withDescription } from '../ui/with-description.ts'
import classes from './tables.module.css'

interface YesNoFieldProps {
  readonly label: string
  /** `Yes`, `No`, or nothing. */
  readonly value: string
  readonly describedBy: string | undefined
  readonly onChoose: (value: string) => void
  /** Called when nothing is chosen. @param withFocus whether the cell gets the focus back */
  readonly onLeave: (withFocus: boolean) => void
}

const EMPTY = 'empty'

const options = [{ value: EMPTY, label: texts.empty }, texts.yes, texts.no]

/** The choice of a cell that holds yes or no: open at once, and gone with what is chosen. */
export function YesNoField({ label, value, describedBy, onChoose, onLeave }: YesNoFieldProps) {
  const hasChosen = useRef(false)
  // What was refused is left as nothing chosen.
  const leave = (withFocus: boolean) => {
    if (!hasChosen.current || describedBy !== undefined) onLeave(withFocus)
  }
  return (
    <Select
      classNames={{ input: classes.field ?? '' }}
      aria-label={label}
      error={describedBy !== undefined}
      {...withDescription(describedBy)}
      data={options}
      value={value === '' ? EMPTY : value}
      allowDeselect={false}
      defaultDropdownOpened
      // It was opened to be chosen from.
      autoFocus
      onChange={(next) => {
        hasChosen.current = true
        onChoose(next === EMPTY || next === null ? '' : next)
      }}
      onDropdownClose={() => leave(true)}
      onBlur={() => leave(false)}
    />
  )
}
