import { Button } from '@mantine/core'
import { conversationViews } from '@patchbay/shared/api'
import { useCatalog, useConversationCounts } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconFilter, IconInbox, IconSearch } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { useMinute } from '../ui/use-now.ts'
import { ConversationRow } from './conversation-row.tsx'
import { FilterMenu } from './filter-menu.tsx'
import classes from './inbox.module.css'
import { useConversationList } from './inbox-queries.ts'
import { inboxHref, type ListFilter, narrowedBy } from './list-filter.ts'
import { useHeldOrder } from './use-held-order.ts'
import { useWindowOfRows } from './use-window-of-rows.ts'

interface ConversationListProps {
  readonly filter: ListFilter
  readonly onFilter: (filter: ListFilter) => void
  readonly search: string
  readonly onSearch: (text: string) => void
  /** What is searched for, a moment after the last key. */
  readonly asked: string
  readonly openId: string | null
}

/** As in the style sheet. */
const ROW_HEIGHT = 84

/** Who writes, who waits, and since when. */
export function ConversationList({ filter, onFilter, search, onSearch, asked, openId }: ConversationListProps) {
  const counts = useConversationCounts().data
  const { view } = filter
  return (
    <section className={classes.list} aria-label={texts.list}>
      <header className={classes.listHead}>
        <h1>{texts.title}</h1>
      </header>
      <div className={classes.tools}>
        <Segmented
          label={texts.view}
          value={view}
          onChange={(next) => onFilter({ ...filter, view: next })}
          options={conversationViews.map((value) => ({
            value,
            label: (
              <>
                {texts.views[value]}
                <Amount of={value === 'mine' || value === 'unassigned' ? counts?.[value] : undefined} />
              </>
            ),
          }))}
        />
        <div className={classes.searchRow}>
          <SearchField className={classes.search} label={texts.search} value={search} onChange={onSearch} slashKey />
          <FilterMenu filter={filter} onChange={onFilter} />
        </div>
      </div>
      <Rows filter={filter} onFilter={onFilter} asked={asked} openId={openId} />
    </section>
  )
}

type RowsProps = Pick<ConversationListProps, 'filter' | 'onFilter' | 'asked' | 'openId'>

function Rows({ filter, onFilter, asked, openId }: RowsProps) {
  const query = useConversationList(filter, asked)
  const channels = useCatalog().data?.channels ?? []
  const now = useMinute()
  const pages = query.data?.pages ?? []
  const words = pages[0]?.words ?? {}
  const { items, waiting, hold, release } = useHeldOrder(
    pages.flatMap((page) => page.items),
    JSON.stringify({ filter, asked }),
  )
  const rows = useWindowOfRows({
    count: items.length,
    rowHeight: ROW_HEIGHT,
    current: items.findIndex(({ id }) => id === openId),
    onNearEnd: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
    },
  })
  return (
    <>
      {waiting > 0 && (
        <div className={classes.news}>
          <Button size="compact-sm" onClick={release}>
            {texts.newRows(waiting)}
          </Button>
        </div>
      )}
      <div
        className={classes.rows}
        {...rows.box}
        onPointerEnter={query.isPlaceholderData ? undefined : hold}
        onPointerLeave={release}
      >
        {query.data === undefined && query.error !== null && (
          <LoadError error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.data === undefined && query.error === null && <SkeletonRows rows={8} height={ROW_HEIGHT} />}
        {query.data !== undefined && items.length === 0 && (
          <Nothing filter={filter} asked={asked} onFilter={onFilter} />
        )}
        <ul style={{ height: rows.height }}>
          {items.slice(rows.first, rows.last).map((conversation, index) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              kind={channels.find(({ id }) => id === conversation.channel)}
              href={inboxHref(filter, conversation.id)}
              isOn={conversation.id === openId}
              now={now}
              words={words[conversation.id]}
              place={{ top: (rows.first + index) * ROW_HEIGHT, number: rows.first + index + 1, of: items.length }}
            />
          ))}
        </ul>
        {pages[0]?.isCut === true && <p className={classes.cut}>{texts.moreFound}</p>}
      </div>
    </>
  )
}

function Amount({ of }: { readonly of: number | undefined }) {
  return of === undefined || of === 0 ? null : <span className={classes.amount}>{of}</span>
}

type NothingProps = Pick<ConversationListProps, 'filter' | 'onFilter' | 'asked'>

function Nothing({ filter, asked, onFilter }: NothingProps) {
  const { view } = filter
  if (asked !== '') {
    return <EmptyState icon={IconSearch} title={texts.nothingFound(asked)} text={texts.nothingFoundHelp} />
  }
  if (narrowedBy(filter) > 0) {
    const action = (
      <Button size="sm" onClick={() => onFilter({ view })}>
        {texts.clearFilter}
      </Button>
    )
    return <EmptyState icon={IconFilter} title={texts.filteredOut} text={texts.filteredOutHelp} action={action} />
  }
  const { title, text } = texts.empty[view]
  const action =
    view === 'mine' || view === 'unassigned' ? (
      <Button size="sm" onClick={() => onFilter({ view: 'open' })}>
        {texts.showAll}
      </Button>
    ) : undefined
  return <EmptyState icon={IconInbox} title={title} text={text} {...(action === undefined ? {} : { action })} />
}
