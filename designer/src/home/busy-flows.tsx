import type { FlowListItem } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { PublicationBadge } from '../flows-list/publication-badge.tsx'
import { homeTexts as texts } from '../ui/texts/home.ts'
import classes from './home.module.css'

const MOST_SHOWN = 5

/** The flows with the most runs, then those that were changed last. */
export function BusyFlows({ flows }: { readonly flows: readonly FlowListItem[] }) {
  const shown = flows
    .toSorted((a, b) => b.runs24h.total - a.runs24h.total || Date.parse(b.modifiedAt) - Date.parse(a.modifiedAt))
    .slice(0, MOST_SHOWN)
  return (
    <section className={classes.part} aria-label={texts.flows}>
      <header className={classes.listHead}>
        <h2>{texts.flows}</h2>
        <Link href="/flows">{texts.allFlows}</Link>
      </header>
      <ul className={classes.rows}>
        {shown.map((flow) => (
          <li key={flow.id}>
            <span className="grow trunc">
              <Link href={`/flows/${flow.id}`} className={classes.name ?? ''}>
                {flow.name}
              </Link>
              <span className="sub num">{texts.runsToday(flow.runs24h.total)}</span>
            </span>
            <PublicationBadge live={flow.live} changes={flow.changes} paused={flow.paused} />
          </li>
        ))}
      </ul>
    </section>
  )
}
