import { Button } from '@mantine/core'
import { useRights } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconRoute, IconSearch } from '../ui/icons.ts'
import { flowsTexts } from '../ui/texts/flows.ts'
import classes from './flows-page.module.css'
import type { NewFlowStart } from './new-flow-dialog.tsx'

export function NoFlows({ onNew }: { readonly onNew: (start: NewFlowStart) => void }) {
  const { canEdit } = useRights()
  const begin = canEdit && (
    <>
      <Button size="sm" onClick={() => onNew('template')}>
        {flowsTexts.chooseTemplate}
      </Button>
      <Button size="sm" onClick={() => onNew('empty')}>
        {flowsTexts.newFlow}
      </Button>
    </>
  )
  return (
    <div className={classes.empty}>
      <EmptyState icon={IconRoute} title={flowsTexts.noFlows} text={flowsTexts.noFlowsHelp} action={begin} />
    </div>
  )
}

export function NoneFound({ onShowAll }: { readonly onShowAll: () => void }) {
  const showAll = (
    <Button size="sm" onClick={onShowAll}>
      {flowsTexts.showAll}
    </Button>
  )
  return (
    <div className={classes.empty}>
      <EmptyState icon={IconSearch} title={flowsTexts.noneFound} text={flowsTexts.noneFoundHelp} action={showAll} />
    </div>
  )
}
