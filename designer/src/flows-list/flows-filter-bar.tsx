import { Switch } from '@mantine/core'
import type { FlowListItem } from '@patchbay/shared/api'
import { SearchField } from '../ui/search-field.tsx'
import { flowsTexts } from '../ui/texts/flows.ts'
import classes from './flows-page.module.css'

export interface FlowsFilter {
  readonly text: string
  readonly onlyDeployed: boolean
}

interface FlowsFilterBarProps {
  readonly filter: FlowsFilter
  readonly onChange: (filter: FlowsFilter) => void
  /** All flows, once they are known. */
  readonly flows: readonly FlowListItem[] | undefined
  /** How many the filter leaves. */
  readonly shown: number
}

export function FlowsFilterBar({ filter, onChange, flows, shown }: FlowsFilterBarProps) {
  return (
    <>
      <SearchField
        className={classes.search}
        label={flowsTexts.search}
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
        slashKey
      />
      <Switch
        className={classes.switch ?? ''}
        label={flowsTexts.onlyDeployed}
        checked={filter.onlyDeployed}
        onChange={(event) => onChange({ ...filter, onlyDeployed: event.currentTarget.checked })}
      />
      <span className="grow" />
      {flows && (
        <span className="sub num" role="status">
          {shown === flows.length
            ? flowsTexts.counts(flows.length, flows.filter((flow) => flow.live !== null).length)
            : flowsTexts.shown(shown, flows.length)}
        </span>
      )}
    </>
  )
}
