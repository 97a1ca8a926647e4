import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../runtime/src/store/database.ts'

export function machineFacts(): readonly string[] {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  return [
    `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${memory} GB, Linux ${release()}, Node ${process.version}`,
    `load before the run: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
    `commit ${execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()}`,
  ]
}

export interface Durability {
  readonly fsync: string
  readonly synchronousCommit: string
}

export async function postgresDurability(url: string): Promise<Durability> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
    )
    return { fsync: rows[0].fsync, synchronousCommit: rows[0].commit }
  })
}

/** Opens the directory, which nobody else may use now. */
export async function pgliteDurability(dataDir: string): Promise<Durability> {
  const database = await openDatabase({ dataDir })
  try {
    const { rows } = await sql<{ fsync: string; commit: string }>`
      select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`.execute(
      database.kysely,
    )
    return { fsync: rows[0]?.fsync ?? '', synchronousCommit: rows[0]?.commit ?? '' }
  } finally {
    await database.close()
  }
}

/** Median of single-row commits in milliseconds. */
export async function commitTime(url: string): Promise<number> {
  return withClient(url, async (client) => {
    await client.query('create table if not exists bench_commit (at timestamptz)')
    const times: number[] = []
    for (let count = 0; count < 300; count += 1) {
      const began = performance.now()
      await client.query('insert into bench_commit values (now())')
      times.push(performance.now() - began)
    }
    await client.query('drop table bench_commit')
    return times.toSorted((left, right) => left - right)[150] ?? 0
  })
}

/** Syncs of the write-ahead log so far. */
export async function walSyncs(url: string): Promise<number> {
  return withClient(url, async (client) => {
    await client.query('select pg_stat_force_next_flush()')
    const { rows } = await client.query(
      "select coalesce(sum(fsyncs), 0)::int as syncs from pg_stat_io where object = 'wal'",
    )
    return rows[0].syncs
  })
}

async function withClient<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
