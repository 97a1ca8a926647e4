import { Button, Switch } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { useCatalog, useFlows, useRights } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPlus, IconRoute, IconSearch, IconTemplate } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Page } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { flowsTexts } from '../ui/texts/flows.ts'
import classes from './flows-page.module.css'
import { FlowsTable } from './flows-table.tsx'
import { DropZone, ImportButton } from './import-file.tsx'
import { NewFlowDialog } from './new-flow-dialog.tsx'
import { filterFlows, type SortOrder, sortFlows } from './sort-flows.ts'

/** The list of all flows, where one is opened, made, copied, taken along and removed. */
export function FlowsPage() {
  const flows = useFlows()
  const catalog = useCatalog()
  const [text, setText] = useState('')
  const [onlyDeployed, setOnlyDeployed] = useState(false)
  const [order, setOrder] = useState<SortOrder>({ field: 'modified', direction: 'descending' })
  const [isNewOpen, newFlow] = useDisclosure(false)
  const [startsWith, setStartsWith] = useState<'empty' | 'template'>('empty')
  const rows = useMemo(
    () => sortFlows(filterFlows(flows.data ?? [], { text, onlyDeployed }), order),
    [flows.data, text, onlyDeployed, order],
  )
  const openNew = (start: 'empty' | 'template') => {
    setStartsWith(start)
    newFlow.open()
  }
  const showAll = () => {
    setText('')
    setOnlyDeployed(false)
  }
  return (
    <Page
      title={flowsTexts.title}
      actions={<HeadActions onNew={openNew} />}
      filters={
        <>
          <SearchField className={classes.search} label={flowsTexts.search} value={text} onChange={setText} slashKey />
          <Switch
            className={classes.switch ?? ''}
            label={flowsTexts.onlyDeployed}
            checked={onlyDeployed}
            onChange={(event) => setOnlyDeployed(event.currentTarget.checked)}
          />
          <span className="grow" />
          {flows.data && (
            <span className="sub num" role="status">
              {rows.length === flows.data.length
                ? flowsTexts.counts(flows.data.length, flows.data.filter((flow) => flow.live !== null).length)
                : flowsTexts.shown(rows.length, flows.data.length)}
            </span>
          )}
        </>
      }
    >
      <DropZone>
        {flows.data ? (
          flows.data.length === 0 ? (
            <NoFlows onNew={openNew} />
          ) : rows.length === 0 ? (
            <NoneFound onShowAll={showAll} />
          ) : (
            <FlowsTable flows={rows} nodes={catalog.data?.nodes ?? []} order={order} onOrder={setOrder} />
          )
        ) : flows.error ? (
          <LoadError error={flows.error} onRetry={() => void flows.refetch()} />
        ) : (
          <SkeletonRows />
        )}
      </DropZone>
      <NewFlowDialog
        opened={isNewOpen}
        startsWith={startsWith}
        takenNames={(flows.data ?? []).map((flow) => flow.name)}
        onClose={newFlow.close}
      />
    </Page>
  )
}

interface NewProps {
  readonly onNew: (start: 'empty' | 'template') => void
}

function HeadActions({ onNew }: NewProps) {
  const { canEdit } = useRights()
  if (!canEdit) return null
  return (
    <>
      <ImportButton />
      <Button leftSection={<Icon of={IconTemplate} />} onClick={() => onNew('template')}>
        {flowsTexts.template}
      </Button>
      <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={() => onNew('empty')}>
        {flowsTexts.newFlow}
      </Button>
    </>
  )
}

function NoFlows({ onNew }: NewProps) {
  const { canEdit } = useRights()
  return (
    <div className={classes.empty}>
      <EmptyState
        icon={IconRoute}
        title={flowsTexts.noFlows}
        text={flowsTexts.noFlowsHelp}
        action={
          canEdit && (
            <>
              <Button size="sm" onClick={() => onNew('template')}>
                {flowsTexts.chooseTemplate}
              </Button>
              <Button size="sm" onClick={() => onNew('empty')}>
                {flowsTexts.newFlow}
              </Button>
            </>
          )
        }
      />
    </div>
  )
}

function NoneFound({ onShowAll }: { readonly onShowAll: () => void }) {
  return (
    <div className={classes.empty}>
      <EmptyState
        icon={IconSearch}
        title={flowsTexts.noneFound}
        text={flowsTexts.noneFoundHelp}
        action={
          <Button size="sm" onClick={onShowAll}>
            {flowsTexts.showAll}
          </Button>
        }
      />
    </div>
  )
}
