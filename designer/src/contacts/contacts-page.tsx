import { ActionIcon, Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { addressOf } from '../api/address-of.ts'
import { useCatalog, useRights } from '../api/queries.ts'
import { useCharacterKeys } from '../ui/character-keys.ts'
import { serverNow } from '../ui/clock.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconAdjustmentsHorizontal, IconDownload, IconPlus, IconSearch, IconUsers } from '../ui/icons.ts'
import { usePageTitle } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SEARCH_PAUSE_MS } from '../ui/search-pause.ts'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import { usePageKeys } from '../ui/use-page-keys.ts'
import { ContactDetail } from './contact-detail.tsx'
import { ContactList } from './contact-list.tsx'
import { type ContactsAsked, useContactCount, useContacts } from './contact-queries.ts'
import classes from './contacts.module.css'
import { ImportContactsButton } from './import-contacts.tsx'
import { openNewContact } from './new-contact-dialog.tsx'
import { openOwnFields } from './own-fields-dialog.tsx'

interface Filters {
  readonly search: string
  readonly channel: string
  readonly consent: '' | 'in' | 'out'
  readonly language: string
  readonly days: string
}

const noFilters: Filters = { search: '', channel: '', consent: '', language: '', days: '' }

/** The people on the other side: all of them, and the one that is open. */
export function ContactsPage({ contactId }: { readonly contactId: string | null }) {
  usePageTitle(texts.title)
  const [filters, setFilters] = useState(noFilters)
  const asked = useAsked(filters)
  const query = useContacts(asked)
  const items = (query.data?.pages ?? []).flatMap((page) => page.items)
  useContactKeys(
    items.map(({ id }) => id),
    contactId,
  )
  const isNarrowed = Object.values(filters).some((value) => value !== '')
  return (
    <main className={classes.page} id="content" tabIndex={-1} data-open={contactId !== null || undefined}>
      <Head />
      <FilterBar filters={filters} onChange={setFilters} asked={asked} />
      <div className={classes.panes}>
        <section className={classes.list} aria-label={texts.list}>
          <QueryView query={query} rows={12} height={52}>
            {() =>
              items.length === 0 ? (
                <Nothing isNarrowed={isNarrowed} onShowAll={() => setFilters(noFilters)} />
              ) : (
                <ContactList
                  contacts={items}
                  openId={contactId}
                  isLoading={query.isFetchingNextPage}
                  {...(query.hasNextPage ? { onMore: () => void query.fetchNextPage() } : {})}
                />
              )
            }
          </QueryView>
        </section>
        {contactId === null ? (
          <section className={classes.none}>
            <EmptyState icon={IconUsers} title={texts.choose} text={texts.chooseText} />
          </section>
        ) : (
          <ContactDetail key={contactId} contactId={contactId} />
        )}
      </div>
    </main>
  )
}

function Head() {
  const { canAdminister } = useRights()
  const [, navigate] = useLocation()
  return (
    <header className={classes.head}>
      <h1>{texts.title}</h1>
      <span className="grow" />
      {canAdminister && (
        <>
          <ActionIcon className={classes.ownFieldsButton ?? ''} aria-label={texts.fieldsOpen} onClick={openOwnFields}>
            <Icon of={IconAdjustmentsHorizontal} />
          </ActionIcon>
          <ImportContactsButton />
          <Button
            component="a"
            href={addressOf('GET /api/contacts/export')}
            download
            leftSection={<Icon of={IconDownload} />}
          >
            {texts.export}
          </Button>
        </>
      )}
      <Button
        variant="filled"
        leftSection={<Icon of={IconPlus} />}
        onClick={() => openNewContact((id) => navigate(`/contacts/${id}`))}
      >
        {texts.add}
      </Button>
    </header>
  )
}

