import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let http: HttpTest

beforeAll(async () => {
  http = await startHttpTest()
})

afterAll(() => http.close())

async function made(name: string, keyColumn?: string): Promise<string> {
  const columns = [
    { name: 'Phone', type: 'phone' },
    { name: 'Full name', type: 'text' },
    { name: 'Visits', type: 'number' },
  ]
  const { status, text, body } = await http.call('POST', '/api/tables', { body: { name, columns, keyColumn } })
  expect(status, text).toBe(201)
  return body.id
}

const csv = (raw: string) => ({ raw, headers: { 'content-type': 'text/csv' } })
const ana = { phone: '+13055550101', full_name: 'Ana', visits: 3 }

describe('a table', () => {
  it('is created with ids made of names, changed, listed and removed', async () => {
    const id = await made('Our guests', 'Phone')
    expect(id).toBe('our_guests')
    const { body } = await http.call('GET', `/api/tables/${id}`)
    expect(body.columns.map((column: { id: string }) => column.id)).toEqual(['phone', 'full_name', 'visits'])
    expect([body.keyColumn, body.rowCount]).toEqual(['phone', 0])
    const taken = await http.call('POST', '/api/tables', { body: { name: 'OUR guests', columns: body.columns } })
    expect([taken.status, taken.body.code]).toEqual([409, 'TABLE_EXISTS'])
    await http.call('PUT', `/api/tables/${id}`, { body: { name: 'Guests' } })
    const column = { name: 'Last visit', type: 'date' }
    expect((await http.call('POST', `/api/tables/${id}/columns`, { body: column })).status).toBe(201)
    expect((await http.call('POST', `/api/tables/${id}/columns`, { body: column })).body.code).toBe('INVALID_INPUT')
    await http.call('PUT', `/api/tables/${id}/columns/last_visit`, { body: { name: 'Seen' } })
    const [listed] = (await http.call('GET', '/api/tables')).body.items
    expect([listed.name, listed.columns.at(-1)]).toEqual(['Guests', { id: 'last_visit', name: 'Seen', type: 'date' }])
    expect((await http.call('DELETE', `/api/tables/${id}`)).status).toBe(204)
    expect((await http.call('GET', `/api/tables/${id}`)).body.code).toBe('TABLE_NOT_FOUND')
  })

  it('and its columns stay while a live flow uses them', async () => {
    const id = await made('Used')
    const position = { x: 0, y: 0 }
    const tests = [{ column: 'phone', operator: 'equals', value: '$ANI' }]
    const find = { operation: 'find', table: id, tests }
    const flowId = await http.deploy({
      formatVersion: 1,
      name: 'Uses it',
      description: '',
      settings: { timeZone: 'UTC', maxSteps: 100 },
      nodes: [
        { id: 1, type: 'inbound-api', name: 'Call', position, inputs: {} },
        { id: 2, type: 'table', name: 'Find', position, inputs: find },
      ],
      connections: [{ from: 1, exit: 'next', to: 2 }],
      notes: [],
    })
    const refused = await http.call('DELETE', `/api/tables/${id}`)
    expect([refused.body.code, refused.body.detail]).toEqual(['TABLE_IN_USE', expect.stringContaining('"Uses it"')])
    expect((await http.call('DELETE', `/api/tables/${id}/columns/phone`)).body.code).toBe('TABLE_IN_USE')
    expect((await http.call('DELETE', `/api/tables/${id}/columns/visits`)).status).toBe(200)
    await http.call('POST', `/api/flows/${flowId}/undeploy`)
    expect((await http.call('DELETE', `/api/tables/${id}`)).status).toBe(204)
    const { body } = await http.call('POST', `/api/flows/${flowId}/deploy`)
    expect(body.detail ?? body.code).toBeDefined()
    expect(body.code).toBe('NOT_DEPLOYABLE')
  })
})

