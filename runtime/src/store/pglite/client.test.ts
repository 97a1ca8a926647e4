import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabasePlace, type DatabasePlace, databaseKind } from '../../../test/helpers/database.ts'
import { PgliteClient } from './client.ts'

describe.runIf(databaseKind === 'pglite')('the embedded database', () => {
  let place: DatabasePlace
  let directory: string
  let client: PgliteClient

  beforeAll(async () => {
    place = await createDatabasePlace('pglite')
    directory = join('dataDir' in place.options ? place.options.dataDir : '', 'database')
    client = await PgliteClient.open(directory)
    await client.execute('create table note (text text)', [])
  })

  afterAll(async () => {
    await client.close()
    await place.remove()
  })

  it('syncs to disk with every commit', async () => {
    const before = client.syncs
    for (let count = 0; count < 100; count += 1) await client.execute('insert into note values ($1)', [`${count}`])
    expect(client.syncs - before).toBeGreaterThanOrEqual(100)
  })

  it('syncs nothing for reading', async () => {
    const before = client.syncs
    for (let count = 0; count < 20; count += 1) await client.execute('select $1::text', [`${count}`])
    expect(client.syncs).toBe(before)
  })

  it('plans a prepared statement once and leaves the planning of others alone', async () => {
    const statement = { name: 'double', sql: 'select $1::integer * 2 as doubled' }
    expect(await client.executePrepared(statement, ['21'])).toEqual([{ doubled: 42 }])
    expect(await client.executePrepared(statement, ['4'])).toEqual([{ doubled: 8 }])
    const { rows } = await client.execute('select name, generic_plans from pg_prepared_statements', [])
    expect(rows).toContainEqual({ name: 'double', generic_plans: 2 })
    expect((await client.execute('show plan_cache_mode', [])).rows).toEqual([{ plan_cache_mode: 'auto' }])
  })

  it('takes any text as a parameter of a prepared statement', async () => {
    const statement = { name: 'echo', sql: 'select $1::text as text' }
    for (const text of [`it's`, `''; drop table note; --`, 'back\\slash', '$1', '👋\n']) {
      expect(await client.executePrepared(statement, [text])).toEqual([{ text }])
    }
  })

  it('goes on after a prepared statement that is refused', async () => {
    const statement = { name: 'half', sql: 'select 1 / $1::integer as half' }
    await expect(client.executePrepared(statement, ['0'])).rejects.toMatchObject({ code: '22012' })
    expect(await client.executePrepared(statement, ['1'])).toEqual([{ half: 1 }])
    await expect(client.executePrepared({ name: 'wrong', sql: 'select nothing' }, [])).rejects.toMatchObject({
      code: '42703',
    })
    expect(await client.executePrepared({ name: 'right', sql: 'select true as yes' }, [])).toEqual([{ yes: true }])
  })

  it('forgets old statements, and prepares them again when they come back', async () => {
    const statement = (index: number) => ({ name: `number_${index}`, sql: `select ${index}::integer as number` })
    for (let index = 0; index < 150; index += 1) await client.executePrepared(statement(index), [])
    const { rows } = await client.execute<{ count: number }>('select count(*) from pg_prepared_statements', [])
    expect(rows[0]?.count).toBeLessThan(70)
    expect(await client.executePrepared(statement(3), [])).toEqual([{ number: 3 }])
  })

  it('refuses statements once it is closed', async () => {
    const other = await PgliteClient.open(null)
    await other.close()
    await expect(other.execute('select 1', [])).rejects.toThrow('closed')
  })

  // The last test, because it destroys the files.
  it('says so when it failed, instead of leaving its callers waiting', async () => {
    const reasons: string[] = []
    client.onFatal((error) => reasons.push(error.message))
    await rm(join(directory, 'pg_wal'), { recursive: true })
    await client.execute('select pg_switch_wal()', [])
    await expect(client.execute('insert into note values ($1)', ['lost'])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    })
    await expect(client.execute('select 1', [])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(reasons).toHaveLength(1)
    expect(reasons[0]).toContain('PANIC')
  })
})
