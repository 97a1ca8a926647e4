import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { FlowListItem } from '@patchbay/shared/api'
import { useMemo, useState } from 'react'
import { useCatalog, useFlows, useRights } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlus, IconTemplate } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { flowsTexts } from '../ui/texts/flows.ts'
import { type FlowsFilter, FlowsFilterBar } from './flows-filter-bar.tsx'
import classes from './flows-page.module.css'
import { FlowsTable } from './flows-table.tsx'
import { DropZone, ImportButton } from './import-file.tsx'
import { NewFlowDialog, type NewFlowStart } from './new-flow-dialog.tsx'
import { NoFlows, NoneFound } from './no-flows.tsx'
import { filterFlows, type SortOrder, sortFlows } from './sort-flows.ts'

const everything: FlowsFilter = { text: '', onlyDeployed: false }

/** The list of all flows, where one is opened, made, copied, taken along and removed. */
export function FlowsPage() {
  const flows = useFlows()
  const [filter, setFilter] = useState(everything)
  const [isNewOpen, newFlow] = useDisclosure(false)
  const [startsWith, setStartsWith] = useState<NewFlowStart>('empty')
  const shown = useMemo(() => filterFlows(flows.data ?? [], filter), [flows.data, filter])
  const openNew = (start: NewFlowStart) => {
    setStartsWith(start)
    newFlow.open()
  }
  return (
    <Page
      title={flowsTexts.title}
      actions={<HeadActions onNew={openNew} />}
      filters={<FlowsFilterBar filter={filter} onChange={setFilter} flows={flows.data} shown={shown.length} />}
    >
      <DropZone>
        <QueryView query={flows} height={62}>
          {(all) => {
            if (all.length === 0) return <NoFlows onNew={openNew} />
            if (shown.length === 0) return <NoneFound onShowAll={() => setFilter(everything)} />
            return <SortedFlows flows={shown} />
          }}
        </QueryView>
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

function SortedFlows({ flows }: { readonly flows: readonly FlowListItem[] }) {
  const catalog = useCatalog()
  const [order, setOrder] = useState<SortOrder>({ field: 'modified', direction: 'descending' })
  const rows = useMemo(() => sortFlows(flows, order), [flows, order])
  return <FlowsTable flows={rows} nodes={catalog.data?.nodes ?? []} order={order} onOrder={setOrder} />
}

function HeadActions({ onNew }: { readonly onNew: (start: NewFlowStart) => void }) {
  const { canEdit } = useRights()
  if (!canEdit) return null
  return (
    <>
      <ImportButton />
      <Button
        className={classes.folds ?? ''}
        leftSection={<Icon of={IconTemplate} />}
        onClick={() => onNew('template')}
      >
        {flowsTexts.template}
      </Button>
      <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={() => onNew('empty')}>
        {flowsTexts.newFlow}
      </Button>
    </>
  )
}