describe('rows', () => {
  it('are added, changed, found and removed', async () => {
    const id = await made('Rows', 'Phone')
    const added = await http.call('POST', `/api/tables/${id}/rows`, { body: { cells: ana } })
    expect([added.status, added.body.cells]).toEqual([201, ana])
    const twice = await http.call('POST', `/api/tables/${id}/rows`, { body: { cells: { phone: '305 555 0101' } } })
    expect([twice.status, twice.body.code]).toEqual([409, 'ROW_EXISTS'])
    const path = `/api/tables/${id}/rows/${added.body.id}`
    const changed = await http.call('PUT', path, { body: { cells: { visits: null, full_name: 'Ana B' } } })
    expect(changed.body.cells).toEqual({ phone: '+13055550101', full_name: 'Ana B' })
    const wrong = await http.call('PUT', path, { body: { cells: { visits: 'many' } } })
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'cells.visits'])
    const found = await http.call('GET', `/api/tables/${id}/rows?column=full_name&operator=starts-with&value=ana`)
    expect(found.body.items).toHaveLength(1)
    expect((await http.call('GET', `/api/tables/${id}/rows?column=colour`)).body.code).toBe('INVALID_VALUE')
    expect((await http.call('DELETE', path)).status).toBe(204)
    expect((await http.call('DELETE', path)).body.code).toBe('ROW_NOT_FOUND')
    expect((await http.call('GET', `/api/tables/${id}`)).body.rowCount).toBe(0)
  })

  it('are seen by viewers and changed by editors', async () => {
    const id = await made('Roles')
    const [viewer, editor] = [await http.tokenOf('viewer'), await http.tokenOf('editor')]
    const body = { cells: ana }
    expect((await http.call('POST', `/api/tables/${id}/rows`, { body, token: viewer })).status).toBe(403)
    expect((await http.call('POST', `/api/tables/${id}/rows`, { body, token: editor })).status).toBe(201)
    expect((await http.call('GET', `/api/tables/${id}/rows`, { token: viewer })).body.items).toHaveLength(1)
    const inputs = encodeURIComponent(JSON.stringify({ table: id }))
    const columns = await http.call('GET', `/api/options/table-columns?inputs=${inputs}`, { token: viewer })
    expect(columns.body.items.map((item: { label: string }) => item.label)).toEqual(['Phone', 'Full name', 'Visits'])
  })
})

describe('a CSV file', () => {
  it('is checked line by line, and imported only when every line is right', async () => {
    const id = await made('Import', 'Phone')
    const file = 'Phone;FULL_NAME;visits;Colour\n305 555 0101;Ana;3;red\n;Ben;1;\n+13055550101;Cem;x;\n'
    const check = await http.call('POST', `/api/tables/${id}/import?check=true`, csv(file))
    expect(check.status, check.text).toBe(200)
    expect(check.body).toEqual({
      toAdd: 1,
      toChange: 0,
      newColumns: ['Colour'],
      isImported: false,
      wrongLines: 2,
      errors: [
        { line: 3, message: 'Phone: Every row has a value here, because it is the key.' },
        { line: 4, message: expect.stringContaining('Visits: "x" is not a number.') },
      ],
    })
    expect((await http.call('POST', `/api/tables/${id}/import`, csv(file))).body.isImported).toBe(false)
    const right = 'phone,full_name,colour\n+13055550101,"Ana, ""A""",red\n+13055550102,=1+1,\n'
    const done = await http.call('POST', `/api/tables/${id}/import?addColumns=true`, csv(right))
    expect(done.body).toMatchObject({ toAdd: 2, isImported: true })
    const again = await http.call('POST', `/api/tables/${id}/import`, csv(right))
    expect(again.body).toMatchObject({ toAdd: 0, toChange: 2, newColumns: [] })
  })

  it('that was exported is imported again as it was', async () => {
    const id = await made('Export')
    for (const cells of [ana, { full_name: '=1+1\n"x"', visits: -5 }, { phone: '+13055550102' }]) {
      await http.call('POST', `/api/tables/${id}/rows`, { body: { cells } })
    }
    const exported = await http.call('GET', `/api/tables/${id}/export`)
    expect(exported.text).toBe(
      `Phone,Full name,Visits\r\n+13055550101,Ana,3\r\n,"'=1+1\n""x""",-5\r\n+13055550102,,\r\n`,
    )
    const copy = await made('Copy')
    expect((await http.call('POST', `/api/tables/${copy}/import`, csv(exported.text))).body.isImported).toBe(true)
    expect((await http.call('GET', `/api/tables/${copy}/export`)).text).toBe(exported.text)
  })

  it.each([
    ['Colour\nred\n', 'names none of the columns'],
    ['Full name\nAna\n', 'does not name "phone"'],
    ['Phone,phone\n1,2\n', 'names the column "phone" twice'],
    ['Phone\n', 'no line below'],
  ])('%j is refused as a whole', async (file, message) => {
    const id = await made(`Refused ${message.slice(0, 20)}`, 'Phone')
    const { status, body } = await http.call('POST', `/api/tables/${id}/import`, csv(file))
    expect([status, body.code, body.detail]).toEqual([422, 'INVALID_INPUT', expect.stringContaining(message)])
  })
})
