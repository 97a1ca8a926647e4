import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContactParts } from '../../test/helpers/contact-parts.ts'
import { countStatements } from '../../test/helpers/count-statements.ts'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import { nameContact } from '../store/messages/name-contact.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ContactParts } from './create-contacts.ts'

const dana = '+13055550119'
const startedAt = Date.UTC(2026, 10, 3, 12)
const page = { limit: 50 }
let database: Database
let parts: ContactParts
let writer: ReturnType<typeof createRunWriter>
let now = startedAt

beforeAll(async () => {
  database = await openTestDatabase()
  parts = testContactParts({ database, now: () => new Date(now) })
  writer = createRunWriter(database, { now: () => new Date(now), processId: uuidv7() })
})
afterAll(() => database.close())

function says(contact: string, at: number, accountId?: string) {
  const account = accountId === undefined ? {} : { accountId, contactAccount: accountId }
  return writer.receive(aMessage({ contact, status: 'no-flow', at: new Date(at), providerId: null, ...account }))
}

async function found(search: string): Promise<readonly string[]> {
  const { items } = await parts.contacts.list({ search }, page)
  return items.map(({ name, points }) => name || (points[0]?.value ?? ''))
}

describe('a contact', () => {
  it('is made by its first message, named by its messenger, and completed by a person', async () => {
    await says(dana, startedAt)
    await nameContact(database.kysely, {
      contactPointId: contactPointId({ channel: 'sms', accountId: '', value: dana }),
      name: 'Dána W',
      at: new Date(startedAt),
    })
    const [known] = (await parts.contacts.list({ search: 'dana' }, page)).items
    expect(known).toMatchObject({
      name: 'Dána W',
      fields: { name: 'Dána W' },
      points: [{ value: dana, consent: 'none' }],
    })
    const fields = {
      first_name: ' Dana ',
      last_name: 'Whitfield',
      email: 'Dana@Brightwater.example',
      language: 'pt_br',
    }
    const changed = await parts.contacts.change(known?.id ?? '', { fields }, 'user:me')
    expect(changed.fields).toEqual({
      name: 'Dána W',
      first_name: 'Dana',
      last_name: 'Whitfield',
      email: 'dana@brightwater.example',
      language: 'pt-BR',
    })
  })

  it('is called by first and last name, and follows them, until a person enters a name', async () => {
    const { id, name } = await parts.contacts.create({ fields: { first_name: 'Ana', last_name: 'Beltran' } }, 'user:me')
    expect(name).toBe('Ana Beltran')
    expect((await parts.contacts.change(id, { fields: { last_name: 'Beltrán' } }, 'user:me')).name).toBe('Ana Beltrán')
    expect((await parts.contacts.change(id, { fields: { name: 'Anita' } }, 'user:me')).name).toBe('Anita')
    expect((await parts.contacts.change(id, { fields: { first_name: 'Anna' } }, 'user:me')).name).toBe('Anita')
    expect((await parts.contacts.change(id, { fields: { name: '' } }, 'user:me')).name).toBe('Anna Beltrán')
  })

  it('gets the number in its phone as an address, and its first message is known to be from it', async () => {
    const { id, points } = await parts.contacts.create({ fields: { phone: '+1 (786) 555-0177' } }, 'user:me')
    expect(points).toMatchObject([{ channel: 'sms', value: '+17865550177' }])
    await says('+17865550177', startedAt + 60_000)
    const { lastAt } = await parts.contacts.get(id)
    expect(lastAt).toBe(new Date(startedAt + 60_000).toISOString())
    expect((await parts.contacts.list({ search: '7865550177' }, page)).items).toHaveLength(1)
  })

  it('keeps an address that another contact has out of its own', async () => {
    const points = [{ channel: 'sms', value: dana }]
    await expect(parts.contacts.create({ points }, 'user:me')).rejects.toMatchObject({ code: 'CONTACT_EXISTS' })
    const other = await parts.contacts.create({ fields: { name: 'Other', phone: dana } }, 'user:me')
    expect(other).toMatchObject({ fields: { phone: dana }, points: [] })
  })

  it('is called by another system what a step has noted, once, and one thing only', async () => {
    const { id } = await parts.contacts.create({ fields: { name: 'Noted' } }, 'user:me')
    const key = { by: 'id', id } as const
    const step = { runId: uuidv7(), flowId: 'f-1', flowName: 'Orders', nodeId: 2 }
    const note = (externalId: string) => {
      const url = `https://desk.example/${externalId}`
      return parts.steps.addExternalId(key, { source: 'desk', externalId, isNumber: false, url }, step)
    }
    expect(await parts.steps.externalIdOf(key, 'desk')).toBeUndefined()
    // After a crash a step may be done again.
    expect([await note('d-1'), await note('d-1'), await note('d-2')]).toEqual([true, true, true])
    const [ids, other] = [await parts.steps.externalIdOf(key, 'desk'), await parts.steps.externalIdOf(key, 'crm')]
    expect([ids, other]).toEqual(['d-1', undefined])
    const { rows } =
      await sql`select 1 from contact_change where contact_id = ${id}::uuid and kind = 'changed'`.execute(
        database.kysely,
      )
    expect(rows).toHaveLength(1)
    const { id: second } = await parts.contacts.create({ fields: { name: 'Another' } }, 'user:me')
    const taken = { source: 'desk', externalId: 'd-1', isNumber: false, url: null }
    expect(await parts.steps.addExternalId({ by: 'id', id: second }, taken, step)).toBe(false)
  })

  it('is read no further than its ids there to say what another system calls it', async () => {
    const externalIds = ['d-9', 'd-8'].map((externalId) => ({ source: 'desk', externalId }))
    const points = [{ channel: 'sms', value: '+17865550188' }]
    const { id } = await parts.contacts.create({ fields: { name: 'Called' }, points, externalIds }, 'user:me')
    const counted = countStatements(database)
    const { steps } = testContactParts({ database: counted.database, now: () => new Date(now) })
    const point = { by: 'point', channel: 'sms', contact: '+17865550188', address: '+17865550100' } as const
    expect(await steps.externalIdOf({ by: 'id', id }, 'desk')).toBe('d-8')
    expect(await steps.externalIdOf(point, 'desk')).toBe('d-8')
    expect(await steps.externalIdOf({ by: 'id', id: uuidv7() }, 'desk')).toBeUndefined()
    expect(counted.count()).toBe(3)
    expect(counted.columns().map((names) => names.toSorted())).toEqual(
      [1, 2].map(() => ['contactId', 'externalId', 'isNumber']),
    )
  })

  it('has an id elsewhere with the type that it came with last, and keeps its link', async () => {
    const crm = { source: 'desk', externalId: '7', url: 'https://desk.example/7' }
    const { id } = await parts.contacts.create({ externalIds: [crm] }, 'user:me')
    const key = { by: 'id', id } as const
    const step = { runId: uuidv7(), flowId: 'f-1', flowName: 'Orders', nodeId: 2 }
    expect(await parts.steps.externalIdOf(key, 'desk')).toBe('7')
    await parts.steps.addExternalId(key, { ...crm, isNumber: true, url: null }, step)
    expect(await parts.steps.externalIdOf(key, 'desk')).toBe(7)
    await parts.contacts.change(id, { externalIds: [{ ...crm, url: 'https://desk.example/seven' }] }, 'user:me')
    expect(await parts.steps.externalIdOf(key, 'desk')).toBe(7)
    expect((await parts.contacts.get(id)).externalIds).toMatchObject([{ url: 'https://desk.example/seven' }])
  })

  it('has own fields, with values of their kind', async () => {
    await parts.contacts.fields.add({ label: 'Room', kind: 'number' })
    await parts.contacts.fields.add({ label: 'VIP', kind: 'boolean' })
    await parts.contacts.fields.add({ label: 'Birthday', kind: 'date' })
    const fields = { room: '412', vip: 'yes', birthday: '1990-02-03' }
    const { id, ...created } = await parts.contacts.create({ fields }, 'user:me')
    expect(created.fields).toEqual({ room: 412, vip: true, birthday: '1990-02-03' })
    const change = (given: object) => parts.contacts.change(id, { fields: { ...given } }, 'user:me')
    await expect(change({ room: 'twelve' })).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    await expect(change({ wing: 'B' })).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    await expect(change({ time_zone: 'Mars' })).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    await expect(parts.contacts.fields.add({ key: 'email', label: 'Mail', kind: 'text' })).rejects.toThrow('already')
    await parts.contacts.fields.remove('vip')
    expect((await parts.contacts.get(id)).fields).toEqual({ room: 412, birthday: '1990-02-03' })
  })

  it('is not found any more by what it had in an own field that was removed', async () => {
    await parts.contacts.fields.add({ label: 'Pet', kind: 'text' })
    const { id } = await parts.contacts.create({ fields: { name: 'Pat', pet: 'Ocelot' } }, 'user:me')
    expect(await found('ocelot')).toEqual(['Pat'])
    await parts.contacts.fields.remove('pet')
    expect(await found('ocelot')).toEqual([])
    expect(await found('pat')).toEqual(['Pat'])
    expect((await parts.contacts.get(id)).fields).toEqual({ name: 'Pat' })
  })
})

