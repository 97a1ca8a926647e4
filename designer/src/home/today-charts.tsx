import type { AddressWords, HourOfToday } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { number } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconChevronRight } from '../ui/icons.ts'
import { homeTexts as texts } from '../ui/texts/home.ts'
import classes from './home.module.css'
import { HourChart, type Series } from './hour-chart.tsx'

interface TodayChartsProps {
  readonly hours: readonly HourOfToday[]
  readonly timeZone: string
  readonly words: AddressWords
}

/** Messages and runs of today. */
export function TodayCharts({ hours, timeZone, words }: TodayChartsProps) {
  const total = (name: 'received' | 'sent' | 'runs' | 'failed' | 'caught') =>
    hours.reduce((sum, hour) => sum + hour[name], 0)
  const shared = { hours: hours.map(({ at }) => at), timeZone }
  const messages: readonly Series[] = [
    { label: texts.received, tone: 'plain', values: hours.map(({ received }) => received) },
    { label: texts.sent, tone: 'strong', values: hours.map(({ sent }) => sent) },
  ]
  const runs: readonly Series[] = [
    { label: texts.succeeded, tone: 'plain', values: hours.map(({ runs, failed, caught }) => runs - failed - caught) },
    { label: texts.caught, tone: 'warn', values: hours.map(({ caught }) => caught) },
    { label: texts.failed, tone: 'bad', values: hours.map(({ failed }) => failed) },
  ]
  return (
    <div className={classes.pair}>
      <section className={classes.part} aria-label={texts.messages(words)}>
        <Head
          title={texts.messages(words)}
          total={total('received') + total('sent')}
          note={texts.messagesNote(total('received'), total('sent'))}
        />
        <HourChart title={texts.messages(words)} {...shared} series={messages} />
      </section>
      <section className={classes.part} aria-label={texts.runs}>
        <Head title={texts.runs} total={total('runs')} note={texts.runsNote(total('failed'), total('caught'))} />
        <HourChart title={texts.runs} {...shared} series={runs} />
      </section>
    </div>
  )
}

interface HeadProps {
  readonly title: string
  readonly total: number
  readonly note: string
}

/** Leads to the runs of today: texts that start a flow stand there, too. */
function Head({ title, total, note }: HeadProps) {
  return (
    <Link href="/runs?time=today&test=false" className={classes.figure ?? ''}>
      <h2>{title}</h2>
      <Icon of={IconChevronRight} size={14} />
      <span className={classes.total}>{number(total)}</span>
      <span className="sub">{note}</span>
    </Link>
  )
}
