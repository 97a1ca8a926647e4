import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { readFlowCases } from '../helpers/flow-cases.ts'
import { apiFlow, authToken, contact, flowOf, nodeOf, numberOfWeather, smsFlow } from './helpers/documents.ts'
import { type Answer, type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
const nobodysId = '00000000-0000-7000-8000-000000000000'

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

async function create(document: unknown = smsFlow()): Promise<Answer> {
  const answer = await test.call('POST', '/api/flows', { body: document })
  expect(answer.status, answer.text).toBe(201)
  return answer
}

function save(id: string, revision: number | string | undefined, document: unknown): Promise<Answer> {
  const headers =
    revision === undefined ? {} : { 'if-match': typeof revision === 'number' ? `"${revision}"` : revision }
  return test.call('PUT', `/api/flows/${id}`, { headers, body: document })
}

describe('creating and saving', () => {
  it('answers the flow with its revision in ETag', async () => {
    const created = await create()
    const { id, revision } = created.body
    expect(created.headers.get('location')).toBe(`/api/flows/${id}`)
    expect(created.headers.get('etag')).toBe(`"${revision}"`)
    expect(created.body).toMatchObject({
      live: null,
      changes: 0,
      paused: false,
      nextNodeId: 3,
      modifiedBy: 'Automation',
    })
    const saved = await save(id, revision, smsFlow('Bye'))
    expect(saved.body.revision).toBe(revision + 1)
    expect((await test.call('GET', `/api/flows/${id}`)).body).toEqual(saved.body)
  })

  it('stores a document with countless problems, and lists it beside the others', async () => {
    const body = '{{'.repeat(400_000)
    const call = nodeOf(2, 'external-web-call', {
      method: 'POST',
      url: 'https://example.com',
      contentType: 'text/plain',
      body,
    })
    const { id } = (
      await create(flowOf('Countless', [nodeOf(1, 'inbound-sms'), call], [{ from: 1, exit: 'next', to: 2 }]))
    ).body
    const { body: list } = await test.call('GET', '/api/flows?limit=200')
    const listed = list.items.find((item: { id: string }) => item.id === id)
    expect(listed.errors).toBeGreaterThan(0)
    expect((await test.call('DELETE', `/api/flows/${id}`)).status).toBe(204)
  })

  it('needs If-Match, refuses a stale revision and overwrites nothing then', async () => {
    const { id, revision } = (await create()).body
    expect((await save(id, undefined, smsFlow('A'))).body.code).toBe('PRECONDITION_REQUIRED')
    expect((await save(id, '*', smsFlow('A'))).status).toBe(400)
    await save(id, revision, smsFlow('B'))
    const stale = await save(id, revision, smsFlow('C'))
    expect(stale.status).toBe(409)
    expect(stale.body).toMatchObject({ code: 'STALE_REVISION', revision: revision + 1 })
    expect((await test.call('GET', `/api/flows/${id}`)).body.document.nodes[1].inputs.message).toBe('B')
  })

  it('lets one of two savers of the same revision win', async () => {
    const { id, revision } = (await create()).body
    const answers = await Promise.all(['A', 'B'].map((text) => save(id, revision, smsFlow(text))))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
  })

  it.each([
    ['a missing name', { name: undefined }, 'name'],
    ['an unknown key', { colour: 'red' }, 'colour'],
    [
      'a wrong position',
      { nodes: [{ ...nodeOf(1, 'inbound-sms'), position: { x: 'left', y: 0 } }] },
      'nodes[0].position.x',
    ],
    ['a negative Action ID', { nodes: [nodeOf(1, 'inbound-sms'), nodeOf(-2, 'send-sms')] }, 'nodes[1].id'],
    ['an unknown type', { nodes: [nodeOf(1, 'fax')] }, 'nodes[0].type'],
    ['a format of the future', { formatVersion: 99 }, 'formatVersion'],
  ])('refuses a document with %s and names the place', async (_, change, path) => {
    const answer = await test.call('POST', '/api/flows', { body: { ...smsFlow(), ...change } })
    expect(answer.status).toBe(422)
    expect(answer.body.code).toBe('INVALID_DOCUMENT')
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  it.each(['GET', 'PUT', 'DELETE'])('answers 404 to %s of a flow that is not there', async (method) => {
    const options = method === 'PUT' ? { headers: { 'if-match': '"1"' }, body: smsFlow() } : {}
    const answer = await test.call(method, `/api/flows/${nobodysId}`, options)
    expect(answer.body.code).toBe('FLOW_NOT_FOUND')
  })

  it('keeps hostile texts as they are', async () => {
    const message = 'a "b" {{x}} {{{y}}} $5 $$ \\ \u{1F600} </script>'
    const { id } = (await create(smsFlow(message))).body
    expect((await test.call('GET', `/api/flows/${id}`)).body.document.nodes[1].inputs.message).toBe(message)
    const broken = (await create(smsFlow('a\u0000b\ud800'))).body
    expect(broken.document.nodes[1].inputs.message).toMatch(/^a.?b\ufffd$/)
  })

  it('keeps the digits of big integers', async () => {
    const raw = JSON.stringify(smsFlow()).replace('"message":"Hello"', '"message":"Hello","big":12345678901234567890')
    const created = await test.call('POST', '/api/flows', { headers: { 'content-type': 'application/json' }, raw })
    expect((await test.call('GET', `/api/flows/${created.body.id}`)).text).toContain('"big":12345678901234567890')
  })

  it('takes a key named __proto__ for what it is: not an input', async () => {
    const raw = JSON.stringify(smsFlow()).replace('"message":"Hello"', '"message":"Hello","__proto__":{"a":1}')
    const headers = { 'content-type': 'application/json' }
    const { body } = await test.call('POST', '/api/flows/validate', { headers, raw })
    expect(body.problems).toContainEqual(
      expect.objectContaining({ nodeId: 2, path: 'inputs.__proto__', code: 'INPUT_INVALID' }),
    )
  })
})

describe('secrets', () => {
  it('are sealed at save, kept by reference, and leave with no export or copy', async () => {
    const created = await create(apiFlow('Sealed'))
    const { id, revision, document } = created.body
    expect(created.text).not.toContain(authToken)
    expect(document.nodes[0].inputs.authToken).toEqual({ $secret: expect.any(String) })

    const again = await save(id, revision, document)
    expect(again.status).toBe(200)
    expect(again.body.document.nodes[0].inputs.authToken).toEqual(document.nodes[0].inputs.authToken)

    const exported = await test.call('GET', `/api/flows/${id}/export`)
    expect(exported.text).not.toContain('$secret')
    expect(exported.headers.get('content-disposition')).toBe('attachment; filename="sealed.flow.json"')
    const copy = await test.call('POST', `/api/flows/${id}/duplicate`)
    expect(copy.status).toBe(201)
    expect(copy.text).not.toContain('$secret')
    expect(copy.body.document.name).toBe('Sealed (copy)')
  })

  it('of another flow or of none are refused', async () => {
    const reference = (await create(apiFlow())).body.document.nodes[0].inputs.authToken
    for (const authToken of [reference, { $secret: nobodysId }, { $secret: 'no id' }, { $secret: '\u0000' }]) {
      const document = flowOf('Thief', [nodeOf(1, 'inbound-api', { authToken })])
      const answer = await test.call('POST', '/api/flows', { body: document })
      expect(answer.status, answer.text).toBe(422)
      expect(answer.body.errors[0].path).toBe('nodes[0].inputs.authToken')
    }
  })
})

describe('the list of flows', () => {
  it('shows name, triggers, numbers and errors instead of documents, by search', async () => {
    const id = await test.deploy(smsFlow('Hi', 'Findable lighthouse'))
    await test.call('POST', '/api/numbers/assign', { body: { flowId: id, numbers: ['+13055550187'], replace: true } })
    const { items } = (await test.call('GET', '/api/flows?search=LIGHT')).body
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      id,
      name: 'Findable lighthouse',
      triggers: ['inbound-sms'],
      numbers: ['+13055550187'],
      errors: 0,
      changes: 0,
      live: { version: 1 },
    })
    expect(items[0].document).toBeUndefined()
  })

  it('pages without losing or repeating a flow', async () => {
    const all = (await test.call('GET', '/api/flows?limit=200')).body.items.map((flow: { id: string }) => flow.id)
    const seen: string[] = []
    let after = ''
    for (;;) {
      const { body } = await test.call('GET', `/api/flows?limit=3&after=${encodeURIComponent(after)}`)
      seen.push(...body.items.map((flow: { id: string }) => flow.id))
      if (body.next === null) break
      after = body.next
    }
    expect(seen).toEqual(all)
  })
})

describe('deleting a flow', () => {
  it('frees its numbers, takes it off and leaves its runs readable', async () => {
    const id = await test.deploy(smsFlow('Bye', 'Short-lived'))
    await test.call('POST', '/api/numbers/assign', { body: { flowId: id, numbers: [numberOfWeather], replace: true } })
    const text = { from: contact, to: numberOfWeather, text: 'hi' }
    const { runId } = (await test.call('POST', '/api/simulator/messages', { body: text })).body
    // 409 while the run is open.
    await eventually(async () => (await test.call('DELETE', `/api/flows/${id}`)).status === 204)
    expect((await test.call('GET', `/api/flows/${id}`)).status).toBe(404)
    expect((await test.call('POST', '/api/simulator/messages', { body: text })).body.status).toBe('no-flow')
    expect((await test.call('GET', `/api/runs/${runId}`)).body).toMatchObject({
      status: 'succeeded',
      flowName: 'Short-lived',
    })
  })
})

describe('templates and catalog', () => {
  const samples = readFlowCases()
    .map(({ flow }) => flow)
    .toSorted()

  it('are offered', async () => {
    const templates = (await test.call('GET', '/api/templates')).body.items
    expect(templates.map((template: { id: string }) => template.id)).toEqual(samples)
    const { nodes } = (await test.call('GET', '/api/catalog')).body
    expect(nodes.map((node: { id: string }) => node.id)).toContain('external-web-call')
  })

  it('are sent again only when the catalog has changed: 304', async () => {
    const first = await test.call('GET', '/api/catalog')
    const etag = first.headers.get('etag') ?? ''
    expect([etag.length, first.headers.get('cache-control')]).toEqual([24, 'private, no-cache'])
    for (const copies of [etag, `W/${etag}`, `"another", ${etag}`]) {
      const again = await test.call('GET', '/api/catalog', { headers: { 'if-none-match': copies } })
      expect([again.status, again.text, again.headers.get('etag')], copies).toEqual([304, '', etag])
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
    }
    const other = await test.call('GET', '/api/catalog', { headers: { 'if-none-match': '"another"' } })
    expect([other.status, other.body]).toEqual([200, first.body])
    expect((await test.call('GET', '/api/catalog', { token: null, headers: { 'if-none-match': etag } })).status).toBe(
      401,
    )
  })

  it.each(samples)('can be made a flow: %s', async (id) => {
    const templates = (await test.call('GET', '/api/templates')).body.items
    await create(templates.find((template: { id: string }) => template.id === id).document)
  })
})
