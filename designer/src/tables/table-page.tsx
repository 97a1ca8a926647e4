import { ActionIcon, Button, Menu } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { TableResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { addressOf } from '../api/address-of.ts'
import { deleteTable } from '../api/commands.ts'
import { keys, type RowsAsked } from '../api/keys.ts'
import { useRights, useTable, useTableRows } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconDots, IconDownload, IconPencil, IconPlus, IconSearch, IconTable, IconTrash } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SEARCH_PAUSE_MS } from '../ui/search-pause.ts'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { tablesTexts, tableTexts as texts } from '../ui/texts/tables.ts'
import { toasts } from '../ui/toasts.tsx'
import { AddRowButton } from './add-row.tsx'
import { openAddColumn, openRenameTable } from './column-dialogs.tsx'
import { ImportRowsButton } from './import-rows.tsx'
import { RowGrid } from './row-grid.tsx'
import classes from './tables.module.css'

/** One table: its rows, searched, sorted and edited in place. */
export function TablePage({ tableId }: { readonly tableId: string }) {
  const table = useTable(tableId)
  if (table.data !== undefined) return <Rows table={table.data} />
  return (
    <Page title={tablesTexts.title}>
      {table.error ? (
        <LoadError error={table.error} onRetry={() => void table.refetch()} />
      ) : (
        <SkeletonRows height={44} />
      )}
    </Page>
  )
}

function Rows({ table }: { readonly table: TableResource }) {
  const { canEdit } = useRights()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), SEARCH_PAUSE_MS)
  const [order, setOrder] = useState<Pick<RowsAsked, 'sort' | 'direction'>>({})
  const rows = useTableRows(table.id, { search, ...order })
  const items = useMemo(() => rows.data?.pages.flatMap((page) => page.items) ?? [], [rows.data])
  const addRow = canEdit && <AddRowButton table={table} />
  return (
    <Page
      title={table.name}
      beside={
        <span className={`sub num ${classes.beside}`} title={texts.id(table.id)}>
          {texts.rows(table.rowCount)}
        </span>
      }
      actions={
        <>
          <TableMenu table={table} canEdit={canEdit} />
          {addRow}
        </>
      }
      filters={<Filters table={table} canEdit={canEdit} text={text} onText={setText} />}
    >
      <QueryView query={rows}>
        {() =>
          items.length === 0 ? (
            <Nothing isSearch={search !== ''} action={addRow} onShowAll={() => setText('')} />
          ) : (
            <>
              <RowGrid table={table} rows={items} canEdit={canEdit} order={order} onOrder={setOrder} />
              <div className={classes.foot}>
                {rows.hasNextPage && (
                  <Button size="sm" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
                    {commonTexts.showMore}
                  </Button>
                )}
                {canEdit && <p className="sub">{texts.foot}</p>}
              </div>
            </>
          )
        }
      </QueryView>
    </Page>
  )
}

interface FiltersProps {
  readonly table: TableResource
  readonly canEdit: boolean
  readonly text: string
  readonly onText: (text: string) => void
}

function Filters({ table, canEdit, text, onText }: FiltersProps) {
  const file = addressOf('GET /api/tables/:table/export', { table: table.id })
  return (
    <>
      <SearchField className={classes.search} label={texts.search} value={text} onChange={onText} slashKey />
      <span className="grow" />
      {canEdit && <ImportRowsButton table={table} />}
      <Button component="a" href={file} download leftSection={<Icon of={IconDownload} />}>
        {texts.export}
      </Button>
      {canEdit && (
        <Button
          className={classes.addColumn ?? ''}
          leftSection={<Icon of={IconPlus} />}
          onClick={() => openAddColumn(table.id)}
        >
          {texts.addColumn}
        </Button>
      )}
    </>
  )
}

function TableMenu({ table, canEdit }: { readonly table: TableResource; readonly canEdit: boolean }) {
  const client = useQueryClient()
  const [, go] = useLocation()
  if (!canEdit) return null
  const { id, name, rowCount } = table
  const askToDelete = () =>
    confirm({
      title: texts.deleteTableTitle(name),
      body: <p>{texts.deleteTableHelp(rowCount)}</p>,
      keepLabel: texts.keepTable,
      confirmLabel: texts.deleteTable,
      onConfirm: async () => {
        await deleteTable(id)
        go('/tables')
        await Promise.all([
          client.invalidateQueries({ queryKey: keys.tableList }),
          client.invalidateQueries({ queryKey: keys.allOptions }),
        ])
        toasts.success({ title: texts.deleted, message: texts.deletedText(name) })
      },
    })
  return (
    <Menu position="bottom-end" width={192}>
      <Menu.Target>
        <ActionIcon aria-label={texts.menu(name)}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon of={IconPlus} />} onClick={() => openAddColumn(id)}>
          {texts.addColumn}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => openRenameTable(id, name)}>
          {texts.rename}
        </Menu.Item>
        <Menu.Item data-danger leftSection={<Icon of={IconTrash} />} onClick={askToDelete}>
          {texts.deleteTable}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

interface NothingProps {
  readonly isSearch: boolean
  readonly action: React.ReactNode
  readonly onShowAll: () => void
}

function Nothing({ isSearch, action, onShowAll }: NothingProps) {
  const showAll = (
    <Button size="sm" onClick={onShowAll}>
      {texts.showAll}
    </Button>
  )
  return (
    <div className={classes.empty}>
      {isSearch ? (
        <EmptyState icon={IconSearch} title={texts.noneFound} text={texts.noneFoundHelp} action={showAll} />
      ) : (
        <EmptyState icon={IconTable} title={texts.none} text={texts.noneHelp} action={action} />
      )}
    </div>
  )
}
