import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTicket, zendesk as documented, noPictures } from '../../../shared/src/manifests/test-manifests.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const zendesk = { ...documented, ...noPictures }

let http: HttpTest

beforeAll(async () => {
  http = await startHttpTest()
})

afterAll(() => http.close())

const desk = (name: string, ...actions: readonly object[]) => ({
  integration: { ...zendesk, name },
  actions: (actions.length === 0 ? [createTicket] : actions).map((action) => ({ ...action, provider: name })),
})

const put = (name: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  http.call('PUT', `/api/integrations/${name}`, { body, headers })

describe('importing an integration', () => {
  it('stores it in its normal form, says what was odd, and lists it', async () => {
    const { status, body, text } = await put('zendesk', { integration: zendesk, actions: [createTicket] })
    expect(status, text).toBe(200)
    expect(body).toMatchObject({ name: 'zendesk', version: 1, actions: 1, accounts: 0, flows: [], changes: [] })
    expect(body.manifest.actions[0]).toMatchObject({ provider: 'zendesk', inputs: [{ type: 'text' }, {}, {}, {}, {}] })
    expect(body.warnings.map(({ path }: { path: string }) => path)).toContain('actions[0].provider')
    const { items } = (await http.call('GET', '/api/integrations')).body
    expect(items.map(({ name }: { name: string }) => name)).toContain('zendesk')
    expect((await http.call('GET', '/api/integrations/zendesk')).body.manifest).toEqual(body.manifest)
  })

  it('refuses a malformed manifest with every error and its path', async () => {
    const { status, body } = await put('broken', { ...zendesk, name: 'broken', icon_url: 'x', logo_url: 7 })
    expect([status, body.code]).toEqual([422, 'INVALID_INPUT'])
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['logo_url', 'icon_url'])
    expect((await http.call('GET', '/api/integrations/broken')).body.code).toBe('INTEGRATION_NOT_FOUND')
  })

  it('refuses a key that stands twice with its line, since reading JSON would keep the last one only', async () => {
    const written = JSON.stringify(desk('twice'), null, 2).replace(/\n}$/, ',\n  "actions": []\n}')
    const headers = { 'content-type': 'application/json' }
    const message = `It is there twice, the second time in line ${written.split('\n').length - 1}. Remove one of them.`
    for (const [method, path] of [
      ['PUT', '/api/integrations/twice'],
      ['POST', '/api/integrations/check'],
    ] as const) {
      const { status, body } = await http.call(method, path, { raw: written, headers })
      expect([status, body.code, body.errors]).toEqual([422, 'INVALID_INPUT', [{ path: 'actions', message }]])
    }
  })

  it('refuses a manifest under the name of another integration', async () => {
    const { status, body } = await put('other', desk('desk'))
    expect([status, body.errors]).toEqual([
      422,
      [
        {
          path: 'integration.name',
          message: 'The manifest is of "desk", the address says "other". Use the same name.',
        },
      ],
    ])
  })

  it('tells beforehand what it would do, without storing anything', async () => {
    await put('told', desk('told'))
    const check = (body: unknown) => http.call('POST', '/api/integrations/check', { body })
    const changed = desk('told', { ...createTicket, display: 'open a ticket' })
    const { body } = await check(changed)
    expect(body).toMatchObject({ version: 1, errors: [], inUse: [] })
    expect(body.changes).toEqual([
      { kind: 'changed', path: 'actions.create_ticket.display', before: 'create a ticket', after: 'open a ticket' },
    ])
    expect((await check(desk('new'))).body).toMatchObject({ version: null, changes: [], errors: [] })
    const wrong = await check({ integration: {} })
    expect([wrong.status, wrong.body.manifest]).toEqual([200, null])
    expect(wrong.body.errors.length).toBeGreaterThan(3)
    expect((await http.call('GET', '/api/integrations/told')).body.version).toBe(1)
  })

  it('makes a version for each change, and none when nothing is different', async () => {
    await put('versions', desk('versions'))
    expect((await put('versions', desk('versions'))).body.version).toBe(1)
    const changed = desk('versions', { ...createTicket, display: 'open a ticket' })
    expect((await put('versions', changed)).body).toMatchObject({ version: 2, changes: [{ kind: 'changed' }] })
    const { items } = (await http.call('GET', '/api/integrations/versions/versions')).body
    expect(items).toMatchObject([
      { version: 2, isCurrent: true },
      { version: 1, isCurrent: false },
    ])
    const exported = await http.call('GET', '/api/integrations/versions/versions/1/manifest')
    expect(exported.headers.get('content-disposition')).toBe('attachment; filename="versions-1.json"')
    expect((await put('versions', exported.body)).body).toMatchObject({ version: 3 })
    expect((await http.call('GET', '/api/integrations/versions/versions/9/manifest')).body.code).toBe(
      'VERSION_NOT_FOUND',
    )
  })

  it('replaces the version that was looked at, and no other', async () => {
    const first = await put('seen', desk('seen'), { 'if-match': '"0"' })
    expect(first.body.version).toBe(1)
    const changed = desk('seen', { ...createTicket, display: 'open a ticket' })
    const late = await put('seen', changed, { 'if-match': '"0"' })
    expect([late.status, late.body.code]).toEqual([409, 'INTEGRATION_CHANGED'])
    expect((await put('seen', changed, { 'if-match': '"1"' })).body.version).toBe(2)
  })

  it('of several at once stores each version once', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map((at) => put('race', desk('race', { ...createTicket, display: `ticket ${at}` }))),
    )
    const stored = answers.filter(({ status }) => status === 200).map(({ body }) => body.version)
    expect(new Set(stored).size).toBe(stored.length)
    expect(
      answers.filter(({ status }) => status !== 200).every(({ body }) => body.code === 'INTEGRATION_CHANGED'),
    ).toBe(true)
  })

  it('goes on counting after it was removed', async () => {
    await put('again', desk('again'))
    expect((await http.call('DELETE', '/api/integrations/again')).status).toBe(204)
    expect((await http.call('DELETE', '/api/integrations/again')).body.code).toBe('INTEGRATION_NOT_FOUND')
    expect((await http.call('GET', '/api/integrations/again/versions')).body.code).toBe('INTEGRATION_NOT_FOUND')
    expect((await put('again', desk('again'), { 'if-match': '"0"' })).body.version).toBe(2)
  })

  it('is for administrators; others read', async () => {
    const editor = await http.tokenOf('editor')
    const read = await http.call('GET', '/api/integrations', { token: editor })
    expect(read.status).toBe(200)
    const body = desk('theirs')
    expect((await http.call('PUT', '/api/integrations/theirs', { body, token: editor })).status).toBe(403)
    expect((await http.call('POST', '/api/integrations/check', { body, token: editor })).status).toBe(403)
  })

  it.each(['[]', 'null', '"x"', '{"integration":{"name":"\\u0000\\ud800"}}', '[[[[]]]]', '{"integration":1e999}'])(
    'answers %s with what is wrong',
    async (raw) => {
      const headers = { 'content-type': 'application/json' }
      const { status } = await http.call('PUT', '/api/integrations/nasty', { raw, headers })
      expect([400, 422]).toContain(status)
    },
  )
})
