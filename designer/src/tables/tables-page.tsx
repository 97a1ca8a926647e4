import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { TableResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { Link } from 'wouter'
import { useRights, useTables } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ago, number } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlus, IconSearch, IconTable } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { SearchField } from '../ui/search-field.tsx'
import table from '../ui/table.module.css'
import { tablesTexts as texts } from '../ui/texts/tables.ts'
import { CreateTableDialog } from './create-table-dialog.tsx'
import classes from './tables.module.css'

/** The tables in which flows keep data. */
export function TablesPage() {
  const tables = useTables()
  const { canEdit } = useRights()
  const [text, setText] = useState('')
  const [isOpen, dialog] = useDisclosure(false)
  const add = canEdit && (
    <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={dialog.open}>
      {texts.add}
    </Button>
  )
  return (
    <Page
      title={texts.title}
      actions={add}
      filters={<SearchField className={classes.search} label={texts.search} value={text} onChange={setText} slashKey />}
    >
      <QueryView query={tables}>
        {(all) =>
          all.length === 0 ? (
            <div className={classes.empty}>
              <EmptyState icon={IconTable} title={texts.none} text={texts.noneHelp} action={add} />
            </div>
          ) : (
            <Found tables={matching(all, text)} onShowAll={() => setText('')} />
          )
        }
      </QueryView>
      <CreateTableDialog opened={isOpen} onClose={dialog.close} />
    </Page>
  )
}

interface FoundProps {
  readonly tables: readonly TableResource[]
  readonly onShowAll: () => void
}

function Found({ tables, onShowAll }: FoundProps) {
  const { columns } = texts
  if (tables.length === 0) {
    const showAll = (
      <Button size="sm" onClick={onShowAll}>
        {texts.showAll}
      </Button>
    )
    return (
      <div className={classes.empty}>
        <EmptyState icon={IconSearch} title={texts.noneFound} text={texts.noneFoundHelp} action={showAll} />
      </div>
    )
  }
  return (
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{columns.name}</th>
            <th>{columns.rows}</th>
            <th>{columns.columns}</th>
            <th>{columns.key}</th>
            <th>{columns.modified}</th>
            <th>{columns.by}</th>
          </tr>
        </thead>
        <tbody>
          {tables.map((item) => (
            <TableLine key={item.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Names of columns beyond these are told by their number. */
const MOST_NAMES = 4

function TableLine({ item }: { readonly item: TableResource }) {
  const { id, name, rowCount, columns, keyColumn, modifiedAt, modifiedBy } = item
  const names = columns.slice(0, MOST_NAMES).map((column) => column.name)
  const more = columns.length - names.length
  return (
    <tr>
      <td className={classes.name}>
        <Link href={`/tables/${id}`}>{name}</Link>
      </td>
      <td className="num" data-unit={texts.rows(rowCount)}>
        <span className={classes.amount}>{number(rowCount)}</span>
        <span className={classes.amountInWords}>{texts.rows(rowCount)}</span>
      </td>
      <td className="muted">{more > 0 ? `${names.join(', ')} +${more}` : names.join(', ')}</td>
      <td className="muted">{columns.find((column) => column.id === keyColumn)?.name ?? texts.noKey}</td>
      <td className={`muted ${table.when}`}>{ago(modifiedAt)}</td>
      <td className="muted">{modifiedBy}</td>
    </tr>
  )
}

function matching(tables: readonly TableResource[], text: string): readonly TableResource[] {
  const wanted = text.trim().toLowerCase()
  return tables.filter(({ id, name, columns }) =>
    [id, name, ...columns.map((column) => column.name)].some((word) => word.toLowerCase().includes(wanted)),
  )
}
