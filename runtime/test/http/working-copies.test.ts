import type { LiveEvent } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { apiFlow, authToken, smsFlow } from './helpers/documents.ts'
import { type Answer, cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let database: Database
const events: LiveEvent[] = []
const browser = uuidv7()

beforeAll(async () => {
  database = await openTestDatabase('pglite')
  test = await startHttpTest({}, { database, onEvent: (event) => void events.push(event) })
})

afterAll(() => test.close())

async function create(document: unknown = smsFlow()): Promise<{ readonly id: string; readonly revision: number }> {
  return (await test.call('POST', '/api/flows', { body: document })).body
}

const copiesOf = async (flowId: string, token?: string) =>
  (await test.call('GET', `/api/flows/${flowId}/working-copies`, token === undefined ? {} : { token })).body.items

function keep(flowId: string, copy: object, options: { id?: string; token?: string } = {}): Promise<Answer> {
  const { id = browser, token } = options
  const body = { revision: 1, edit: 1, document: smsFlow('Unsaved'), ...copy }
  const path = `/api/flows/${flowId}/working-copies/${id}`
  return test.call('PUT', path, { body, ...(token === undefined ? {} : { token }) })
}

describe('a working copy', () => {
  it('is kept and read by the one who made it alone, and changes nothing of the draft', async () => {
    const { id } = await create()
    expect((await keep(id, {})).status).toBe(204)
    expect(await copiesOf(id)).toEqual([
      { id: browser, revision: 1, edit: 1, document: smsFlow('Unsaved'), modifiedAt: expect.any(String) },
    ])
    expect(await copiesOf(id, await test.tokenOf('editor'))).toEqual([])
    const draft = (await test.call('GET', `/api/flows/${id}`)).body
    expect(draft).toMatchObject({ revision: 1, document: smsFlow() })
  })

  it('is bound to a flow and to a revision that exists', async () => {
    const { id } = await create()
    expect((await keep(uuidv7(), {})).body.code).toBe('FLOW_NOT_FOUND')
    expect((await keep(id, { revision: 2 })).body).toMatchObject({ code: 'INVALID_INPUT', status: 422 })
    expect((await keep(id, {}, { id: 'my-laptop' })).status).toBe(404)
    expect((await keep(id, { document: { name: 'no flow' } })).body.code).toBe('INVALID_DOCUMENT')
    expect(await copiesOf(id)).toEqual([])
  })

  it('never holds a secret in plain text; a sealed one stays', async () => {
    const { id } = await create(apiFlow('Sealed'))
    const document = (await test.call('GET', `/api/flows/${id}`)).body.document
    expect((await keep(id, { document: { ...apiFlow('Sealed'), name: 'Typed anew' } })).status).toBe(204)
    const text = JSON.stringify(await copiesOf(id))
    expect(text).toContain('Typed anew')
    expect(text).not.toContain(authToken)
    expect((await copiesOf(id))[0].document.nodes[0].inputs).toEqual(document.nodes[0].inputs)
  })

  it('is gone once it is saved, and stays when the save is refused', async () => {
    const { id } = await create()
    await keep(id, {})
    await keep(id, {}, { id: uuidv7() })
    const save = (revision: number) =>
      test.call('PUT', `/api/flows/${id}?workingCopy=${browser}`, {
        headers: { 'if-match': `"${revision}"` },
        body: smsFlow('Unsaved'),
      })
    expect((await save(7)).status).toBe(409)
    expect(await copiesOf(id)).toHaveLength(2)
    expect((await save(1)).status).toBe(200)
    expect((await copiesOf(id)).map((copy: { id: string }) => copy.id)).not.toContain(browser)
  })

  it('is dropped by hand, twice as well as once', async () => {
    const { id } = await create()
    await keep(id, {})
    for (const _ of [1, 2]) {
      expect((await test.call('DELETE', `/api/flows/${id}/working-copies/${browser}`)).status).toBe(204)
    }
    expect(await copiesOf(id)).toEqual([])
  })

  it('goes with the user who made it', async () => {
    const { id } = await create()
    const user = { name: 'Eve', email: 'eve@example.com', password: 'a long enough password', role: 'editor' }
    const { id: userId } = (await test.call('POST', '/api/users', { body: user })).body
    const { email, password } = user
    const signedIn = await test.call('POST', '/api/session', {
      token: null,
      headers: { origin },
      body: { email, password },
    })
    const headers = { origin, cookie: cookieOf(signedIn) }
    const path = `/api/flows/${id}/working-copies`
    const body = { revision: 1, edit: 1, document: smsFlow('Hers') }
    expect((await test.call('PUT', `${path}/${browser}`, { token: null, headers, body })).status).toBe(204)
    expect((await test.call('GET', path, { token: null, headers })).body.items).toHaveLength(1)
    expect((await test.call('DELETE', `/api/users/${userId}`)).status).toBe(204)
    const left = database.kysely.selectFrom('workingCopy').selectAll().where('flowId', '=', id)
    expect(await left.execute()).toEqual([])
  })

  it('may be as large as a flow may be', async () => {
    const { id } = await create()
    const large = { document: { ...smsFlow(), description: 'x'.repeat(2 * 1024 * 1024) } }
    expect((await keep(id, large)).status).not.toBe(413)
    expect((await keep(id, { document: { description: 'x'.repeat(6 * 1024 * 1024) } })).status).toBe(413)
  })
})

describe('who is here', () => {
  const enter = (flowId: string, session: string, isEditing: boolean, token?: string) =>
    test.call('PUT', `/api/flows/${flowId}/presence/${session}`, {
      body: { isEditing },
      ...(token === undefined ? {} : { token }),
    })
  const news = (flowId: string) => events.filter((event) => event.type === 'presence' && event.flowId === flowId).length

  it('is told to everybody who has the flow open, and at once to those who watch', async () => {
    const { id } = await create()
    const [mine, theirs] = [uuidv7(), uuidv7()]
    const viewer = await test.tokenOf('viewer')
    await enter(id, mine, true)
    const answer = await enter(id, theirs, false, viewer)
    expect(answer.body.items).toEqual([
      { session: mine, name: 'Automation', isEditing: true, isSelf: false },
      { session: theirs, name: 'test viewer', isEditing: false, isSelf: true },
    ])
    expect(news(id)).toBe(2)
    await enter(id, theirs, false, viewer)
    expect(news(id)).toBe(2)
    expect((await test.call('DELETE', `/api/flows/${id}/presence/${mine}`)).status).toBe(204)
    expect(news(id)).toBe(3)
    expect((await enter(id, theirs, false, viewer)).body.items).toHaveLength(1)
  })

  it('does not take a viewer for an editor, and counts twenty pages of one person', async () => {
    const { id } = await create()
    const viewer = await test.tokenOf('viewer')
    const session = uuidv7()
    expect((await enter(id, session, true, viewer)).body.items).toMatchObject([{ session, isEditing: false }])
    for (let page = 0; page < 25; page += 1) await enter(id, uuidv7(), false, viewer)
    expect((await enter(id, session, false, viewer)).body.items).toHaveLength(20)
    expect(news(id)).toBe(20)
    expect((await enter(id, uuidv7(), true)).body.items).toHaveLength(21)
  })

  it('is not known of a flow that is not there', async () => {
    expect((await enter(uuidv7(), uuidv7(), false)).body.code).toBe('FLOW_NOT_FOUND')
  })
})
