import { ActionIcon, Button, Checkbox, Popover, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCatalog, useConversationCounts } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { IconFilter } from '../ui/icons.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { inboxQueries, useTopics } from './inbox-queries.ts'
import { type ListFilter, narrowedBy } from './list-filter.ts'

interface FilterMenuProps {
  readonly filter: ListFilter
  readonly onChange: (filter: ListFilter) => void
}

/** Narrows the list to a channel, one of our addresses, a topic, or notes that name the reader. */
export function FilterMenu({ filter, onChange }: FilterMenuProps) {
  const count = narrowedBy(filter)
  const mentions = useConversationCounts().data?.mentions ?? 0
  const label = count > 0 ? texts.filterSet(count) : mentions > 0 ? texts.filterMentions(mentions) : texts.filter
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          aria-label={label}
          title={label}
          className={classes.filterButton ?? ''}
          data-on={count > 0 || undefined}
          data-news={mentions > 0 || undefined}
        >
          <Icon of={IconFilter} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Fields filter={filter} onChange={onChange} mentions={mentions} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Fields({ filter, onChange, mentions }: FilterMenuProps & { readonly mentions: number }) {
  const channels = useCatalog().data?.channels ?? []
  const addresses = useQuery(inboxQueries.addresses()).data ?? []
  const topics = useTopics().data ?? []
  const set = (name: 'channel' | 'address' | 'topic', value: string | null) => {
    const { [name]: _, ...rest } = filter
    onChange(value === null ? rest : { ...rest, [name]: value })
  }
  const { mentioned: _, ...rest } = filter
  return (
    <div className={classes.filters}>
      <Checkbox
        data-autofocus
        label={mentions > 0 ? texts.mentionsNew(mentions) : texts.mentions}
        checked={filter.mentioned === 'true'}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? { ...rest, mentioned: 'true' } : rest)}
      />
      <Select
        label={texts.channel}
        placeholder={texts.any}
        clearable
        comboboxProps={{ withinPortal: false }}
        data={channels.map(({ id, title }) => ({ value: id, label: title }))}
        value={filter.channel ?? null}
        onChange={(value) => set('channel', value)}
      />
      <Select
        label={texts.address}
        placeholder={texts.any}
        clearable
        searchable
        comboboxProps={{ withinPortal: false }}
        data={addresses.map(({ address, shown, label }) => ({
          value: address,
          label: label === '' ? shown : `${label}, ${shown}`,
        }))}
        value={filter.address ?? null}
        onChange={(value) => set('address', value)}
      />
      <Select
        label={texts.topic}
        placeholder={texts.any}
        clearable
        searchable
        comboboxProps={{ withinPortal: false }}
        data={topics.map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.topic ?? null}
        onChange={(value) => set('topic', value)}
      />
      {narrowedBy(filter) > 0 && (
        <Button size="sm" onClick={() => onChange({ view: filter.view })}>
          {texts.clearFilter}
        </Button>
      )}
    </div>
  )
}
