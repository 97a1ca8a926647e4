import { Button } from '@mantine/core'
import type { RunListItem } from '@patchbay/shared/api'
import type { MouseEvent } from 'react'
import { Link, useLocation } from 'wouter'
import { clock, dayBefore, duration, foreignZone } from '../ui/formats.ts'
import table from '../ui/table.module.css'
import { commonTexts } from '../ui/texts/common.ts'
import { runsTexts } from '../ui/texts/runs.ts'
import { useNow } from '../ui/use-now.ts'
import { runDuration, runNote, startedBy } from './run-note.ts'
import { timeThere, zoneOf } from './run-zone.ts'
import classes from './runs-table.module.css'
import { StatusBadge } from './status-badge.tsx'
import { TestMark } from './test-mark.tsx'

interface RunsTableProps {
  readonly runs: readonly RunListItem[]
  readonly chosenId: string | null
  readonly pathOf: (id: string) => string
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly onMore: () => void
  /** Shows the runs of one contact only. */
  readonly onContact: (contact: string) => void
}

export function RunsTable({ runs, chosenId, pathOf, hasMore, isLoadingMore, onMore, onContact }: RunsTableProps) {
  const { columns } = runsTexts
  const now = useNow(
    1000,
    runs.some((run) => run.status === 'running'),
  )
  return (
    <>
      <table className={`${table.table} ${classes.table}`}>
        <thead>
          <tr>
            <th className={classes.status}>{columns.status}</th>
            <th>{columns.flow}</th>
            <th className={classes.contact}>{columns.contact}</th>
            <th className={classes.started}>{columns.started}</th>
            <th className={`${table.right} ${classes.took}`}>{columns.took}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              isChosen={run.id === chosenId}
              path={pathOf(run.id)}
              now={now}
              onContact={onContact}
            />
          ))}
        </tbody>
      </table>
      {hasMore && (
        <div className={classes.more}>
          <Button size="sm" onClick={onMore} loading={isLoadingMore}>
            {runsTexts.showMore}
          </Button>
        </div>
      )}
    </>
  )
}

interface RunRowProps {
  readonly run: RunListItem
  readonly isChosen: boolean
  readonly path: string
  readonly now: number
  readonly onContact: (contact: string) => void
}

function RunRow({ run, isChosen, path, now, onContact }: RunRowProps) {
  const [, navigate] = useLocation()
  const note = runNote(run) ?? startedBy(run)
  const took = runDuration(run, now)
  // The flow's name is the link; the rest of the row is a larger target for the mouse only.
  const openByMouse = (event: MouseEvent<HTMLElement>) => {
    if (event.target instanceof Element && event.target.closest('a, button') === null) navigate(path)
  }
  return (
    <tr className={classes.row} data-selected={isChosen || undefined} onClick={openByMouse}>
      <td>
        <StatusBadge run={run} />
      </td>
      <td>
        <span className={classes.named}>
          <Link
            href={path}
            className={`trunc ${classes.flow}`}
            aria-label={runsTexts.open(run.flowName, timeThere(run.startedAt, run))}
            aria-current={isChosen ? 'true' : undefined}
          >
            {run.flowName}
          </Link>
          {run.test && <TestMark />}
        </span>
        {note && (
          <div className={`sub trunc ${classes.note}`} data-tone={note.tone} title={note.text}>
            {note.text}
          </div>
        )}
      </td>
      <td className="num">
        {run.contact === null ? (
          <None />
        ) : (
          <Contact contact={run.contact} shown={run.contactShown ?? run.contact} onChoose={onContact} />
        )}
      </td>
      <td>
        <Started run={run} />
      </td>
      <td className={`num ${table.right} ${classes.took}`}>{took === null ? <None /> : duration(took)}</td>
    </tr>
  )
}

/**
 * The time where the flow is, under its day when that is not today. Flows of several zones stand in one list, so the
 * zone is named wherever its clock differs from the reader's.
 */
function Started({ run }: { readonly run: RunListItem }) {
  const at = run.startedAt
  const zone = zoneOf(run)
  const day = dayBefore(at, zone)
  const below = [day === null ? null : clock(at, zone), foreignZone(at, zone)].filter((part) => part !== null).join(' ')
  return (
    <time dateTime={at} title={runsTexts.startedAt(timeThere(at, run), run.timeZone ?? '')}>
      {day ?? clock(at, zone)}
      {below !== '' && <div className="sub">{below}</div>}
    </time>
  )
}

interface ContactProps {
  readonly contact: string
  /** As people read it. */
  readonly shown: string
  readonly onChoose: (contact: string) => void
}

function Contact({ contact, shown, onChoose }: ContactProps) {
  return (
    <button
      type="button"
      className={classes.who}
      title={runsTexts.onlyContact(shown)}
      aria-label={runsTexts.onlyContact(shown)}
      onClick={() => onChoose(contact)}
    >
      {shown}
    </button>
  )
}

function None() {
  return <span className="muted">{commonTexts.none}</span>
}