describe('removing an own field', () => {
  it('goes on where it broke off when it is done again', async () => {
    await parts.contacts.fields.add({ label: 'Seat', kind: 'text' })
    const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    await sql`insert into contact (id, name, fields, created_at, modified_at, last_at, search)
      select ('00000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid, 'Sitter', '{"seat": "Balcony", "email": "s@example.com"}',
        now(), now(), now(), array_to_tsvector('{sitter,balcony,s@example.com}'::text[])
      from generate_series(1, 600) as number`.execute(database.kysely)
    await sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'The disk is full.'; end $$`.execute(database.kysely)
    await sql`create trigger refused before update on contact for each row
      when (new.id = ${sql.lit(idOf(600))}::uuid) execute function refuse()`.execute(database.kysely)
    await expect(parts.contacts.fields.remove('seat')).rejects.toThrow('disk')
    expect(await parts.contacts.count({ search: 'balcony' })).toBe(100)
    expect((await parts.contacts.fields.all()).map(({ key }) => key)).toContain('seat')

    await sql`drop trigger refused on contact`.execute(database.kysely)
    await parts.contacts.fields.remove('seat')
    expect(await parts.contacts.count({ search: 'balcony' })).toBe(0)
    expect((await parts.contacts.fields.all()).map(({ key }) => key)).not.toContain('seat')
    for (const id of [idOf(1), idOf(600)]) {
      expect((await parts.contacts.get(id)).fields).toEqual({ name: 'Sitter', email: 's@example.com' })
    }
    expect(await parts.contacts.count({ search: 's@example sitter' })).toBe(600)
    await expect(parts.contacts.fields.remove('seat')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('an address that was taken away from the contact that was met there', () => {
  it('leads to a new contact after it was erased', async () => {
    const number = '+13055550185'
    const withNumber = async () => (await parts.contacts.list({ search: number }, page)).items
    await says(number, startedAt)
    const [met] = await withNumber()
    await parts.contacts.change(
      met?.id ?? '',
      { fields: { name: 'Ida' }, removePoints: [met?.points[0]?.id ?? ''] },
      'user:me',
    )
    const [holder] = await withNumber()
    await parts.contacts.erase(holder?.id ?? '', 'user:me')
    await says(number, startedAt + 180_000)
    expect(await withNumber()).toMatchObject([{ name: '', points: [{ value: number }] }])
    const [ida] = (await parts.contacts.list({ search: 'ida' }, page)).items
    expect(ida).toMatchObject({ name: 'Ida', points: [] })
    const { items } = await parts.contacts.history(ida?.id ?? '', { limit: 10 })
    expect(items).toMatchObject([{ kind: 'change', what: 'changed' }])
  })
})

describe('the search for contacts', () => {
  beforeAll(async () => {
    await parts.contacts.create({ fields: { name: 'Łukasz O’Brien', company: 'Fjord & Söhne' } }, 'user:me')
    await parts.contacts.create({ fields: { name: '田中さくら' } }, 'user:me')
    await parts.contacts.create({ fields: { name: 'مريم السيد', email: "it's@weird.example" } }, 'user:me')
    await says('+442079460018', startedAt + 120_000)
  })

  it.each([
    ['sohne', ['Łukasz O’Brien']],
    ['FJO brie', ['Łukasz O’Brien']],
    ['fjord nobody', []],
    ['さくら', ['田中さくら']],
    ['مريم', ['مريم السيد']],
    ["it's@w", ['مريم السيد']],
    ["'", []],
    ['7946 00', ['+442079460018']],
    ['+44 20 7946 0018', ['+442079460018']],
  ])('finds %s', async (text, names) => {
    expect(await found(text)).toEqual(names)
  })

  it('does not know the phones of tests', async () => {
    await says('+19995550100', startedAt, 'test:flow')
    expect(await found('9995550100')).toEqual([])
  })
})

describe('a step of a run', () => {
  const key = { by: 'point', channel: 'sms', contact: dana, address: '+13055550100' } as const
  const flowId = uuidv7()
  const step = { runId: uuidv7(), flowId, flowName: 'Hotel Concierge', nodeId: 3 }

  it('reads the contact of a conversation, with a member for every field', async () => {
    expect(await parts.steps.find(key)).toMatchObject({
      first_name: 'Dana',
      company: null,
      room: null,
      contact: dana,
      channel: 'sms',
      updated_at: new Date(startedAt).toISOString(),
    })
    expect(await parts.steps.find({ ...key, contact: '+19999999999' })).toBeUndefined()
    expect(await parts.steps.find({ by: 'field', key: 'email', value: 'dana@brightwater.example' })).toMatchObject({
      last_name: 'Whitfield',
    })
  })

  it('changes it once, however often it comes again', async () => {
    now += 60_000
    const changed = await parts.steps.update(key, { room: 412 }, step)
    now += 60_000
    expect(await parts.steps.update(key, { room: '412' }, step)).toEqual(changed)
    const changes = await database.kysely
      .selectFrom('contactChange')
      .select('detail')
      .where('author', '=', `flow:${flowId}`)
      .execute()
    expect(changes).toMatchObject([{ detail: { nodeId: 3, fields: [{ field: 'room', from: null, to: 412 }] } }])
    expect(await parts.steps.update({ by: 'id', id: uuidv7() }, { room: 1 }, step)).toBeUndefined()
  })
})
