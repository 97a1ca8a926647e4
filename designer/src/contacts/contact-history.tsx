import { Button } from '@mantine/core'
import { type ContactHistoryItem, type ContactHistoryKind, contactHistoryKinds } from '@patchbay/shared/api'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { useCatalog, useRights } from '../api/queries.ts'
import { Badge } from '../ui/badge.tsx'
import { ago } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconBan, IconCircleCheck, IconPencil, IconRoute } from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import { runStatusTexts } from '../ui/texts/runs.ts'
import { valueText } from './contact-name.ts'
import { useContactFields, useContactHistory } from './contact-queries.ts'
import classes from './contacts.module.css'

/** What was with a contact on all channels, the latest first. */
export function ContactHistory({ contactId }: { readonly contactId: string }) {
  const [kind, setKind] = useState<ContactHistoryKind | 'all'>('all')
  const query = useContactHistory(contactId, kind)
  return (
    <section className={classes.history} aria-label={texts.history}>
      <div className={classes.historyHead}>
        <h3>{texts.history}</h3>
        <Segmented
          label={texts.historyKind}
          value={kind}
          onChange={setKind}
          options={(['all', ...contactHistoryKinds] as const).map((value) => ({
            value,
            label: texts.historyKinds[value],
          }))}
        />
      </div>
      <QueryView query={query} rows={6} height={54}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          if (items.length === 0) return <p className={`sub ${classes.nothing}`}>{texts.noHistory}</p>
          return (
            <>
              <ol className={classes.items}>
                {items.map((item) => (
                  <HistoryItem key={`${item.kind} ${item.id}`} item={item} />
                ))}
              </ol>
              {query.hasNextPage && (
                <div className={classes.further}>
                  <Button size="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {texts.more}
                  </Button>
                </div>
              )}
            </>
          )
        }}
      </QueryView>
    </section>
  )
}

function HistoryItem({ item }: { readonly item: ContactHistoryItem }) {
  switch (item.kind) {
    case 'conversation':
      return <ConversationItem item={item} />
    case 'run':
      return <RunItem item={item} />
    case 'consent':
      return (
        <Item
          at={item.at}
          mark={<Icon of={item.state === 'out' ? IconBan : IconCircleCheck} className={classes[item.state]} />}
          title={item.state === 'out' ? texts.optedOut(item.shown) : texts.optedIn(item.shown)}
          sub={[item.detail, texts.fromAddress(item.address)].filter((part) => part !== '').join(' · ')}
        />
      )
    case 'change':
      return <ChangeItem item={item} />
  }
}

type Of<Kind extends ContactHistoryItem['kind']> = Extract<ContactHistoryItem, { readonly kind: Kind }>

function ConversationItem({ item }: { readonly item: Of<'conversation'> }) {
  const channels = useCatalog().data?.channels ?? []
  const { id, at, channel, status, preview, address, assignee } = item
  return (
    <Item
      at={at}
      mark={<Monogram kind={channels.find((kind) => kind.id === channel)} />}
      href={`/inbox/${id}?view=${status === 'closed' ? 'closed' : 'open'}`}
      title={preview === '' ? texts.someFile : preview}
      beside={<Badge tone={status === 'open' ? 'run' : 'idle'}>{texts.statusIs[status]}</Badge>}
      sub={assignee === null ? texts.conversationWith(address) : texts.answers(assignee.name)}
    />
  )
}

function RunItem({ item: { id, at, flowName, status } }: { readonly item: Of<'run'> }) {
  const { canSeeFlows } = useRights()
  const flow = flowName === '' ? texts.someFlow : flowName
  return (
    <Item
      at={at}
      mark={<Icon of={IconRoute} />}
      {...(canSeeFlows ? { href: `/runs/${id}` } : {})}
      title={flow}
      sub={runStatusTexts[status]}
    />
  )
}

function ChangeItem({ item: { at, what, author, fields, merged } }: { readonly item: Of<'change'> }) {
  const labels = useContactFields().data ?? []
  const labelOf = (key: string) => labels.find((field) => field.key === key)?.label ?? key
  const { changeIs } = texts
  const title = () => {
    if (what === 'created') return changeIs.created
    if (what === 'imported') return changeIs.imported
    if (what === 'merged') return changeIs.merged(merged ?? '')
    const [only, ...more] = fields
    if (only === undefined) return what === 'synchronized' ? changeIs.synchronized : changeIs.addresses
    if (more.length > 0) return changeIs.fields(fields.length)
    const [label, text] = [labelOf(only.field), valueText(only.to)]
    return text === '' ? changeIs.emptied(label) : changeIs.became(label, text)
  }
  return (
    <Item
      at={at}
      mark={<Icon of={IconPencil} />}
      title={title()}
      sub={author === null || author.name === '' ? texts.byItself : texts.by(author.name)}
    />
  )
}

interface ItemProps {
  readonly at: string
  readonly mark: ReactNode
  readonly title: string
  readonly sub: string
  readonly href?: string
  readonly beside?: ReactNode
}

function Item({ at, mark, title, sub, href, beside }: ItemProps) {
  return (
    <li className={classes.item}>
      <span className={classes.mark}>{mark}</span>
      <div className={classes.itemText}>
        <span className={classes.itemTitle}>
          {href === undefined ? (
            <b className="trunc" dir="auto">
              {title}
            </b>
          ) : (
            <Link href={href} className="trunc" dir="auto">
              {title}
            </Link>
          )}
          {beside}
        </span>
        <span className="sub trunc" dir="auto">
          {sub}
        </span>
      </div>
      <time dateTime={at}>{ago(at)}</time>
    </li>
  )
}
