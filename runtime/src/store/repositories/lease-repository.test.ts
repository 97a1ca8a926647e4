import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { uuidv7 } from '../uuid.ts'
import { createLeaseRepository } from './lease-repository.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

describe('a lease', () => {
  it('is given to one of all who ask together, and to another once it is given back', async () => {
    const leases = Array.from({ length: 5 }, () => createLeaseRepository(database.kysely, uuidv7()))
    const taken = await Promise.all(leases.map((lease) => lease.take('work', 60)))
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1)
    const holder = leases[taken.indexOf(true)]
    const other = leases[taken.indexOf(false)]
    await other?.giveBack('work')
    expect(await other?.take('work', 60)).toBe(false)
    expect(await holder?.take('work', 60)).toBe(true)
    await holder?.giveBack('work')
    expect(await other?.take('work', 60)).toBe(true)
  })

  it('runs out when its holder does not come back', async () => {
    const [dead, living] = [uuidv7(), uuidv7()].map((id) => createLeaseRepository(database.kysely, id))
    expect(await dead?.take('other work', 60)).toBe(true)
    await sql`update lease set expires_at = now() where name = 'other work'`.execute(database.kysely)
    expect(await living?.take('other work', 60)).toBe(true)
    expect(await dead?.take('other work', 60)).toBe(false)
  })
})
