import type { RunListItem } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { useRuns } from '../api/queries.ts'
import { runNote } from '../runs/run-note.ts'
import { timeThere } from '../runs/run-zone.ts'
import { QueryView } from '../ui/query-view.tsx'
import { homeTexts as texts } from '../ui/texts/home.ts'
import classes from './home.module.css'

const MOST_SHOWN = 5

/** The newest runs that failed, each with the reason. Tests fail while a flow is made: they need nobody. */
export function LatestFailures() {
  const runs = useRuns({ status: 'failed', test: 'false' })
  return (
    <section className={classes.part} aria-label={texts.failures}>
      <header className={classes.listHead}>
        <h2>{texts.failures}</h2>
        <Link href="/runs?status=failed&test=false">{texts.allFailures}</Link>
      </header>
      <QueryView query={runs} rows={3}>
        {({ pages }) => <Failures runs={(pages[0]?.items ?? []).slice(0, MOST_SHOWN)} />}
      </QueryView>
    </section>
  )
}

function Failures({ runs }: { readonly runs: readonly RunListItem[] }) {
  if (runs.length === 0) return <p className="muted">{texts.noFailures}</p>
  return (
    <ul className={classes.rows}>
      {runs.map((run) => (
        <li key={run.id}>
          <span className="grow trunc">
            <Link href={`/runs/${run.id}`} className={classes.name ?? ''}>
              {run.flowName}
            </Link>
            <span className="sub trunc">{runNote(run)?.text}</span>
          </span>
          <span className="sub num">{timeThere(run.startedAt, run)}</span>
        </li>
      ))}
    </ul>
  )
}
