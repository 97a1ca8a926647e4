import { ActionIcon, Select } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useFlows } from '../api/queries.ts'
import { phone } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconX } from '../ui/icons.ts'
import { SearchField } from '../ui/search-field.tsx'
import { SEARCH_PAUSE_MS } from '../ui/search-pause.ts'
import { runStatusTexts, runsTexts } from '../ui/texts/runs.ts'
import { type RunSearch, statusFilters, testFilters, timeRanges } from './run-filters.ts'
import classes from './runs-filter-bar.module.css'

interface RunsFilterBarProps {
  readonly search: RunSearch
  /** How a run of the list shows the chosen contact; none while there is no such run. */
  readonly contactShown: string | null | undefined
  readonly onChange: (search: RunSearch) => void
}

const all = 'all'
const statuses = [
  { value: all, label: runsTexts.anyStatus },
  ...statusFilters.map((status) => ({
    value: status,
    label: status === 'caught' ? runsTexts.caught : runStatusTexts[status],
  })),
]
const tests = [
  { value: all, label: runsTexts.tests.all },
  ...testFilters.map((test) => ({ value: test, label: runsTexts.tests[test] })),
]
const times = timeRanges.map((range) => ({ value: range, label: runsTexts.times[range] }))

export function RunsFilterBar({ search, contactShown, onChange }: RunsFilterBarProps) {
  const flows = useFlows()
  const flowOptions = [
    { value: all, label: runsTexts.allFlows },
    ...(flows.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <>
      <TextFilter text={search.q} onChange={(q) => onChange({ ...search, q })} />
      {search.contact !== null && (
        <ContactFilter
          shown={contactShown ?? phone(search.contact)}
          onClear={() => onChange({ ...search, contact: null })}
        />
      )}
      <Select
        className={classes.select ?? ''}
        aria-label={runsTexts.flowFilter}
        data={flowOptions}
        value={search.flowId ?? all}
        searchable={flowOptions.length > 8}
        onChange={(value) => onChange({ ...search, flowId: value === all ? null : value })}
      />
      <Select
        className={classes.select ?? ''}
        aria-label={runsTexts.statusFilter}
        data={statuses}
        value={search.status ?? all}
        onChange={(value) => onChange({ ...search, status: statusFilters.find((status) => status === value) ?? null })}
      />
      <Select
        className={classes.time ?? ''}
        aria-label={runsTexts.testFilter}
        data={tests}
        value={search.test ?? all}
        onChange={(value) => onChange({ ...search, test: testFilters.find((test) => test === value) ?? null })}
      />
      <Select
        className={classes.time ?? ''}
        aria-label={runsTexts.timeFilter}
        data={times}
        value={search.time}
        onChange={(value) => onChange({ ...search, time: timeRanges.find((range) => range === value) ?? 'any' })}
      />
    </>
  )
}

/** The one contact whose runs are shown. */
function ContactFilter({ shown, onClear }: { readonly shown: string; readonly onClear: () => void }) {
  return (
    <span className={`num ${classes.contact}`}>
      {runsTexts.ofContact(shown)}
      <ActionIcon size="sm" aria-label={runsTexts.anyContact} onClick={onClear}>
        <Icon of={IconX} size={14} />
      </ActionIcon>
    </span>
  )
}

/** Asks a moment after the last key, not with every one. */
function TextFilter({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text)
  useEffect(() => setTyped(text), [text])
  const send = useDebouncedCallback(onChange, SEARCH_PAUSE_MS)
  return (
    <SearchField
      className={classes.search}
      label={runsTexts.search}
      value={typed}
      slashKey
      onChange={(next) => {
        setTyped(next)
        send(next)
      }}
    />
  )
}
