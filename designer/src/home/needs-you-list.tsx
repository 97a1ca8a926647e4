import { Button } from '@mantine/core'
import type { FlowListItem } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { dayAndClock, shortClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerPause } from '../ui/icons.ts'
import { homeTexts as texts } from '../ui/texts/home.ts'
import classes from './home.module.css'
import { type Need, needsOf } from './needs-you.ts'

interface NeedsYouProps {
  readonly flows: readonly FlowListItem[]
  /** When they were read, in milliseconds since 1970. */
  readonly lookedAt: number
}

export function NeedsYou({ flows, lookedAt }: NeedsYouProps) {
  const needs = needsOf(flows)
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
            <NeedRow key={`${need.kind} ${need.flow.id}`} need={need} />
          ))}
        </ul>
      )}
    </section>
  )
}

const looks = {
  failing: { icon: IconCircleX, tone: 'bad' },
  held: { icon: IconPlayerPause, tone: 'warn' },
  stopped: { icon: IconAlertTriangle, tone: 'warn' },
} as const

function NeedRow({ need }: { readonly need: Need }) {
  const { icon, tone } = looks[need.kind]
  return (
    <li>
      <Icon of={icon} className={classes[tone]} />
      <span className="grow">
        <b>{texts[need.kind].title(need.flow.name)}</b> {textOf(need)}
      </span>
      <Button component={Link} size="sm" href={pathOf(need)}>
        {texts[need.kind].button}
      </Button>
    </li>
  )
}

function textOf({ kind, flow }: Need): string {
  if (kind === 'failing') return texts.failing.text(flow.runs24h.failed, flow.runs24h.total)
  if (kind === 'stopped') return texts.stopped.text(flow.errors)
  const until = flow.heldUntil ?? null
  const expiry = until === null ? '' : texts.held.expires(dayAndClock(until, flow))
  return `${texts.held.text(flow.heldEvents ?? 0)}${expiry}`
}

function pathOf({ kind, flow }: Need): string {
  return kind === 'failing' ? `/runs?flowId=${flow.id}&status=failed&time=day&test=false` : `/flows/${flow.id}`
}
