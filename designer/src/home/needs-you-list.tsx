import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { dayAndClock, shortClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInbox, IconPlayerPause } from '../ui/icons.ts'
import { homeTexts as texts } from '../ui/texts/home.ts'
import classes from './home.module.css'
import { type Need, type NeedsSource, needsOf } from './needs-you.ts'

interface NeedsYouProps extends NeedsSource {
  /** When they were read, in milliseconds since 1970. */
  readonly lookedAt: number
}

export function NeedsYou({ lookedAt, ...source }: NeedsYouProps) {
  const needs = needsOf(source)
  return (
    <section className={classes.needs} aria-label={texts.needs}>
      <h2>
        {texts.needs} {needs.length > 0 && <span className="muted">{needs.length}</span>}
      </h2>
      {needs.length === 0 ? (
        <p className={classes.calm}>
          <Icon of={IconCircleCheck} />
          <b>{texts.nothingNeeds}</b>
          <span className="muted">{texts.lastLook(shortClock(new Date(lookedAt).toISOString()))}</span>
        </p>
      ) : (
        <ul>
          {needs.map((need) => (
            <NeedRow key={keyOf(need)} need={need} />
          ))}
        </ul>
      )}
    </section>
  )
}

const looks = {
  waiting: { icon: IconInbox, tone: 'warn' },
  account: { icon: IconCircleX, tone: 'bad' },
  accounts: { icon: IconCircleX, tone: 'bad' },
  failing: { icon: IconCircleX, tone: 'bad' },
  held: { icon: IconPlayerPause, tone: 'warn' },
  stopped: { icon: IconAlertTriangle, tone: 'warn' },
} as const

function NeedRow({ need }: { readonly need: Need }) {
  const { icon, tone } = looks[need.kind]
  const { title, text, path } = wordsOf(need)
  return (
    <li>
      <Icon of={icon} className={classes[tone]} />
      <span className="grow">
        <b>{title}</b> {text}
      </span>
      <Button component={Link} size="sm" href={path}>
        {texts[need.kind].button}
      </Button>
    </li>
  )
}

function keyOf(need: Need): string {
  if (need.kind === 'waiting' || need.kind === 'accounts') return need.kind
  return `${need.kind} ${need.kind === 'account' ? need.account.id : need.flow.id}`
}

function wordsOf(need: Need): { readonly title: string; readonly text: string; readonly path: string } {
  if (need.kind === 'waiting') {
    return { title: texts.waiting.title(need.contacts), text: texts.waiting.text, path: '/inbox' }
  }
  if (need.kind === 'account') {
    const { id, name, state } = need.account
    return { title: texts.account.title(name), text: texts.account.text[state], path: `/accounts/${id}` }
  }
  if (need.kind === 'accounts') {
    const names = need.accounts.map(({ name }) => name).join(', ')
    return { title: texts.accounts.title(need.accounts.length), text: texts.accounts.text(names), path: '/accounts' }
  }
  const { kind, flow } = need
  const title = texts[kind].title(flow.name)
  if (kind === 'failing') {
    const path = `/runs?flowId=${flow.id}&status=failed&time=day&test=false`
    return { title, text: texts.failing.text(flow.runs24h.failed, flow.runs24h.total), path }
  }
  const path = `/flows/${flow.id}`
  if (kind === 'stopped') return { title, text: texts.stopped.text(flow.errors), path }
  const until = flow.heldUntil ?? null
  const expiry = until === null ? '' : texts.held.expires(dayAndClock(until, flow))
  return { title, text: `${texts.held.text(flow.heldEvents ?? 0)}${expiry}`, path }
}
