import { ActionIcon, Button } from '@mantine/core'
import type { Interaction, InteractionSource } from '@patchbay/shared/api'
import { useState } from 'react'
import { serverNow } from '../ui/clock.ts'
import { ago, ahead } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCalendarClock, IconExternalLink, IconRefresh } from '../ui/icons.ts'
import { initials } from '../ui/initials.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { Note } from '../ui/note.tsx'
import { Picture } from '../ui/picture.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { interactionTexts as texts } from '../ui/texts/interactions.ts'
import { messageOf } from '../ui/toasts.tsx'
import { useMinute } from '../ui/use-now.ts'
import { useInteractionSources, useInteractions } from './interaction-queries.ts'
import classes from './interactions.module.css'

/** So many of each service are shown at first: what the contact wants from us stands below. */
const FIRST_SHOWN = 3

interface InteractionsProps {
  readonly contactId: string
  /** How it stands in its place. */
  readonly className?: string | undefined
}

/** What happened with a contact in outside services, a group for each account; nothing where there is none. */
export function Interactions({ contactId, className }: InteractionsProps) {
  const query = useInteractionSources(contactId)
  const { data: sources = [], error } = query
  const isFailed = query.data === undefined && error !== null
  if (sources.length === 0 && !isFailed) return null
  return (
    <section className={joinClasses(classes.interactions, className)} aria-label={texts.title}>
      <h3>{texts.title}</h3>
      {isFailed && <Problem text={messageOf(error)} isBusy={query.isFetching} onAgain={() => void query.refetch()} />}
      {sources.map((source) => (
        <Group key={source.accountId} contactId={contactId} source={source} />
      ))}
    </section>
  )
}

interface GroupProps {
  readonly contactId: string
  readonly source: InteractionSource
}

function Group({ contactId, source: { accountId, accountName, integrationName, picture } }: GroupProps) {
  // The times beside what happened go on.
  useMinute()
  const { data, error, isFetching, askAgain } = useInteractions(contactId, accountId)
  const problem = data?.problem ?? (data === undefined && error !== null ? messageOf(error) : null)
  return (
    <section className={classes.group} aria-label={accountName} aria-busy={isFetching}>
      <header className={classes.head}>
        <span className={classes.mark} aria-hidden="true">
          <Picture src={picture}>{initials(accountName)}</Picture>
        </span>
        <h4 className="trunc" dir="auto" title={integrationName}>
          {accountName}
        </h4>
        {data !== undefined && problem === null && (
          <span className={`sub ${classes.asked}`}>{ago(data.fetchedAt)}</span>
        )}
        {data !== undefined && problem === null && (
          <ActionIcon aria-label={texts.refresh(accountName)} loading={isFetching} onClick={askAgain}>
            <Icon of={IconRefresh} size={14} />
          </ActionIcon>
        )}
      </header>
      {problem !== null && <Problem text={problem} isBusy={isFetching} onAgain={askAgain} />}
      {problem === null && data === undefined && (
        <div className={classes.loading}>
          <SkeletonRows rows={2} height={44} />
        </div>
      )}
      {problem === null && data !== undefined && <Items items={data.items} leftOut={data.leftOut} name={accountName} />}
    </section>
  )
}

interface ProblemProps {
  readonly text: string
  readonly isBusy: boolean
  readonly onAgain: () => void
}

function Problem({ text, isBusy, onAgain }: ProblemProps) {
  return (
    <Note tone="warn">
      <p>{text}</p>
      <Button size="sm" className={classes.again ?? ''} loading={isBusy} onClick={onAgain}>
        {commonTexts.retry}
      </Button>
    </Note>
  )
}

interface ItemsProps {
  readonly items: readonly Interaction[]
  /** What the service told besides, and nobody can read. */
  readonly leftOut: string | null
  readonly name: string
}

function Items({ items, leftOut, name }: ItemsProps) {
  const [showsAll, setShowsAll] = useState(false)
  const unread = leftOut !== null && <p className={`sub ${classes.unread}`}>{leftOut}</p>
  if (items.length === 0) return unread || <p className={`sub ${classes.nothing}`}>{texts.nothing}</p>
  return (
    <>
      <ol className={classes.items} aria-label={texts.listOf(name)}>
        {(showsAll ? items : items.slice(0, FIRST_SHOWN)).map((item) => (
          <Item key={item.id} item={item} name={name} />
        ))}
      </ol>
      {items.length > FIRST_SHOWN && (
        <button type="button" className={`show-more ${classes.more}`} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? texts.showFewer : texts.showAll(items.length)}
        </button>
      )}
      {unread}
    </>
  )
}

function Item({ item, name }: { readonly item: Interaction; readonly name: string }) {
  const { subject, description, date, type, priority, status, url } = item
  const isDue = Date.parse(date) > serverNow()
  const words = [texts.word(type), texts.word(status ?? ''), texts.priority(priority ?? '')]
  return (
    <li className={classes.item}>
      <div className={classes.title}>
        {url === null ? (
          <b className="trunc" dir="auto" title={subject}>
            {subject}
          </b>
        ) : (
          <a href={url} target="_blank" rel="noreferrer" title={subject} aria-label={texts.opens(subject, name)}>
            <span className="trunc" dir="auto">
              {subject}
            </span>
            <Icon of={IconExternalLink} size={13} />
          </a>
        )}
        {!isDue && <time dateTime={date}>{ago(date)}</time>}
      </div>
      <span className="sub">
        {isDue && (
          <time dateTime={date} className={classes.due}>
            <Icon of={IconCalendarClock} size={13} />
            {texts.due(ahead(date))}
          </time>
        )}
        {words.filter((word) => word !== '').join(' · ')}
      </span>
      {description !== null && description !== '' && (
        <span className={`sub ${classes.description}`} dir="auto">
          {description}
        </span>
      )}
    </li>
  )
}
