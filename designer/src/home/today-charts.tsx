import type { AddressWords, HourOfToday } from '@patchbay/shared/api'
import { Fragment } from 'react'
import { Link } from 'wouter'
import { useRights } from '../api/queries.ts'
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

const RUNS = '/runs?time=today&test=false'

/** Conversations, messages and runs of today. */
export function TodayCharts({ hours, timeZone, words }: TodayChartsProps) {
  const { canAnswer } = useRights()
  const total = (name: keyof Omit<HourOfToday, 'at'>) => hours.reduce((sum, hour) => sum + hour[name], 0)
  const shared = { hours: hours.map(({ at }) => at), timeZone }
  const conversations: readonly Series[] = [
    { label: texts.opened, tone: 'plain', values: hours.map(({ opened }) => opened) },
    { label: texts.closed, tone: 'strong', values: hours.map(({ closed }) => closed) },
  ]
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
    <div className={classes.charts}>
      <section className={classes.part} aria-label={texts.conversations}>
        <Head
          title={texts.conversations}
          total={total('opened')}
          {...(canAnswer ? { path: '/inbox?view=open' } : {})}
          notes={[
            { text: texts.openedNote },
            { text: texts.closedNote(total('closed')), ...(canAnswer ? { path: '/inbox?view=closed' } : {}) },
          ]}
        />
        <HourChart title={texts.conversations} {...shared} series={conversations} />
      </section>
      <section className={classes.part} aria-label={texts.messages(words)}>
        <Head
          title={texts.messages(words)}
          total={total('received') + total('sent')}
          path={RUNS}
          notes={[{ text: texts.messagesNote(total('received'), total('sent')) }]}
        />
        <HourChart title={texts.messages(words)} {...shared} series={messages} />
      </section>
      <section className={classes.part} aria-label={texts.runs}>
        <Head
          title={texts.runs}
          total={total('runs')}
          path={RUNS}
          notes={[
            { text: texts.failedNote(total('failed')), path: `${RUNS}&status=failed` },
            { text: texts.caughtNote(total('caught')), path: `${RUNS}&status=caught` },
          ]}
        />
        <HourChart title={texts.runs} {...shared} series={runs} />
      </section>
    </div>
  )
}

interface HeadProps {
  readonly title: string
  readonly total: number
  /** The list behind the figure; none for readers whose roles do not open it. */
  readonly path?: string
  readonly notes: readonly { readonly text: string; readonly path?: string }[]
}

/** Texts lead to the runs of today: those that start a flow stand there, too. */
function Head({ title, total, path, notes }: HeadProps) {
  const figure = (
    <>
      <h2>{title}</h2>
      {path !== undefined && <Icon of={IconChevronRight} size={14} />}
      <span className={classes.total}>{number(total)}</span>
    </>
  )
  return (
    <>
      {path === undefined ? (
        <div className={classes.figure}>{figure}</div>
      ) : (
        <Link href={path} className={classes.figure ?? ''}>
          {figure}
        </Link>
      )}
      <p className={`sub ${classes.notes}`}>
        {notes.map(({ text, path: list }, index) => (
          <Fragment key={text}>
            {index > 0 && ', '}
            {list === undefined ? text : <Link href={list}>{text}</Link>}
          </Fragment>
        ))}
      </p>
    </>
  )
}
