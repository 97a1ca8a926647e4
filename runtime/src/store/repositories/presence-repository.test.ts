import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { aFlow } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { runUpkeep } from '../upkeep/upkeep.ts'
import { uuidv7 } from '../uuid.ts'
import { createFlowRepository } from './flow-repository.ts'
import { createPresenceRepository, type PresenceRepository } from './presence-repository.ts'

let database: Database
let presences: PresenceRepository
let flowId: string

beforeAll(async () => {
  database = await openTestDatabase()
  presences = createPresenceRepository(database.kysely)
})

afterAll(() => database.close())

beforeEach(async () => {
  flowId = uuidv7()
  const flows = createFlowRepository(database.kysely)
  await flows.create({ id: flowId, document: aFlow('Weather'), by: 'Ada', at: new Date() })
})

const page = (name: string, isEditing = false) => ({
  session: uuidv7(),
  owner: `user:${name.toLowerCase()}`,
  name,
  isEditing,
})
const names = async () => (await presences.list(flowId)).map(({ name }) => name)

describe('who is here', () => {
  it('is news when a page comes, begins to edit or leaves, and not when it only stays', async () => {
    const ada = page('Ada')
    expect(await presences.enter(flowId, ada, 20)).toBe(true)
    expect(await presences.enter(flowId, ada, 20)).toBe(false)
    expect(await presences.enter(flowId, { ...ada, isEditing: true }, 20)).toBe(true)
    expect(await presences.list(flowId)).toEqual([{ ...ada, isEditing: true }])
    expect(await presences.leave(flowId, ada)).toBe(true)
    expect(await presences.leave(flowId, ada)).toBe(false)
    expect(await names()).toEqual([])
  })

  it('is each page for itself, in the order of names', async () => {
    await presences.enter(flowId, page('Maya'), 20)
    await presences.enter(flowId, page('Ada'), 20)
    await presences.enter(flowId, page('Ada'), 20)
    expect(await names()).toEqual(['Ada', 'Ada', 'Maya'])
  })

  it('ends when a page is silent for too long; upkeep sweeps it away', async () => {
    const ada = page('Ada')
    await presences.enter(flowId, ada, 20)
    await sql`update presence set here_until = now() - interval '1 second'`.execute(database.kysely)
    expect(await names()).toEqual([])
    await runUpkeep(database, { now: new Date(), retentionDays: 30 })
    expect(await database.kysely.selectFrom('presence').selectAll().execute()).toEqual([])
    expect(await presences.enter(flowId, ada, 20)).toBe(true)
  })

  it('cannot be said of the page of another owner', async () => {
    const ada = page('Ada')
    await presences.enter(flowId, ada, 20)
    expect(await presences.enter(flowId, { ...ada, owner: 'user:eve', name: 'Eve' }, 20)).toBe(false)
    expect(await presences.leave(flowId, { ...ada, owner: 'user:eve' })).toBe(false)
    expect(await names()).toEqual(['Ada'])
  })
})
