import type { AccountEvent, AccountEvents } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { useAccountEvents } from '../api/queries.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { ago, dayAndClock } from '../ui/formats.ts'
import { IconCheck, IconMinus, IconX } from '../ui/icons.ts'
import { QueryView } from '../ui/query-view.tsx'
import { Segmented } from '../ui/segmented.tsx'
import table from '../ui/table.module.css'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { useMinute } from '../ui/use-now.ts'
import classes from './accounts.module.css'

/** As long as a phone number. */
const LONGEST_FROM = 18

type Verdict = AccountEvent['verdict']

const texts = accountsTexts.events

const verdicts = {
  accepted: { tone: 'ok', icon: IconCheck },
  ignored: { tone: 'idle', icon: IconMinus },
  refused: { tone: 'bad', icon: IconX },
} as const satisfies Record<Verdict, { tone: Tone; icon: TablerIcon }>

const filters = [
  { value: 'all', label: texts.all },
  { value: 'refused', label: texts.verdicts.refused },
] as const

/** What the service of the account has sent and what came of it, read again while the page is in sight. */
export function AccountEventsSection({ accountId }: { readonly accountId: string }) {
  const events = useAccountEvents(accountId)
  const [filter, setFilter] = useState<'all' | 'refused'>('all')
  return (
    <section aria-labelledby="last-events">
      <div className={classes.sectionHead}>
        <h2 id="last-events">{texts.title}</h2>
        {events.data !== undefined && <span className="sub num">{texts.counts(events.data.counts)}</span>}
        <span className="grow" />
        <Segmented label={texts.show} value={filter} options={filters} onChange={setFilter} />
      </div>
      <QueryView query={events} rows={4} height={36}>
        {({ items }) => <EventRows items={filter === 'all' ? items : items.filter(isRefused)} filter={filter} />}
      </QueryView>
    </section>
  )
}

function isRefused({ verdict }: AccountEvent): boolean {
  return verdict === 'refused'
}

interface EventRowsProps {
  readonly items: AccountEvents['items']
  readonly filter: 'all' | 'refused'
}

function EventRows({ items, filter }: EventRowsProps) {
  useMinute()
  if (items.length === 0) return <p className={`sub ${classes.nothing}`}>{texts.none[filter]}</p>
  return (
    <table className={`${table.table} ${classes.events}`}>
      <thead>
        <tr>
          <th>{texts.columns.time}</th>
          <th>{texts.columns.event}</th>
          <th>{texts.columns.from}</th>
          <th>{texts.columns.verdict}</th>
          <th>{texts.columns.run}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, at, verdict, text, from = '', runId }) => (
          <tr key={id}>
            <td className="num">
              <time dateTime={at} title={dayAndClock(at)}>
                {ago(at)}
              </time>
            </td>
            <td className={classes.event} dir="auto">
              {text}
            </td>
            <td className={`mono ${classes.from}`} dir="auto" title={from}>
              {shortened(from)}
            </td>
            <td>
              <Badge {...verdicts[verdict]}>{texts.verdicts[verdict]}</Badge>
            </td>
            <td className="sub">
              {runId !== null ? <Link href={`/runs/${runId}`}>{texts.run}</Link> : texts.nothing[verdict]}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Ids of people have no meaning; both ends tell two of them apart. */
function shortened(from: string): string {
  return from.length > LONGEST_FROM ? `${from.slice(0, 5)}…${from.slice(-4)}` : from
}
