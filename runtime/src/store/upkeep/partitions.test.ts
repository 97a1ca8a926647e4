import { DAY_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { anAccept, aStep, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { flushStatement } from '../runs/flush-statement.ts'
import { planSettings } from '../runs/prepared-statement.ts'
import { createRunRepository } from '../runs/run-repository.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { lowestId, timeOfId, uuidv7 } from '../uuid.ts'
import { dayOfPartition, ensurePartitions, partitionOf, partitionsOf } from './partitions.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

async function partitions(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'run'::regclass order by name`.execute(
    database.kysely,
  )
  return rows.map(({ name }) => name)
}

async function tableOf(table: 'run' | 'run_step', key: 'id' | 'run_id', runId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct tableoid::regclass::text as name from ${sql.id(table)} where ${sql.id(key)} = ${runId}`.execute(
    database.kysely,
  )
  return rows.map(({ name }) => name)
}

async function plan(statement: string): Promise<string> {
  const { rows } = await sql
    .raw<{ 'QUERY PLAN': string }>(`explain ${statement}`)
    .execute(database.kysely.withoutPlugins())
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

describe('partitions', () => {
  it('are there for today and seven days ahead when a database is opened', async () => {
    const days = Array.from({ length: 8 }, (_, ahead) => partitionOf('run', new Date(Date.now() + ahead * DAY_MS)))
    expect(await partitions()).toEqual(expect.arrayContaining([...days, 'run_default']))
  })

  it('are made once, also when several processes make them together', async () => {
    const later = new Date(Date.now() + 30 * DAY_MS)
    await Promise.all([1, 2, 3].map(() => ensurePartitions(database.kysely, later)))
    const made = await partitions()
    expect(made).toContain(partitionOf('run', later))
    await ensurePartitions(database.kysely, later)
    expect(await partitions()).toEqual(made)
  })

  it('hold a run and its steps in the day of its id', async () => {
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const tomorrow = new Date(Date.now() + DAY_MS)
    const { runId } = await writer.accept(anAccept({ runId: uuidv7(tomorrow) }))
    expect(await writer.step(aStepRecord(runId))).toBe(true)
    expect(await tableOf('run', 'id', runId)).toEqual([partitionOf('run', tomorrow)])
    expect(await tableOf('run_step', 'run_id', runId)).toEqual([partitionOf('run_step', tomorrow)])
  })

  it('take over what a day without a partition left in the default one', async () => {
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const day = new Date(Date.now() + 60 * DAY_MS)
    const record = anAccept({ runId: uuidv7(day), step: aStep({ outputs: { big: 12345678901234567890n } }) })
    await writer.accept(record)
    expect(await tableOf('run', 'id', record.runId)).toEqual(['run_default'])

    await ensurePartitions(database.kysely, day)
    expect(await tableOf('run', 'id', record.runId)).toEqual([partitionOf('run', day)])
    expect(await tableOf('run_step', 'run_id', record.runId)).toEqual([partitionOf('run_step', day)])
    expect(await writer.step(aStepRecord(record.runId))).toBe(true)
    const stored = await createRunRepository(database.kysely).get(record.runId)
    expect(stored.steps.map(({ seq }) => seq)).toEqual([1, 2])
    expect(stored.steps[0]?.outputs).toEqual(record.step.outputs)
  })

  it('of other days are not read for one run, nor for a period', async () => {
    const today = partitionOf('run', new Date())
    const single = await plan(`select * from run where id = '${uuidv7()}'`)
    expect(single.match(/\brun_(\d{8}|default)\b/g)).toEqual(expect.arrayContaining([today]))
    expect(single).not.toContain('run_default')
    const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS
    const bounds = [midnight, midnight + DAY_MS].map((ms) => lowestId(new Date(ms)))
    const period = await plan(`select * from run where id >= '${bounds[0]}' and id < '${bounds[1]}' order by id desc`)
    expect(new Set(period.match(/\brun_\d{8}\b|\brun_default\b/g))).toEqual(new Set([today]))
  })

  it('that are missing leave their rows to the default one, wherever a flush finds them', async () => {
    const far = new Date(Date.now() + 40 * DAY_MS)
    const record = anAccept({ runId: uuidv7(far) })
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    await writer.accept(record)
    expect(await tableOf('run', 'id', record.runId)).toEqual(['run_default'])
    expect(await writer.step(aStepRecord(record.runId))).toBe(true)
    await ensurePartitions(database.kysely, far)
    expect(await writer.step(aStepRecord(record.runId, { step: aStep({ seq: 3 }) }))).toBe(true)
    expect(await tableOf('run_step', 'run_id', record.runId)).toEqual([partitionOf('run_step', far)])
    expect((await createRunRepository(database.kysely).get(record.runId)).steps).toHaveLength(3)
    await writer.close()
  })

  it('are found by key in a flush, although its plan is made while they are empty', async () => {
    const runId = uuidv7()
    const { run, step } = partitionsOf(dayOfPartition(timeOfId(runId)))
    const ofMessages = { hasMessages: false, hasReceived: false, hasRunWaits: false }
    const ofEvents = { hasRunStarts: false, hasRunEvents: false }
    const ofRuns = { hasAccepts: false, hasKeys: false, hasChanges: true, hasSteps: false, hasCounts: false }
    const parts = { ...ofRuns, ...ofMessages, ...ofEvents }
    const { sql: text } = flushStatement({ ...parts, runTable: run, stepTable: step })
    const plan = await database.kysely
      .withoutPlugins()
      .connection()
      .execute(async (connection) => {
        for (const [name, value] of Object.entries(planSettings)) {
          await sql`select set_config(${name}, ${value}, false)`.execute(connection)
        }
        await sql.raw(`prepare plan_of_flush as ${text}`).execute(connection)
        const { rows } = await sql
          .raw<{ 'QUERY PLAN': string }>('explain execute plan_of_flush (null::run_change[])')
          .execute(connection)
        await sql`deallocate plan_of_flush`.execute(connection)
        for (const name of Object.keys(planSettings)) await sql`reset ${sql.id(name)}`.execute(connection)
        return rows.map((row) => row['QUERY PLAN'])
      })
    const scans = plan.filter((line) => /Scan .*\bon run_/.test(line))
    expect(scans).toEqual([expect.stringContaining(`Index Scan using ${run}_pkey on ${run}`)])
  })
})
