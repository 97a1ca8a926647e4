import { Value } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../src/kit/route.ts'
import { startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { apiFlow } from './helpers/documents.ts'
import { type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

const uuid = '00000000-0000-7000-8000-000000000000'

/** What a client can send where an id, a cursor, a number or a time belongs. */
const nasty = [
  'x',
  '',
  ' ',
  '%',
  "'",
  '"',
  '\\',
  '..',
  '../..',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '0',
  '-0',
  '-1',
  '1.5',
  '1e3',
  '1e400',
  '0x10',
  '2147483648',
  '9007199254740993',
  '9223372036854775808',
  '9'.repeat(400),
  'a'.repeat(5_000),
  `${uuid.toUpperCase()}`,
  `{${uuid}}`,
  `${uuid}\n`,
  `${uuid}x`,
  uuid.replaceAll('-', ''),
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  uuid,
  `999999999999999_${uuid}`,
  `8640000000000001_${uuid}`,
  `1_${uuid}_2`,
  '_',
  '2026-13-45',
  '2026-02-30T25:61:61Z',
  '0000-01-01T00:00:00Z',
  '-271821-04-20T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '9999-12-31T23:59:60Z',
  'infinity',
  'now',
  '\0',
  'a\0b',
  '\ud800',
  '🙂',
  'é̀̕',
  '<script>',
  '$ne',
  '*',
]

let test: HttpTest
let known: Readonly<Record<string, string>>

beforeAll(async () => {
  test = await startHttpTest()
  const id = await test.deploy(apiFlow('Known'))
  const columns = [
    { name: 'Name', type: 'text' },
    { name: 'Age', type: 'number' },
  ]
  await test.call('POST', '/api/tables', { body: { name: 'Known', columns } })
  const { body: row } = await test.call('POST', '/api/tables/known/rows', { body: { cells: { name: 'x', age: 1 } } })
  // A live flow keeps the table from being removed on the way.
  await test.deploy(findingFlow())
  known = { table: 'known', column: 'name', row: row.id, id, flowId: id, copy: uuid, session: uuid, version: '1' }
})

afterAll(() => test.close())

function findingFlow() {
  const flow = apiFlow('Finds')
  const inputs = { operation: 'find', table: 'known', tests: [{ column: 'name', operator: 'equals', value: 'x' }] }
  const node = { id: 90, type: 'table', name: 'Find', position: { x: 300, y: 0 }, inputs }
  return { ...flow, nodes: [...flow.nodes, node] }
}

/** Their answers are streams or whole files; the last is a page of the designer, which may not be built. */
const apart = new Set(['/api/events', '/api/backup', '/*', '/'])

function pathWith({ path }: Pick<Route, 'path'>, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name) => values[name] ?? known[name] ?? uuid)
}

function paramsOf({ path }: Pick<Route, 'path'>): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
}

function propertiesOf(schema: object | undefined): Readonly<Record<string, unknown>> {
  const isObject = schema !== undefined && 'properties' in schema && typeof schema.properties === 'object'
  return isObject ? { ...Object(schema.properties) } : {}
}

/** A body that fits its schema, where one can be made of it. */
function bodyOf({ endpoint: { body } }: Route): unknown {
  if (body === undefined) return undefined
  try {
    return Value.Create(body)
  } catch {
    return {}
  }
}

async function statusesOf(requests: readonly (readonly [method: string, path: string, body?: unknown])[]) {
  const faults: string[] = []
  for (const [method, path, body] of requests) {
    // `..` leads from one address to another, which may be a stream.
    if (apart.has(new URL(path, origin).pathname)) continue
    try {
      const { status, text } = await test.call(method, path, body === undefined ? {} : { body })
      if (status >= 500) throw new Error(text)
    } catch (error) {
      // An answer that the endpoint does not declare is one, too.
      faults.push(`${method} ${path.slice(0, 200)} ${JSON.stringify(body ?? '').slice(0, 200)}: ${error}`)
    }
  }
  return faults
}

function requestsOf(route: Route) {
  const { endpoint } = route
  const method = route.method === 'ALL' ? 'POST' : route.method
  const body = bodyOf(route)
  const inPath = paramsOf(route).flatMap((name) =>
    nasty.flatMap((value) => {
      const encoded = encodeURIComponent(value.toWellFormed())
      return [[method, pathWith(route, { [name]: encoded === '..' ? '%2e%2e' : encoded }), body] as const]
    }),
  )
  const broken = paramsOf(route).flatMap((name) =>
    ['%FF', '%ED%A0%80', '%', '%00', '%2F'].map((raw) => [method, pathWith(route, { [name]: raw }), body] as const),
  )
  const inQuery = Object.keys(propertiesOf(endpoint.query)).flatMap((name) =>
    [...nasty.map((value) => encodeURIComponent(value.toWellFormed())), '%FF', '%', '%ED%A0%80'].map(
      (value) => [method, `${pathWith(route, {})}?${name}=${value}`, body] as const,
    ),
  )
  const inBody = Object.entries(propertiesOf(endpoint.body)).flatMap(([name, schema]) => {
    const isText = typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'string'
    const values = [...(isText ? nasty : []), null, 1e308, -1, [], ['a\0b'], {}, [[[]]], true]
    return values.map((value) => [method, pathWith(route, {}), { ...Object(body), [name]: value }] as const)
  })
  return [...inPath, ...broken, ...inQuery, ...inBody]
}

/** The whole path below something that is here, so that each part of it is looked up. */
function brokenBelow({ path }: Route, ids: Readonly<Record<string, string>>): readonly string[] {
  const [, , kind = ''] = path.split('/')
  const [first = '', ...others] = paramsOf({ path })
  const parent = ids[kind]
  if (parent === undefined) return []
  return others.flatMap((name) =>
    ['%00', 'a%00b', '%FF'].map((raw) => {
      const values = { accountId: ids.accounts ?? '', subject: 'contacts', [first]: parent, [name]: raw }
      return pathWith({ path }, values)
    }),
  )
}

describe('no client can cause an unexpected fault', { timeout: 300_000 }, () => {
  it('with ids, cursors, numbers, times and texts, on any route', async () => {
    const routes = test.runtime.routes.filter(({ path }) => !apart.has(path))
    const faults: string[] = []
    let count = 0
    for (const route of routes) {
      const requests = requestsOf(route)
      count += requests.length
      faults.push(...(await statusesOf(requests)))
    }
    expect(faults).toEqual([])
    expect(count).toBeGreaterThan(3_000)
  })

  it('with a part of a path that no database stores, below an account, a contact, a flow or a table', async () => {
    const bridge = await startBridge()
    const rig = createBridgeRig(test)
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'desk' }))
    const accounts = await rig.createAccount('desk', { account: 'northwind', token: 'token-of-ana-0123456789' })
    await bridge.close()
    const { body: contact } = await test.call('POST', '/api/contacts', { body: { fields: { name: 'Ana' } } })
    const ids = { accounts, contacts: contact.id, flows: known.id ?? '', tables: 'known', integrations: 'desk' }
    const requests = test.runtime.routes.flatMap((route) => {
      const method = route.method === 'ALL' ? 'POST' : route.method
      return brokenBelow(route, ids).map((path) => [method, path, bodyOf(route)] as const)
    })
    expect(new Set(requests.map(([, path]) => path.split('/')[2]))).toEqual(new Set(Object.keys(ids)))
    expect(await statusesOf(requests)).toEqual([])
  })
})