/** Those that are spoken most; the search finds all others by their code. */
const spoken = 'ar bn cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh'.split(' ')
const languageNames = new Intl.DisplayNames('en', { type: 'language' })
const languages = [
  { value: '', label: texts.anyLanguage },
  ...spoken
    .map((value) => ({ value, label: languageNames.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label)),
]

interface FilterBarProps {
  readonly filters: Filters
  readonly onChange: (filters: Filters) => void
  readonly asked: ContactsAsked
}

function FilterBar({ filters, onChange, asked }: FilterBarProps) {
  const channels = useCatalog().data?.channels ?? []
  const amount = useContactCount(asked).data
  const consents = ['in', 'out'] as const
  const days = ['1', '7', '30'] as const
  return (
    <div className={classes.filters}>
      <SearchField
        className={classes.search}
        label={texts.search}
        value={filters.search}
        onChange={(search) => onChange({ ...filters, search })}
        slashKey
      />
      <Select
        aria-label={texts.channel}
        data={[
          { value: '', label: texts.anyChannel },
          ...channels.map(({ id, title }) => ({ value: id, label: title })),
        ]}
        value={filters.channel}
        allowDeselect={false}
        onChange={(channel) => onChange({ ...filters, channel: channel ?? '' })}
      />
      <Select
        aria-label={texts.consent}
        data={[
          { value: '', label: texts.anyConsent },
          ...consents.map((value) => ({ value, label: texts.consentIs[value] })),
        ]}
        value={filters.consent}
        allowDeselect={false}
        onChange={(value) => onChange({ ...filters, consent: consents.find((known) => known === value) ?? '' })}
      />
      <Select
        aria-label={texts.language}
        data={languages}
        value={filters.language}
        allowDeselect={false}
        onChange={(language) => onChange({ ...filters, language: language ?? '' })}
      />
      <Select
        aria-label={texts.since}
        data={[{ value: '', label: texts.anySince }, ...days.map((value) => ({ value, label: texts.sinceIs[value] }))]}
        value={filters.days}
        allowDeselect={false}
        onChange={(value) => onChange({ ...filters, days: value ?? '' })}
      />
      <span className="grow" />
      {amount !== undefined && (
        <span className="sub" role="status">
          {texts.amount(amount)}
        </span>
      )}
    </div>
  )
}

/** What is asked for while people type: the last text a moment ago. */
function useAsked({ search, channel, consent, language, days }: Filters): ContactsAsked {
  const [settled] = useDebouncedValue(search, SEARCH_PAUSE_MS)
  const hour = 3_600_000
  // To the hour, so that the same list is the same query.
  const since =
    days === '' ? '' : new Date(Math.floor(serverNow() / hour) * hour - Number(days) * 24 * hour).toISOString()
  return { search: settled, channel, consent, language, since }
}

/** J and K go through the list, Esc closes the contact. Single letters act outside of fields only. */
function useContactKeys(ids: readonly string[], openId: string | null): void {
  const [, navigate] = useLocation()
  const areOn = useCharacterKeys()
  const move = (by: 1 | -1) => {
    const at = openId === null ? -1 : ids.indexOf(openId)
    const next = ids[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)]
    if (next !== undefined && next !== openId) navigate(`/contacts/${next}`)
  }
  usePageKeys([
    ...(areOn
      ? ([
          ['j', () => move(1)],
          ['k', () => move(-1)],
        ] satisfies [string, () => void][])
      : []),
    ['Escape', () => openId !== null && navigate('/contacts')],
  ])
}

function Nothing({ isNarrowed, onShowAll }: { readonly isNarrowed: boolean; readonly onShowAll: () => void }) {
  if (!isNarrowed) return <EmptyState icon={IconUsers} title={texts.none} text={texts.noneHelp} />
  const showAll = (
    <Button size="sm" onClick={onShowAll}>
      {texts.showAll}
    </Button>
  )
  return <EmptyState icon={IconSearch} title={texts.nothingFound} text={texts.nothingFoundHelp} action={showAll} />
}
