import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AskingNumber, startAskingNumber } from './helpers/asking-number.ts'
import type { HttpTest } from './helpers/http-test.ts'

let http: HttpTest
let agent: string
let says: AskingNumber['says']
let contactOf: AskingNumber['contactOf']
let isWaiting: AskingNumber['isWaiting']

beforeAll(async () => {
  ;({ http, agent, says, contactOf, isWaiting } = await startAskingNumber())
})
afterAll(() => http.close())

describe('contacts', () => {
  it('are added, read, changed and found by an agent', async () => {
    const fields = { first_name: 'Ana', company: 'Nile' }
    const created = await http.call('POST', '/api/contacts', { token: agent, body: { fields } })
    expect(created.status, created.text).toBe(201)
    const path = `/api/contacts/${created.body.id}`
    const changed = await http.call('PATCH', path, { token: agent, body: { fields: { company: null, title: 'Dr' } } })
    expect(changed.body.fields).toEqual({ first_name: 'Ana', name: 'Ana', title: 'Dr' })
    expect((await http.call('GET', path, { token: agent })).body).toEqual(changed.body)
    expect((await http.call('GET', '/api/contacts/count?search=ana', { token: agent })).body).toEqual({ count: 1 })
    const wrong = await http.call('PATCH', path, { token: agent, body: { fields: { time_zone: 'Mars' } } })
    expect(wrong.body).toMatchObject({ status: 422, code: 'INVALID_VALUE' })
    expect((await http.call('GET', `/api/contacts/${randomUUID()}`)).body.code).toBe('CONTACT_NOT_FOUND')
  })

  it('lose an address and an id elsewhere to an agent, and to nobody below', async () => {
    const crm = { source: 'crm', externalId: 'E-5' }
    const given = { points: [{ channel: 'sms', value: '+13055550181' }], externalIds: [crm] }
    const { body: created } = await http.call('POST', '/api/contacts', { token: agent, body: given })
    const body = { removePoints: [created.points[0].id], removeExternalIds: [crm] }
    const path = `/api/contacts/${created.id}`
    const viewer = await http.tokenOf('viewer')
    expect((await http.call('PATCH', path, { token: viewer, body })).status).toBe(403)
    const changed = await http.call('PATCH', path, { token: agent, body })
    expect(changed.body, changed.text).toMatchObject({ points: [], externalIds: [] })
    expect((await http.call('GET', path, { token: agent })).body).toEqual(changed.body)
    const odd = { removePoints: ['nobody', '\0'], removeExternalIds: [{ source: '\ud800', externalId: 'x' }] }
    expect((await http.call('PATCH', path, { token: agent, body: odd })).status).toBe(200)
  })

  it.each([
    ['DELETE', `/api/contacts/${randomUUID()}`],
    ['GET', `/api/contacts/${randomUUID()}/erasure`],
    ['GET', '/api/contacts/export'],
    ['POST', '/api/contacts/import'],
    ['POST', '/api/contact-fields'],
  ])('%s %s is left to administrators', async (method, path) => {
    for (const role of ['agent', 'editor', 'viewer'] as const) {
      expect((await http.call(method, path, { token: await http.tokenOf(role) })).status).toBe(403)
    }
  })

  it('are exported as CSV and imported from it', async () => {
    const exported = await http.call('GET', '/api/contacts/export')
    expect(exported.headers.get('content-type')).toContain('text/csv')
    const headers = { 'content-type': 'text/csv' }
    const preview = await http.call('POST', '/api/contacts/import?check=true', { raw: 'name\nBen', headers })
    expect(preview.body).toMatchObject({ toAdd: 1, isImported: false })
    const columns = encodeURIComponent('company,first_name')
    const done = await http.call('POST', `/api/contacts/import?columns=${columns}`, { raw: 'a,b\nNile,Cleo', headers })
    expect(done.body, done.text).toMatchObject({ toAdd: 1, isImported: true })
    expect((await contactOf('cleo')).fields).toEqual({ company: 'Nile', first_name: 'Cleo', name: 'Cleo' })
  })

  it('have a history of conversations, runs and changes, page by page', async () => {
    const first = await says('+13055550130', 'Hello')
    await isWaiting(first)
    const { id } = await contactOf('5550130')
    await http.call('PATCH', `/api/contacts/${id}`, { token: agent, body: { fields: { name: 'Ivy' } } })
    const all = (await http.call('GET', `/api/contacts/${id}/history`, { token: agent })).body.items
    expect(all.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['change', 'conversation', 'run'])
    const walked: unknown[] = []
    for (let after = ''; ; ) {
      const { body } = await http.call('GET', `/api/contacts/${id}/history?limit=1&after=${after}`, { token: agent })
      walked.push(...body.items)
      if (body.next === null) break
      after = body.next
    }
    expect(walked).toEqual(all)
  })
})
