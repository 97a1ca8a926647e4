import type { TableColumn } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { changeRow } from '../api/commands.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { tableTexts as texts } from '../ui/texts/tables.ts'
import { messageOf } from '../ui/toasts.tsx'
import { inputModes } from './input-modes.ts'
import { readTableAgain } from './read-table-again.ts'
import classes from './tables.module.css'
import { YesNoField } from './yes-no-field.tsx'

interface EditableCellProps {
  readonly tableId: string
  readonly rowId: string
  readonly column: TableColumn
  /** As people write it. */
  readonly text: string
  /** `row:column`, by which the grid finds it. */
  readonly place: string
  readonly isInTabOrder: boolean
  readonly onFocus: () => void
}

/** A cell that a click, Enter or F2 makes a field. Enter, Tab and leaving it save; Esc takes back. */
export function EditableCell(props: EditableCellProps) {
  const { column, text, place, isInTabOrder, onFocus } = props
  const [isEditing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const stop = (withFocus: boolean) => {
    if (!withFocus) return setEditing(false)
    // Drawn again at once, so that no key that follows is lost.
    flushSync(() => setEditing(false))
    button.current?.focus()
  }
  if (isEditing) return <CellField {...props} onDone={stop} />
  return (
    <button
      ref={button}
      type="button"
      data-cell={place}
      className={joinClasses(classes.cell, column.type === 'number' && 'num')}
      aria-label={texts.edit(column.name, text)}
      tabIndex={isInTabOrder ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={(event) => event.key === 'F2' && setEditing(true)}
      onClick={() => setEditing(true)}
    >
      {text}
    </button>
  )
}

interface CellFieldProps extends EditableCellProps {
  /** @param withFocus whether the cell gets the focus back */
  readonly onDone: (withFocus: boolean) => void
}

function CellField({ tableId, rowId, column, text, onDone }: CellFieldProps) {
  const client = useQueryClient()
  const [value, setValue] = useState(text)
  const [problem, setProblem] = useState<string | null>(null)
  const isSaving = useRef(false)
  const save = async (next: string, withFocus: boolean) => {
    if (isSaving.current) return
    if (next === text) return onDone(withFocus)
    isSaving.current = true
    try {
      await changeRow(tableId, rowId, { [column.id]: next })
      await readTableAgain(client, tableId)
      onDone(withFocus)
    } catch (thrown) {
      setProblem(messageOf(thrown))
      isSaving.current = false
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToIme(event)) return
    if (event.key === 'Escape') {
      isSaving.current = true
      event.stopPropagation()
      onDone(true)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      void save(value, true)
    }
  }
  const common = {
    className: classes.field,
    'aria-label': texts.editing(column.name),
    'aria-invalid': problem !== null,
    'aria-describedby': problem === null ? undefined : `problem-${rowId}-${column.id}`,
    // It was opened to be typed in.
    autoFocus: true,
    value,
    onKeyDown,
    onBlur: () => void save(value, false),
  }
  return (
    <div className={classes.editing}>
      {column.type === 'boolean' ? (
        <YesNoField
          label={common['aria-label']}
          value={text}
          describedBy={common['aria-describedby']}
          onChoose={(next) => void save(next, true)}
          onLeave={onDone}
        />
      ) : (
        <input
          {...common}
          type="text"
          autoComplete="off"
          inputMode={inputModes[column.type]}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      )}
      {problem !== null && (
        <p id={`problem-${rowId}-${column.id}`} role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </div>
  )
}
