import { isUuid, type Page } from '@patchbay/shared/api'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { containing, idCursor, toPage } from '../paging.ts'
import type { Tables } from '../schema/tables.ts'
import { lowestId } from '../uuid.ts'
import { ITEM } from './run-records.ts'
import type { RunListOptions, RunRow } from './run-repository.ts'
import { selectRuns, toRunRows } from './run-rows.ts'

/**
 * Limits of a search: what is read per statement, so that no statement takes long, and what is read per page. The first
 * statement reads few runs, because it is not known yet how large they are.
 */
const FIRST_WINDOW = 20
const MOST_RUNS_AT_ONCE = 1_000
const BYTES_AT_ONCE = 4 * 1024 * 1024
const RUNS_PER_PAGE = 10_000
const BYTES_PER_PAGE = 64 * 1024 * 1024

/** Newest first. An id contains the time its run was accepted, so order, cursor and period need only the id. */
export async function listRuns(kysely: Kysely<Tables>, options: RunListOptions): Promise<Page<RunRow>> {
  if (options.q !== undefined && !isUuid(options.q)) return searchRuns(kysely, options, options.q)
  let query = selectRuns(kysely).where(matching(options))
  if (options.q !== undefined) query = query.where('run.id', '=', options.q)
  const rows = await query
    .orderBy('run.id', 'desc')
    .limit(options.limit + 1)
    .execute()
  return toPage(await toRunRows(kysely, rows), options.limit, ({ id }) => id)
}

/** Searches backwards in windows until the page is full or a limit per page is reached. */
async function searchRuns(kysely: Kysely<Tables>, options: RunListOptions, q: string): Promise<Page<RunRow>> {
  const found: string[] = []
  let after = options.after
  let isEnd = false
  let [runs, bytes] = [0, 0]
  while (!isEnd && found.length <= options.limit && runs < RUNS_PER_PAGE && bytes < BYTES_PER_PAGE) {
    const size = runs === 0 ? FIRST_WINDOW : nextWindow(bytes / runs)
    const part = await searchWindow(kysely, after === undefined ? options : { ...options, after }, { q, size })
    found.push(...part.matches)
    runs += size
    bytes += part.bytes
    after = part.last ?? after
    isEnd = part.last === null
  }
  const ids = found.slice(0, options.limit)
  const isFull = found.length > options.limit
  return { items: await runsByIds(kysely, ids), next: isFull ? (ids.at(-1) ?? null) : isEnd ? null : (after ?? null) }
}

/** How many runs of this average size one statement reads. */
function nextWindow(bytesPerRun: number): number {
  return Math.min(Math.max(Math.floor(BYTES_AT_ONCE / Math.max(bytesPerRun, 1)), 1), MOST_RUNS_AT_ONCE)
}

/** Ids that match among the next runs. `last` is the oldest run that was read, null when there are no more. */
async function searchWindow(
  kysely: Kysely<Tables>,
  options: RunListOptions,
  { q, size }: { readonly q: string; readonly size: number },
): Promise<{ matches: string[]; last: string | null; bytes: number }> {
  const pattern = containing(q)
  // In JSON text, quotes and line breaks are escaped.
  const jsonPattern = containing(JSON.stringify(q).slice(1, -1))
  const rows = await kysely
    .with('candidate', (cte) =>
      cte
        .selectFrom('run')
        .select(['run.id', 'run.contact', 'run.address', 'run.input'])
        .where(matching(options))
        .orderBy('run.id', 'desc')
        .limit(size),
    )
    .selectFrom('candidate')
    .select('id')
    .select(
      sql<boolean>`coalesce(contact ilike ${pattern}, false) or coalesce(address ilike ${pattern}, false)
        or input::text ilike ${jsonPattern}`.as('matches'),
    )
    .select(sql<number>`octet_length(input::text)`.as('bytes'))
    .orderBy('id', 'desc')
    .execute()
  const matches = rows.filter((row) => row.matches).map(({ id }) => id)
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0)
  return { matches, last: rows.length < size ? null : (rows.at(-1)?.id ?? null), bytes }
}

async function runsByIds(kysely: Kysely<Tables>, ids: readonly string[]): Promise<RunRow[]> {
  if (ids.length === 0) return []
  return toRunRows(kysely, await selectRuns(kysely).where('run.id', 'in', ids).orderBy('run.id', 'desc').execute())
}

function matching(options: RunListOptions): RawBuilder<boolean> {
  const { flowId, status, caught, contact, isTest, parentId, from, to, after } = options
  const conditions = [
    flowId === undefined ? undefined : sql`run.flow_id = ${flowId}`,
    status === undefined ? undefined : sql`run.status = ${status}`,
    // As the indexes of such runs have it.
    caught === true ? sql`run.status = 'succeeded' and run.failed_step is not null` : undefined,
    contact === undefined ? undefined : sql`run.contact = ${contact}`,
    isTest === undefined ? undefined : isTest ? sql`run.test is not null` : sql`run.test is null`,
    // Thousands of items would bury the other runs.
    parentId === undefined ? sql`run.trigger_type <> ${ITEM}` : sql`run.parent_id = ${parentId}`,
    from === undefined ? undefined : sql`run.id >= ${lowestId(from)}`,
    to === undefined ? undefined : sql`run.id < ${lowestId(to)}`,
    after === undefined ? undefined : sql`run.id < ${idCursor(after)}`,
  ].filter((condition) => condition !== undefined)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}
