import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testContactParts } from '../../test/helpers/contact-parts.ts'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from '../store/database.ts'
import type { ContactParts } from './create-contacts.ts'

const author = 'user:me'
let database: Database
let parts: ContactParts

beforeAll(async () => {
  database = await openTestDatabase()
  parts = testContactParts({ database, now: () => new Date(Date.UTC(2026, 10, 3, 12)) })
})
afterAll(() => database.close())

const importOf = (...lines: readonly string[]) =>
  parts.contacts.import({ csv: Readable.from([lines.join('\n')]), check: false, author })
const crm = (externalId: string) => [{ source: 'crm', externalId }]
const sms = (value: string) => [{ channel: 'sms', value }]

it('keeps what each line says of a contact that they name by different keys', async () => {
  const { id } = await parts.contacts.create({ points: sms('+13055550201'), externalIds: crm('42') }, author)
  const done = await importOf(
    'channel:sms,external_id:crm,first_name,company,email',
    '+13055550201,,Ana,,',
    ',42,,Nile,',
    '+13055550201,,,,ana@nile.example',
  )
  expect(done).toMatchObject({ toAdd: 0, toChange: 3, wrongLines: 0 })
  expect((await parts.contacts.get(id)).fields).toMatchObject({
    first_name: 'Ana',
    company: 'Nile',
    email: 'ana@nile.example',
  })
})

it('follows a contact by what the lines before have given it, the last line winning', async () => {
  const points = [...sms('+13055550202'), ...sms('+13055550203')]
  const { id } = await parts.contacts.create({ points }, author)
  await importOf(
    'channel:sms,external_id:crm,company,title',
    '+13055550202,77,First,Buyer',
    ',77,Second,',
    '+13055550203,,Third,',
  )
  expect((await parts.contacts.get(id)).fields).toMatchObject({ company: 'Third', title: 'Buyer' })
})
