import { Button } from '@mantine/core'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconActivity, IconSearch } from '../ui/icons.ts'
import { runsTexts } from '../ui/texts/runs.ts'
import classes from './no-runs.module.css'
import { isFiltered, type RunSearch } from './run-filters.ts'

interface NoRunsProps {
  readonly search: RunSearch
  readonly onClear: () => void
}

export function NoRuns({ search, onClear }: NoRunsProps) {
  return (
    <div className={classes.empty}>
      {isFiltered(search) ? (
        <EmptyState
          icon={IconSearch}
          title={runsTexts.noneFound}
          text={runsTexts.noneFoundHelp}
          action={
            <Button size="sm" onClick={onClear}>
              {runsTexts.clearFilters}
            </Button>
          }
        />
      ) : (
        <EmptyState icon={IconActivity} title={runsTexts.noRuns} text={runsTexts.noRunsHelp} />
      )}
    </div>
  )
}
