import { Tooltip } from '@mantine/core'
import { useMemo } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { useIsLive } from '../api/events.ts'
import { useFlows, useRuns } from '../api/queries.ts'
import { Badge } from '../ui/badge.tsx'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { runsTexts } from '../ui/texts/runs.ts'
import { useMinute } from '../ui/use-now.ts'
import { DeadLettersBar } from './dead-letters-bar.tsx'
import { NoRuns } from './no-runs.tsx'
import { RunDetail } from './run-detail.tsx'
import { readRunSearch, toRunFilters, writeRunSearch } from './run-filters.ts'
import { RunsFilterBar } from './runs-filter-bar.tsx'
import classes from './runs-page.module.css'
import { RunsTable } from './runs-table.tsx'

/** All runs, and the chosen one beside them. */
export function RunsPage({ runId }: { readonly runId: string | null }) {
  const [params, setParams] = useSearchParams()
  const [, navigate] = useLocation()
  const minute = useMinute()
  const search = useMemo(() => readRunSearch(params), [params])
  const filters = useMemo(() => toRunFilters(search, new Date(minute)), [search, minute])
  const runs = useRuns(filters)
  const items = useMemo(() => runs.data?.pages.flatMap((page) => page.items) ?? [], [runs.data])
  const query = writeRunSearch(search).toString()
  const suffix = query === '' ? '' : `?${query}`
  return (
    <Page
      title={runsTexts.title}
      beside={<LiveBadge />}
      filters={
        <>
          <RunsFilterBar
            search={search}
            contactShown={items.find(({ contact }) => contact === search.contact)?.contactShown}
            onChange={(next) => setParams(writeRunSearch(next), { replace: true })}
          />
          <span className="grow" />
          <Totals flowId={search.flowId} />
        </>
      }
    >
      <div className={classes.panes} data-open={runId !== null || undefined}>
        <div className={classes.list}>
          {search.flowId !== null && <DeadLettersBar flowId={search.flowId} />}
          <QueryView query={runs} rows={10} height={54}>
            {() =>
              items.length === 0 ? (
                <NoRuns search={search} onClear={() => setParams('', { replace: true })} />
              ) : (
                <RunsTable
                  runs={items}
                  chosenId={runId}
                  pathOf={(id) => `/runs/${id}${suffix}`}
                  hasMore={runs.hasNextPage}
                  isLoadingMore={runs.isFetchingNextPage}
                  onMore={() => void runs.fetchNextPage()}
                  onContact={(contact) => setParams(writeRunSearch({ ...search, contact }))}
                />
              )
            }
          </QueryView>
        </div>
        {runId !== null && <RunDetail key={runId} runId={runId} onClose={() => navigate(`/runs${suffix}`)} />}
      </div>
    </Page>
  )
}

function LiveBadge() {
  const isLive = useIsLive()
  if (isLive) {
    return (
      <Badge tone="ok" dot>
        {runsTexts.live}
      </Badge>
    )
  }
  return (
    <Tooltip label={runsTexts.notLiveHelp}>
      <span>
        <Badge tone="idle" dot>
          {runsTexts.notLive}
        </Badge>
      </span>
    </Tooltip>
  )
}

/** Runs of the last 24 hours, of the chosen flow or all. */
function Totals({ flowId }: { readonly flowId: string | null }) {
  const flows = useFlows()
  const counted = (flows.data ?? []).filter((flow) => flowId === null || flow.id === flowId)
  if (counted.length === 0) return null
  const total = counted.reduce((sum, flow) => sum + flow.runs24h.total, 0)
  const failed = counted.reduce((sum, flow) => sum + flow.runs24h.failed, 0)
  const caught = counted.reduce((sum, flow) => sum + flow.runs24h.caught, 0)
  return <span className={`sub num ${classes.totals}`}>{runsTexts.counts(total, failed, caught)}</span>
}
