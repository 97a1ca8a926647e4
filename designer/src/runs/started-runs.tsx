import { Button } from '@mantine/core'
import type { RunListItem, RunResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { Link } from 'wouter'
import { useRuns } from '../api/queries.ts'
import { duration } from '../ui/formats.ts'
import { QueryView } from '../ui/query-view.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { startedRunTexts as texts } from '../ui/texts/started-runs.ts'
import { useNow } from '../ui/use-now.ts'
import { runDuration, runNote } from './run-note.ts'
import classes from './started-runs.module.css'
import { StatusBadge } from './status-badge.tsx'

type Shown = 'all' | 'failed'

const views = [
  { value: 'all', label: texts.all },
  { value: 'failed', label: texts.failed },
] as const

/** The runs that a run has started, such as the items of a list: newest first, page by page. */
export function StartedRuns({ run }: { readonly run: RunResource }) {
  const [shown, setShown] = useState<Shown>('all')
  const runs = useRuns({ parentId: run.id, ...(shown === 'failed' ? { status: 'failed' } : {}) })
  const items = runs.data?.pages.flatMap((page) => page.items) ?? []
  const now = useNow(1000, run.finishedAt === null)
  return (
    <>
      <div className={classes.filter}>
        <Segmented label={texts.filter} value={shown} options={views} onChange={setShown} />
      </div>
      <QueryView query={runs} rows={6} height={40}>
        {() =>
          items.length === 0 ? (
            <p className={classes.none}>{shown === 'failed' ? texts.noneFailed : texts.none}</p>
          ) : (
            <ul className={classes.runs}>
              {items.map((item) => (
                <StartedRun key={item.id} item={item} now={now} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {runs.hasNextPage && (
        <div className={classes.more}>
          <Button size="sm" onClick={() => void runs.fetchNextPage()} loading={runs.isFetchingNextPage}>
            {texts.showMore}
          </Button>
        </div>
      )}
    </>
  )
}

function StartedRun({ item, now }: { readonly item: RunListItem; readonly now: number }) {
  const note = runNote(item)
  const took = runDuration(item, now)
  return (
    <li>
      <Link href={`/runs/${item.id}`} className={classes.run ?? ''}>
        <StatusBadge run={item} />
        <span className={`trunc ${classes.name}`}>{nameOf(item)}</span>
        {note && (
          <span className="sub trunc" data-tone={note.tone} title={note.text}>
            {note.text}
          </span>
        )}
        <span className="grow" />
        <span className="sub num">{took === null ? '' : duration(took)}</span>
      </Link>
    </li>
  )
}

/** An item of a list has a place; another run has the name of its flow. */
function nameOf({ parent, trigger, flowName }: Pick<RunListItem, 'parent' | 'trigger' | 'flowName'>): string {
  return trigger.type === ITEM && parent ? texts.item(parent.item + 1) : flowName
}

/** Type of the trigger of a run over one exit of an action, which has none. */
const ITEM = 'item'
