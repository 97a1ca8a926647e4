import type { TableColumn } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { changeRow } from '../api/commands.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { tableTexts as texts } from '../ui/texts/tables.ts'
import { useEditInPlace, useFieldInPlace } from '../ui/use-edit-in-place.ts'
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
  const { button, isEditing, edit, stop } = useEditInPlace()
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
      onKeyDown={(event) => event.key === 'F2' && edit()}
      onClick={edit}
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
  const { problem, setValue, submit, field } = useFieldInPlace({
    text,
    onDone,
    async save(value) {
      await changeRow(tableId, rowId, { [column.id]: value })
      await readTableAgain(client, tableId)
    },
  })
  const common = {
    className: classes.field,
    'aria-label': texts.editing(column.name),
    'aria-describedby': problem === null ? undefined : `problem-${rowId}-${column.id}`,
    ...field,
  }
  return (
    <div className={classes.editing}>
      {column.type === 'boolean' ? (
        <YesNoField
          label={common['aria-label']}
          value={text}
          describedBy={common['aria-describedby']}
          onChoose={(next) => void submit(next, true)}
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
