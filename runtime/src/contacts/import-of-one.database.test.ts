import { Readable } from 'node:stream'
import { contactEndpoints } from '@patchbay/shared/api'
import { Value } from 'typebox/value'
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

it('keeps an id whole that is as long as ids can be, and refuses a longer one instead of cutting it', async () => {
  const [longest, longer] = ['x'.repeat(500), 'y'.repeat(501)]
  const done = await importOf('external_id:crm,first_name', `${longest},Long`, `${longer},Longer`)
  expect(done).toMatchObject({ toAdd: 1, wrongLines: 1, errors: [{ line: 3 }] })
  expect(done.errors[0]?.message).toContain('at most 500 characters')
  const [long] = (await parts.contacts.list({ search: 'Long' }, { limit: 5 })).items
  expect(long?.externalIds).toMatchObject(crm(longest))
  const removed = await parts.contacts.change(long?.id ?? '', { removeExternalIds: crm(longest) }, author)
  expect(removed.externalIds).toEqual([])
})

it('knows an id again that had characters which cannot be stored', async () => {
  for (const company of ['First', 'Second']) await importOf('external_id:crm,company', `n\0${'\ud800'}1,${company}`)
  const { items } = await parts.contacts.list({ search: 'Second' }, { limit: 5 })
  expect(items).toMatchObject([{ externalIds: crm('n\ufffd\ufffd1') }])
  expect(await parts.contacts.count({ search: 'First' })).toBe(0)
})

it('makes no contact in a flow of an id that is longer than ids can be', async () => {
  const step = { runId: 'r', flowId: 'f', flowName: 'Flow', nodeId: 1 }
  const key = { by: 'external-id', source: 'crm', externalId: 'z'.repeat(501) } as const
  await expect(parts.steps.findOrCreate(key, step)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
  const shorter = { ...key, externalId: 'z'.repeat(500) }
  expect(await parts.steps.findOrCreate(shorter, step)).toMatchObject({ isNew: true })
})

it('takes an id of any origin away through the API', () => {
  const externalIds = crm('x'.repeat(500))
  expect(Value.Check(contactEndpoints.change.body, { removeExternalIds: externalIds, externalIds })).toBe(true)
})
