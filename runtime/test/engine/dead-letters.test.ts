import { DAY_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { endHeldRuns } from '../../src/store/runs/held-runs.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { webhookFlow } from '../http/helpers/documents.ts'
import { type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'

let database: Database
let test: HttpTest

beforeAll(async () => {
  database = await openTestDatabase()
  test = await startHttpTest({}, { database })
})

afterAll(() => test.close())

/** Sends these events to a paused flow and lets their time pass. Answers the flow and the runs. */
async function deadLetters(path: string, count: number): Promise<{ flowId: string; runIds: string[] }> {
  const flowId = await test.deploy(webhookFlow(path))
  await test.call('POST', `/api/flows/${flowId}/pause`)
  const runIds: string[] = []
  for (let n = 0; n < count; n += 1) {
    const headers = { authorization: 'Bearer do-not-keep', 'x-n': String(n) }
    runIds.push((await test.call('POST', `/hooks/${path}`, { token: null, headers, body: { n } })).body.runId)
  }
  await endHeldRuns(database, new Date(Date.now() + 5 * DAY_MS), 10_000)
  return { flowId, runIds }
}

const replay = (flowId: string, range: object = {}) =>
  test.call('POST', `/api/flows/${flowId}/dead-letters/replay`, { body: range })

const countOf = async (flowId: string) => (await test.call('GET', `/api/flows/${flowId}/dead-letters`)).body.count

/** Runs of the flow that repeat another, in the order in which they were accepted: the ids of their origins. */
async function replayed(flowId: string): Promise<string[]> {
  const rows = await database.kysely
    .selectFrom('run')
    .select('replayOf')
    .where('flowId', '=', flowId)
    .where('replayOf', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(({ replayOf }) => replayOf ?? '')
}

describe('events that were held too long', () => {
  it('are counted, with the times of the oldest and the newest', async () => {
    const { flowId, runIds } = await deadLetters('dead-counted', 3)
    const startedAt = async (id: string | undefined) => (await test.call('GET', `/api/runs/${id}`)).body.startedAt
    expect((await test.call('GET', `/api/flows/${flowId}/dead-letters`)).body).toEqual({
      count: 3,
      firstAt: await startedAt(runIds[0]),
      lastAt: await startedAt(runIds[2]),
    })
    const other = await test.deploy(webhookFlow('dead-none'))
    const none = { count: 0, firstAt: null, lastAt: null }
    expect((await test.call('GET', `/api/flows/${other}/dead-letters`)).body).toEqual(none)
    expect((await test.call('GET', '/api/flows/nothing/dead-letters')).status).toBe(404)
  })

  it('are all done again by one call, in the order in which they came, and are none any more', async () => {
    const { flowId, runIds } = await deadLetters('dead-all', 250)
    const answer = await replay(flowId)
    expect(answer.status, answer.text).toBe(202)
    expect(answer.body).toEqual({ started: 250, refused: 0, left: 0 })
    expect(await replayed(flowId)).toEqual(runIds)
    expect(await countOf(flowId)).toBe(0)
    expect((await replay(flowId)).body).toEqual({ started: 0, refused: 0, left: 0 })
  })

  it('are done again once, also when two people ask at a time', async () => {
    const { flowId, runIds } = await deadLetters('dead-twice', 20)
    const [one, two] = await Promise.all([replay(flowId), replay(flowId)])
    expect(one.body.started + two.body.started).toBe(20)
    expect(await replayed(flowId)).toEqual(runIds)
  })

  it('are done again from one id to another, or between two times', async () => {
    const { flowId, runIds } = await deadLetters('dead-range', 6)
    const [, first, last, , fifth, sixth] = runIds
    expect((await replay(flowId, { first, last })).body).toEqual({ started: 2, refused: 0, left: 0 })
    expect(await replayed(flowId)).toEqual([first, last])
    expect((await replay(flowId, { to: '2020-01-01T00:00:00Z' })).body.started).toBe(0)
    expect((await replay(flowId, { from: '2020-01-01T00:00:00Z', first: fifth })).body.started).toBe(2)
    expect(await replayed(flowId)).toEqual([first, last, fifth, sixth])
    expect(await countOf(flowId)).toBe(2)
  })

  it('are exported as JSON lines with the request as it came, without its credentials', async () => {
    const { flowId, runIds } = await deadLetters('dead-export', 3)
    const answer = await test.call('GET', `/api/flows/${flowId}/dead-letters/export?first=${runIds[1]}`)
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson')
    const lines = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      {
        runId: runIds[1],
        flowId,
        request: { method: 'POST', body: { n: 1 }, rawBody: '{"n":1}', headers: { 'x-n': '1' } },
      },
      { runId: runIds[2], flowId, request: { rawBody: '{"n":2}' } },
    ])
    expect(answer.text).not.toContain('do-not-keep')
  })

  it('are exported and done again by editors, and only counted by viewers', async () => {
    const { flowId } = await deadLetters('dead-roles', 1)
    const token = await test.tokenOf('viewer')
    const status = async (method: string, path: string) =>
      (
        await test.call(method, `/api/flows/${flowId}/dead-letters${path}`, {
          token,
          ...(method === 'POST' ? { body: {} } : {}),
        })
      ).status
    expect(await status('GET', '')).toBe(200)
    expect(await status('GET', '/export')).toBe(403)
    expect(await status('POST', '/replay')).toBe(403)
    expect(await countOf(flowId)).toBe(1)
  })
})
