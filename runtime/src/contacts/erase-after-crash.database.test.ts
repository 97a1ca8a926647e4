import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContactParts } from '../../test/helpers/contact-parts.ts'
import { createDatabasePlace, type DatabasePlace, databaseKind } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { JOURNAL } from '../store/journal/journal-file.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'

const [erased, other, later] = ['+13055550151', '+13055550152', '+13055550153']
const now = () => new Date()
let place: DatabasePlace
let database: Database

describe.runIf(databaseKind === 'pglite')('what was said by a contact that was erased', () => {
  beforeAll(async () => {
    place = await createDatabasePlace('pglite')
    database = await openDatabase(place.options)
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  const contacts = () => testContactParts({ database, now }).contacts
  const says = (contact: string) =>
    createRunWriter(database, { now, processId: uuidv7() }).receive(
      aMessage({ contact, status: 'no-flow', at: now(), providerId: null }),
    )

  async function erase(contact: string): Promise<void> {
    const { items } = await contacts().list({ search: contact }, { limit: 1 })
    await contacts().erase(items[0]?.id ?? '', 'user:me')
  }

  /** Opens the database again with the journal as it is now. */
  async function crash(): Promise<void> {
    const path = join(database.files ?? '', JOURNAL)
    await copyFile(path, `${path}.copy`)
    await database.close()
    await copyFile(`${path}.copy`, path)
    database = await openDatabase(place.options)
  }

  async function speakers(): Promise<readonly string[]> {
    const rows = await database.kysely.selectFrom('message').select('contact').orderBy('contact').execute()
    return rows.map(({ contact }) => contact)
  }

  it('does not come back from the journal when the process crashes right after, and everything else does', async () => {
    await says(erased)
    await erase(erased)
    await crash()
    expect(await speakers()).toEqual([])
    expect((await contacts().list({}, { limit: 5 })).items).toEqual([])

    await says(erased)
    await says(other)
    await erase(erased)
    await says(later)
    await crash()
    expect(await speakers()).toEqual([other, later])
  })

  it('does not hold back what is said after the next start', async () => {
    await says(erased)
    await erase(erased)
    await crash()
    await says(erased)
    await crash()
    expect(await speakers()).toEqual([other, later, erased].sort())
  })
})
