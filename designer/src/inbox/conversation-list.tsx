import { Button } from '@mantine/core'
import { type ConversationView, conversationViews } from '@patchbay/shared/api'
import { useCatalog, useConversationCounts } from '../api/queries.ts'
import { useMinute } from '../runs/use-now.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconInbox, IconSearch } from '../ui/icons.ts'
import { QueryView } from '../ui/query-view.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { ConversationRow } from './conversation-row.tsx'
import classes from './inbox.module.css'
import { useConversationList } from './inbox-queries.ts'

interface ConversationListProps {
  readonly view: ConversationView
  readonly onView: (view: ConversationView) => void
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly openId: string | null
}

/** Who writes, who waits, and since when. */
export function ConversationList({ view, onView, search, onSearch, openId }: ConversationListProps) {
  const counts = useConversationCounts().data
  const asked = search.trim().length < 2 ? '' : search.trim()
  const query = useConversationList(view, asked)
  const channels = useCatalog().data?.channels ?? []
  const now = useMinute()
  return (
    <section className={classes.list} aria-label={texts.list}>
      <header className={classes.listHead}>
        <h1>{texts.title}</h1>
      </header>
      <div className={classes.tools}>
        <Segmented
          label={texts.view}
          value={view}
          onChange={onView}
          options={conversationViews.map((value) => ({
            value,
            label: (
              <ViewLabel
                view={value}
                amount={value === 'mine' || value === 'unassigned' ? counts?.[value] : undefined}
              />
            ),
          }))}
        />
        <SearchField label={texts.search} value={search} onChange={onSearch} slashKey />
      </div>
      <div className={classes.rows}>
        <QueryView query={query} rows={8} height={84}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items)
            if (items.length === 0) return <Nothing view={view} search={asked} onView={onView} />
            return (
              <>
                <ul>
                  {items.map((conversation) => (
                    <ConversationRow
                      key={conversation.id}
                      conversation={conversation}
                      kind={channels.find(({ id }) => id === conversation.channel)}
                      href={`/inbox/${conversation.id}?view=${view}`}
                      isOn={conversation.id === openId}
                      now={now}
                    />
                  ))}
                </ul>
                {query.hasNextPage && (
                  <div className={classes.further}>
                    <Button size="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                      {texts.older}
                    </Button>
                  </div>
                )}
              </>
            )
          }}
        </QueryView>
      </div>
    </section>
  )
}

function ViewLabel({ view, amount }: { readonly view: ConversationView; readonly amount: number | undefined }) {
  return (
    <>
      {texts.views[view]}
      {amount !== undefined && amount > 0 && <span className={classes.amount}>{amount}</span>}
    </>
  )
}

interface NothingProps {
  readonly view: ConversationView
  readonly search: string
  readonly onView: (view: ConversationView) => void
}

function Nothing({ view, search, onView }: NothingProps) {
  if (search !== '') {
    return <EmptyState icon={IconSearch} title={texts.nothingFound(search)} text={texts.nothingFoundHelp} />
  }
  const { title, text } = texts.empty[view]
  const action =
    view === 'mine' || view === 'unassigned' ? (
      <Button size="sm" onClick={() => onView('open')}>
        {texts.showAll}
      </Button>
    ) : undefined
  return <EmptyState icon={IconInbox} title={title} text={text} {...(action === undefined ? {} : { action })} />
}
