import { HOUR_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { aFlow, anAccept, anEnd, aStep } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { createFlowRepository } from '../repositories/flow-repository.ts'
import { uuidv7 } from '../uuid.ts'
import type { AcceptRecord, RunEnd } from './run-records.ts'
import { createRunRepository, type RunListOptions, type RunRepository } from './run-repository.ts'
import { createRunWriter } from './run-writer.ts'
import type { RunWriter } from './writer-port.ts'

let database: Database
let writer: RunWriter
let runs: RunRepository
let weather: string

beforeAll(async () => {
  database = await openTestDatabase()
  writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
  runs = createRunRepository(database.kysely)
  weather = uuidv7()
  const flow = { id: weather, document: aFlow('Weather'), by: 'Ada', at: new Date() }
  await createFlowRepository(database.kysely).create(flow)
})

afterAll(() => database.close())

beforeEach(async () => {
  for (const table of ['run', 'runStep', 'runCount'] as const) await database.kysely.deleteFrom(table).execute()
})

async function run(change: Partial<AcceptRecord> = {}, end?: Partial<RunEnd>): Promise<string> {
  const { runId } = await writer.accept(anAccept({ flowId: weather, ...change }))
  if (end !== undefined) await writer.end({ runId, epoch: 1, end: anEnd(end) })
  return runId
}

async function idsOf(options: Partial<RunListOptions> = {}): Promise<string[]> {
  return (await runs.list({ limit: 100, ...options })).items.map(({ id }) => id)
}

const failure = { status: 'failed', error: { code: 'TIMEOUT', message: 'No reply.' } } as const

describe('the list of runs', () => {
  it('goes page by page, newest first, and shows what happened', async () => {
    const older = await run()
    const error = { code: 'HTTP_STATUS', message: 'Status 500.' }
    const warnings = [{ code: 'EMPTY', message: 'No value.' }]
    const step = aStep({ nodeId: 4, name: 'Forecast', error, warnings })
    const newer = await run({ step, contact: '+15551112222' }, failure)
    const page = await runs.list({ limit: 1 })
    expect(page.items).toMatchObject([
      {
        id: newer,
        flowId: weather,
        flowName: 'Weather',
        timeZone: 'America/New_York',
        version: 1,
        status: 'failed',
        trigger: { nodeId: 1, type: 'inbound-sms' },
        contact: '+15551112222',
        address: { channel: 'sms', value: '+15550002222' },
        waitingFor: null,
        error: failure.error,
        failedStep: { nodeId: 4, name: 'Forecast', code: 'HTTP_STATUS' },
        warnings: 1,
      },
    ])
    expect(await runs.list({ limit: 1, after: page.next ?? '' })).toMatchObject({
      items: [{ id: older, failedStep: null, warnings: 0, finishedAt: null }],
      next: null,
    })
  })

  it('is filtered by flow, status, contact and period, together too', async () => {
    const now = Date.now()
    const at = (hours: number) => ({ runId: uuidv7(new Date(now + hours * HOUR_MS)) })
    const [first, second, third] = [
      await run({ ...at(-3), contact: '+15550000001' }, failure),
      await run({ ...at(-2), flowId: uuidv7(), contact: '+15550000001' }, {}),
      await run({ ...at(-1), contact: '+15550000002' }),
    ]
    const time = (hours: number) => new Date(now + hours * HOUR_MS)
    expect(await idsOf({ flowId: weather })).toEqual([third, first])
    expect(await idsOf({ status: 'failed' })).toEqual([first])
    expect(await idsOf({ status: 'running' })).toEqual([third])
    expect(await idsOf({ contact: '+15550000001' })).toEqual([second, first])
    expect(await idsOf({ from: time(-2) })).toEqual([third, second])
    expect(await idsOf({ to: time(-2) })).toEqual([first])
    expect(await idsOf({ from: time(-3), to: time(-1), flowId: weather, status: 'failed' })).toEqual([first])
    expect(await idsOf({ flowId: weather, status: 'succeeded' })).toEqual([])
  })

  it('shows runs that succeeded after a caught failure by themselves, also within a search', async () => {
    const error = { code: 'TIMEOUT', message: 'No reply.' }
    const step = aStep({ nodeId: 2, name: 'Forecast', error })
    const caught = await run({ step, contact: '+15550000001' }, {})
    const elsewhere = await run({ step, flowId: uuidv7(), contact: '+15550000002' }, {})
    await run({ step }, failure)
    await run({ step })
    await run({}, {})
    expect(await idsOf({ caught: true })).toEqual([elsewhere, caught])
    expect(await idsOf({ caught: true, flowId: weather })).toEqual([caught])
    expect(await idsOf({ caught: true, q: '0000002' })).toEqual([elsewhere])
    expect(await idsOf({ caught: true, status: 'failed' })).toEqual([])
  })

  it('is searched by run id, and by parts of contact, address and what came in', async () => {
    const first = await run({ contact: '+15550000001', input: { text: 'Where is "my" ORDER?\n' } })
    const second = await run({
      contact: null,
      address: { channel: 'sms', value: '+15559990000' },
      input: { text: 'hello 100%' },
    })
    expect(await idsOf({ q: first })).toEqual([first])
    expect(await idsOf({ q: '0000001' })).toEqual([first])
    expect(await idsOf({ q: '999' })).toEqual([second])
    expect(await idsOf({ q: 'order' })).toEqual([first])
    expect(await idsOf({ q: '"my" order?\n' })).toEqual([first])
    expect(await idsOf({ q: '100%' })).toEqual([second])
    expect(await idsOf({ q: '1_0%' })).toEqual([])
    expect(await idsOf({ q: 'hello', flowId: uuidv7() })).toEqual([])
    expect(await idsOf({ q: 'no\0such' })).toEqual([])
  })

  it('is searched to the end of a long history, a bounded stretch per page', async () => {
    const needle = await run({ input: { text: 'needle' } })
    await Promise.all(Array.from({ length: 10_500 }, () => run({ input: { text: 'hay' } })))
    const first = await runs.list({ q: 'needle', limit: 10 })
    expect(first.items).toEqual([])
    expect(first.next).not.toBeNull()
    const second = await runs.list({ q: 'needle', limit: 10, after: first.next ?? '' })
    expect(second.items.map(({ id }) => id)).toEqual([needle])
    expect(second.next).toBeNull()
  })

  it('is searched through large texts, few of them per statement', async () => {
    const needle = await run({ input: { text: 'needle' } })
    const hay = 'hay '.repeat(100_000)
    for (let index = 0; index < 30; index += 1) await run({ input: { text: hay } })
    expect(await idsOf({ q: 'needle' })).toEqual([needle])
    // As much as one page reads.
    for (let index = 0; index < 140; index += 1) await run({ input: { text: hay } })
    const first = await runs.list({ q: 'needle', limit: 10 })
    expect(first.items).toEqual([])
    expect((await runs.list({ q: 'needle', limit: 10, after: first.next ?? '' })).items).toMatchObject([{ id: needle }])
  })

  it('pages through the finds of a search without losing any', async () => {
    const ids: string[] = []
    for (let index = 0; index < 7; index += 1) ids.push(await run({ input: { text: 'find me' } }))
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await runs.list({ q: 'find me', limit: 3, ...(after === undefined ? {} : { after }) })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen).toEqual(ids.reverse())
  })

  it('refuses a cursor that it never gave', async () => {
    await expect(runs.list({ limit: 5, after: 'first' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('a run', () => {
  it('that does not exist is RUN_NOT_FOUND, also with an id that never was one', async () => {
    for (const id of [uuidv7(), 'latest']) {
      await expect(runs.get(id)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
      await expect(runs.outcome(id)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
    }
  })

  it('is open until it ends', async () => {
    expect(await runs.hasOpenRuns(weather)).toBe(false)
    const id = await run({ status: 'queued' })
    expect(await runs.hasOpenRuns(weather)).toBe(true)
    await writer.end({ runId: id, epoch: 1, end: anEnd() })
    expect(await runs.hasOpenRuns(weather)).toBe(false)
  })
})

describe('counts of 24 hours', () => {
  it('leave out what is older, and flows without runs', async () => {
    const now = new Date()
    await run({ runId: uuidv7(new Date(now.getTime() - 25 * HOUR_MS)) })
    await run({ runId: uuidv7(new Date(now.getTime() - 23 * HOUR_MS)) }, failure)
    await run({})
    expect(await runs.counts24h(now)).toEqual(new Map([[weather, { total: 2, failed: 1, caught: 0 }]]))
    expect(await runs.counts24h(now, [uuidv7()])).toEqual(new Map())
    expect(await runs.counts24h(now, [])).toEqual(new Map())
  })
})
