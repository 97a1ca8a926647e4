import { ActionIcon, Tooltip } from '@mantine/core'
import type { TableResource, TableRow } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import { deleteRow } from '../api/commands.ts'
import type { RowsAsked } from '../api/keys.ts'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconTrash } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import tableClasses from '../ui/table.module.css'
import { tableTexts as texts } from '../ui/texts/tables.ts'
import { toasts } from '../ui/toasts.tsx'
import { cellText } from './cell-text.ts'
import { ColumnHead } from './column-head.tsx'
import { EditableCell } from './editable-cell.tsx'
import { readTableAgain } from './read-table-again.ts'
import classes from './tables.module.css'

interface RowGridProps {
  readonly table: TableResource
  readonly rows: readonly TableRow[]
  readonly canEdit: boolean
  readonly order: Pick<RowsAsked, 'sort' | 'direction'>
  readonly onOrder: (order: Pick<RowsAsked, 'sort' | 'direction'>) => void
}

interface Place {
  readonly row: number
  readonly column: number
}

/** The rows as a grid: one cell of it is in the order of Tab, and the arrow keys go on from there. */
export function RowGrid({ table, rows, canEdit, order, onOrder }: RowGridProps) {
  const [active, setActive] = useState<Place>({ row: 0, column: 0 })
  const last = { row: rows.length - 1, column: table.columns.length - 1 }
  const place = { row: Math.min(active.row, last.row), column: Math.min(active.column, last.column) }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key]
    if (step === undefined || !isCell(event.target)) return
    const row = clamp(place.row + step.row, last.row)
    const column = clamp(place.column + step.column, last.column)
    event.preventDefault()
    setActive({ row, column })
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)?.focus()
  }
  return (
    <div className={classes.grid}>
      <table className={joinClasses(tableClasses.table, classes.rows)} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <ColumnHead
                key={column.id}
                table={table}
                column={column}
                canEdit={canEdit}
                order={order}
                onOrder={onOrder}
              />
            ))}
            {canEdit && (
              <th className={classes.manage}>
                <span className="sr">{texts.manage}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              {table.columns.map((column, columnIndex) => (
                <td key={column.id} data-label={column.name}>
                  {canEdit ? (
                    <EditableCell
                      tableId={table.id}
                      rowId={row.id}
                      column={column}
                      text={cellText(column, row.cells[column.id])}
                      place={`${index}:${columnIndex}`}
                      isInTabOrder={place.row === index && place.column === columnIndex}
                      onFocus={() => setActive({ row: index, column: columnIndex })}
                    />
                  ) : (
                    <span className={classes.text}>{cellText(column, row.cells[column.id])}</span>
                  )}
                </td>
              ))}
              {canEdit && <DeleteCell table={table} row={row} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const steps: Readonly<Record<string, Place | undefined>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most))
}

/** Not while a cell is edited: there the arrow keys move the caret. */
function isCell(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.dataset.cell !== undefined
}

function DeleteCell({ table, row }: { readonly table: TableResource; readonly row: TableRow }) {
  const client = useQueryClient()
  const [first] = table.columns
  const name = first === undefined ? '' : cellText(first, row.cells[first.id])
  const ask = () =>
    confirm({
      title: texts.deleteRowTitle,
      body: <p>{texts.deleteRowHelp}</p>,
      keepLabel: texts.keepRow,
      confirmLabel: texts.deleteRow,
      onConfirm: async () => {
        await deleteRow(table.id, row.id)
        await readTableAgain(client, table.id)
        toasts.success({ title: texts.rowDeleted, message: name })
      },
    })
  return (
    <td>
      <div className={tableClasses.actions}>
        <Tooltip label={texts.deleteRow}>
          <ActionIcon aria-label={texts.deleteRowOf(name)} onClick={ask}>
            <Icon of={IconTrash} />
          </ActionIcon>
        </Tooltip>
      </div>
    </td>
  )
}
