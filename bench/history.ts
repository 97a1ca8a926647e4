import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { DAY_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { type DatabaseOptions, openDatabase } from '../runtime/src/store/database.ts'

const CHUNK = 20_000

/**
 * Fills the history with finished runs of three steps each, spread over the time from midnight until then. Run ids are
 * UUIDv7s of those times. Patchbay must not be running on an embedded database.
 */
export async function fillHistory(options: DatabaseOptions, runs: number, until: Date): Promise<void> {
  const database = await openDatabase(options)
  try {
    const now = until.getTime()
    const midnight = Math.floor(now / DAY_MS) * DAY_MS
    const flows = await sql<{ id: string }>`select id from flow limit 1`.execute(database.kysely)
    const flowId = flows.rows[0]?.id
    if (flowId === undefined) throw new Error('There is no flow to fill a history of.')
    for (let from = 0; from < runs; from += CHUNK) {
      const count = Math.min(CHUNK, runs - from)
      const perRun = (now - midnight) / runs
      await insertRuns(database.kysely, { flowId, count, startMs: midnight + from * perRun, perRun })
    }
    await sql`analyze run`.execute(database.kysely)
    await sql`analyze run_step`.execute(database.kysely)
  } finally {
    await database.close()
  }
  // The disk would go on writing gigabytes beside what is measured next.
  await promisify(execFile)('sync')
}

async function insertRuns(
  kysely: Awaited<ReturnType<typeof openDatabase>>['kysely'],
  { flowId, count, startMs, perRun }: { flowId: string; count: number; startMs: number; perRun: number },
): Promise<void> {
  await sql`
    with made as (
      select (lpad(to_hex((${startMs}::float8 + n * ${perRun}::float8)::bigint), 12, '0') || '7'
          || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid as id,
        to_timestamp((${startMs}::float8 + n * ${perRun}::float8) / 1000) as at
      from generate_series(0, ${count - 1}::int) as n
    ), stored as (
      insert into run (id, flow_id, version, epoch, status, trigger_node_id, trigger_type, input, result, finished_at)
      select id, ${flowId}::uuid, 1, 1, 'succeeded', 1, 'inbound-api', '{"text":""}', '{"statusCode":200}', at from made
      returning id, finished_at
    )
    insert into run_step (run_id, seq, epoch, node_id, visit, type, name, exit, inputs, outputs, variables, warnings,
      started_at, duration_ms)
    select id, seq, 1, seq, 1, 'external-web-call', 'Step', 'success', '{"url":"http://127.0.0.1/forecast"}',
      json_build_object('statusCode', 200, 'responseBody', repeat(md5(id::text), 20)), '{}', '[]', finished_at, 1
    from stored cross join generate_series(1, 3) as seq`.execute(kysely)
}
