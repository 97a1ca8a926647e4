import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKind, openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { tidyEmbedded } from './tidy.ts'

// Postgres does all this itself.
describe.runIf(databaseKind === 'pglite')('the embedded database', { timeout: 120_000 }, () => {
  let database: Database

  beforeEach(async () => {
    database = await openTestDatabase()
  })

  afterEach(() => database.close())

  const tidy = (isQuiet = false) =>
    tidyEmbedded({ kysely: database.kysely, files: database.files, isQuiet: () => isQuiet })

  /** Rows of about 1 kB. */
  async function addRows(count: number): Promise<void> {
    await sql`insert into setting (key, value)
      select 'row ' || clock_timestamp() || n, to_json(repeat(md5(n::text), 30)) from generate_series(1, ${count}::integer) n`.execute(
      database.kysely,
    )
  }

  /** A session publishes its counts once a second. This publishes them at once. */
  async function tellStatistics(): Promise<void> {
    await sql`select pg_stat_force_next_flush()`.execute(database.kysely)
    await sql`select 1`.execute(database.kysely)
  }

  async function read<Row>(query: string): Promise<Row> {
    const { rows } = await sql.raw<Row>(query).execute(database.kysely)
    const [row] = rows
    if (row === undefined) throw new Error('A row is always there.')
    return row
  }

  const setting = () =>
    read<{ dead: number; visible: number; analyzed: number }>(
      `select n_dead_tup as dead, relallvisible as visible, reltuples::integer as analyzed
       from pg_stat_user_tables stat join pg_class on oid = relid where stat.relname = 'setting'`,
    )

  it('gets a checkpoint once its log has grown', async () => {
    const logged = () =>
      read<{ bytes: number }>(
        'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()',
      )
    await addRows(10_000)
    const before = (await logged()).bytes
    await tidy()
    expect((await logged()).bytes).toBeGreaterThanOrEqual(before)
    for (let count = 0; count < 3; count += 1) await addRows(10_000)
    await tidy()
    expect((await logged()).bytes).toBeLessThan(before)
  })

  it('is freed of dead rows and learns how many there are', async () => {
    await addRows(500)
    await sql`delete from setting where key in (select key from setting limit 400)`.execute(database.kysely)
    await tellStatistics()
    expect((await setting()).dead).toBe(400)
    await tidy()
    expect(await setting()).toMatchObject({ dead: 0, analyzed: 100 })
  })

  it('is not held up by its large tables: statistics in a quiet moment, no vacuum', async () => {
    await addRows(10_000)
    await tellStatistics()
    await tidy(false)
    expect(await setting()).toMatchObject({ visible: 0, analyzed: -1 })
    await tidy(true)
    const { visible, analyzed } = await setting()
    expect(visible).toBe(0)
    expect(analyzed).toBeGreaterThan(9_000)
  })
})
