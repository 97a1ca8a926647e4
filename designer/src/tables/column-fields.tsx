import { Select, TextInput } from '@mantine/core'
import { type ColumnType, columnTypes } from '@patchbay/shared/api'
import { tableTexts as texts } from '../ui/texts/tables.ts'

export interface NewColumn {
  readonly name: string
  readonly type: ColumnType
}

interface ColumnFieldsProps {
  readonly label: string
  readonly column: NewColumn
  readonly onChange: (column: NewColumn) => void
  readonly error?: string | undefined
  readonly isFirst?: boolean
}

/** Name and type of a new column. */
export function ColumnFields({ label, column, onChange, error, isFirst = false }: ColumnFieldsProps) {
  return (
    <>
      <TextInput
        label={label}
        required
        data-autofocus={isFirst || undefined}
        maxLength={100}
        value={column.name}
        error={error ?? false}
        onChange={(event) => onChange({ ...column, name: event.currentTarget.value })}
      />
      <Select
        label={texts.columnType}
        description={texts.columnHelp[column.type]}
        data={columnTypes.map((type) => ({ value: type, label: texts.columnTypes[type] }))}
        value={column.type}
        allowDeselect={false}
        onChange={(value) => {
          const type = columnTypes.find((known) => known === value)
          if (type !== undefined) onChange({ ...column, type })
        }}
      />
    </>
  )
}
