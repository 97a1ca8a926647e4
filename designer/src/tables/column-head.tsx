import { Menu } from '@mantine/core'
import type { TableColumn, TableResource } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { changeTable, deleteColumn } from '../api/commands.ts'
import type { RowsAsked } from '../api/keys.ts'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconArrowDown, IconArrowUp, IconKey, IconPencil, IconTrash } from '../ui/icons.ts'
import { tableTexts as texts } from '../ui/texts/tables.ts'
import { toasts } from '../ui/toasts.tsx'
import { openRenameColumn } from './column-dialogs.tsx'
import { readTableAgain } from './read-table-again.ts'
import classes from './tables.module.css'

interface ColumnHeadProps {
  readonly table: TableResource
  readonly column: TableColumn
  readonly canEdit: boolean
  readonly order: Pick<RowsAsked, 'sort' | 'direction'>
  readonly onOrder: (order: Pick<RowsAsked, 'sort' | 'direction'>) => void
}

/** The name of a column, which opens a menu: the order of the rows, and changes of the column. */
export function ColumnHead({ table, column, canEdit, order, onOrder }: ColumnHeadProps) {
  const client = useQueryClient()
  const isKey = table.keyColumn === column.id
  const direction = order.sort === column.id ? (order.direction ?? 'up') : undefined
  const sort = direction === undefined ? 'none' : direction === 'up' ? 'ascending' : 'descending'
  return (
    <th aria-sort={sort}>
      <Menu position="bottom-start" width={200}>
        <Menu.Target>
          <button type="button" className={classes.head} aria-label={texts.columnMenu(column.name)}>
            {isKey && <Icon of={IconKey} size={14} />}
            <span className="trunc">{column.name}</span>
            {direction !== undefined && <Icon of={direction === 'up' ? IconArrowUp : IconArrowDown} size={14} />}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{isKey ? texts.isKey : texts.columnTypes[column.type]}</Menu.Label>
          <Menu.Item
            leftSection={<Icon of={IconArrowUp} />}
            onClick={() => onOrder({ sort: column.id, direction: 'up' })}
          >
            {texts.sortUp}
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon of={IconArrowDown} />}
            onClick={() => onOrder({ sort: column.id, direction: 'down' })}
          >
            {texts.sortDown}
          </Menu.Item>
          {direction !== undefined && <Menu.Item onClick={() => onOrder({})}>{texts.sortNone}</Menu.Item>}
          {canEdit && <Changes table={table} column={column} client={client} />}
        </Menu.Dropdown>
      </Menu>
    </th>
  )
}

interface ChangesProps {
  readonly table: TableResource
  readonly column: TableColumn
  readonly client: QueryClient
}

function Changes({ table, column, client }: ChangesProps) {
  const isKey = table.keyColumn === column.id
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => openRenameColumn(table.id, column)}>
        {texts.rename}
      </Menu.Item>
      <Menu.Item leftSection={<Icon of={IconKey} />} onClick={() => void setKey(client, table, isKey ? null : column)}>
        {isKey ? texts.noKey : texts.makeKey}
      </Menu.Item>
      {!isKey && table.columns.length > 1 && (
        <Menu.Item
          data-danger
          leftSection={<Icon of={IconTrash} />}
          onClick={() => askToDelete(client, table.id, column)}
        >
          {texts.deleteColumn}
        </Menu.Item>
      )}
    </>
  )
}

async function setKey(client: QueryClient, { id }: TableResource, column: TableColumn | null): Promise<void> {
  try {
    await changeTable(id, { keyColumn: column?.id ?? null })
    await readTableAgain(client, id)
    const [title, message] =
      column === null ? [texts.keyUnset, texts.keyUnsetText] : [texts.keySet(column.name), texts.keySetText]
    toasts.success({ title, message })
  } catch (thrown) {
    toasts.error(texts.keyNotSet, thrown)
  }
}

function askToDelete(client: QueryClient, tableId: string, column: TableColumn): void {
  confirm({
    title: texts.deleteColumnTitle(column.name),
    body: <p>{texts.deleteColumnHelp}</p>,
    keepLabel: texts.keepColumn,
    confirmLabel: texts.deleteColumn,
    onConfirm: async () => {
      await deleteColumn(tableId, column.id)
      await readTableAgain(client, tableId)
    },
  })
}
