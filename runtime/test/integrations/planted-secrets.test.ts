import { gunzipSync } from 'node:zlib'
import { type AccountDefinition, isFinal, type RunListItem } from '@patchbay/shared/api'
import { emptyFlow, type Flow, propertiesOf } from '@patchbay/shared/flow'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integrations } from '../../src/integrations/index.ts'
import type { Integration } from '../../src/kit/integration.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { made } from '../helpers/integration-parts.ts'
import { searchedForms } from '../helpers/searched-forms.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { type HttpTest, origin, startHttpTest } from '../http/helpers/http-test.ts'
import type { ServiceStandIn } from '../stand-ins/service-stand-in.ts'
import { startStandIn as startStandInOf, triedServices } from './tried-services.ts'

const position = { x: 0, y: 0 }
const answering: Flow = {
  ...emptyFlow('Answer', 'UTC'),
  nodes: [
    { id: 1, type: 'inbound-message', name: 'Written', position, inputs: {} },
    { id: 2, type: 'send-message', name: 'Answer', position, inputs: { to: '$ANI', from: '$DNIS', text: 'Hello' } },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
}

const types = integrations.filter(({ account }) => account.capabilities.create)
const withStandIn = new Set(triedServices.map(({ integration }) => integration.id))

/** An account of each type, with the secrets that it was made with. */
interface Planted {
  readonly id: string
  readonly path: string
  readonly secrets: readonly string[]
  readonly service: ServiceStandIn | undefined
}

/** What types without a stand-in need beside their secrets. Their addresses lead to the parrot. */
const propertiesOfType: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  lex: {
    ...{ accessKeyId: 'AKIDEXAMPLE', sessionToken: 'planted+token/of==lex', region: 'us-east-1' },
    apiUrl: 'http://127.0.0.1:1',
  },
  openai: { apiKey: 'sk-planted/openai+apiKey?0123456789' },
  watson: {
    ...{ kind: 'assistant', signIn: 'basic', assistantId: 'a1', environmentId: 'e1', version: '2024-08-25' },
    ...{ apiKey: 'planted/watson+apiKey?0123456789', serviceUrl: 'http://127.0.0.1:1' },
  },
  zapier: { username: 'user of Zapier' },
  'web-call': {
    ...{ signIn: 'client-credentials', clientId: 'client', addresses: 'http://127.0.0.1:1' },
    ...{ tokenUrl: 'http://127.0.0.1:1/token', testUrl: 'http://127.0.0.1:1/me' },
  },
}

const planted = new Map<string, Planted>()
/** Everything that the outside can see: answers, log lines, live events. */
const seen: string[] = []
let database: Database
let parrot: StandIn
let http: HttpTest

beforeAll(async () => {
  database = await openTestDatabase('pglite')
  // It says all that it was sent, as error pages do.
  parrot = await startStandIn((response, { url, headers, body }) =>
    json({ said: { url, headers, body }, description: `${url} ${headers.authorization} ${body}` }, 500)(response, {
      method: '',
      url,
      headers,
      rawHeaders: [],
      body,
    }),
  )
  const hosts = types.flatMap(({ id, hosts = {} }) =>
    Object.keys(hosts).map((name) => `${id}.${name}=${parrot.origin}`),
  )
  http = await startHttpTest(
    { PATCHBAY_SERVICE_URLS: hosts.join() },
    {
      database,
      log: pino({ level: 'trace' }, { write: (line) => void seen.push(line) }),
      onEvent: (event) => void seen.push(JSON.stringify(event)),
    },
  )
  const flowId = await http.deploy(answering)
  for (const type of types) {
    const account = await plant(type)
    planted.set(type.id, account)
    await assignAddress(type, account, flowId)
  }
})
afterAll(async () => {
  await http.close()
  await parrot.close()
  for (const { service } of planted.values()) await service?.close()
})

/** A call whose answer must not hold a secret either. */
async function call(...given: Parameters<HttpTest['call']>) {
  const answer = await http.call(...given)
  seen.push(answer.text)
  return answer
}

async function plant(integration: Integration): Promise<Planted> {
  const { id, account } = integration
  const service = withStandIn.has(id) ? await startStandInOf(id) : undefined
  const properties = { ...plantedIn(account), ...atParrot(service?.properties ?? propertiesOfType[id] ?? {}) }
  const created = await http.call('POST', '/api/accounts', { body: { type: id, name: id, properties } })
  expect(created.status, created.text).toBe(201)
  const given = secretNames(account).flatMap((name) => (typeof properties[name] === 'string' ? [properties[name]] : []))
  const secrets = [...given, ...Object.values<string>(created.body.secrets)]
  return { id: created.body.id, path: `/channels/${id}/${created.body.id}`, secrets, service }
}

function secretNames({ properties }: AccountDefinition): readonly string[] {
  return propertiesOf(properties).flatMap(([name, schema]) => (schema['x-secret'] === true ? [name] : []))
}

/** A secret for each property that takes any text, so that those that the stand-in does not need are tried, too. */
function plantedIn(account: AccountDefinition): Record<string, unknown> {
  const all = new Map(propertiesOf(account.properties))
  const free = secretNames(account).filter((name) => !('pattern' in (all.get(name) ?? {})))
  return Object.fromEntries(free.map((name) => [name, `planted/${account.id}+${name}?0123456789`]))
}

/** An address that is a property leads to the parrot as well. */
function atParrot(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/^http:\/\/127\.0\.0\.1:\d+/, parrot.origin) : value,
    ]),
  )
}

async function assignAddress(type: Integration, { id, service }: Planted, flowId: string): Promise<void> {
  const { parts } = made(type)
  if (service === undefined || parts.channel === undefined) return
  // Carriers have the same number in their examples: the first one has it.
  if (parts.addressOf === undefined)
    await http.call('POST', '/api/addresses', { body: { ...service.address, accountId: id } })
  const { items } = (await http.call('GET', '/api/addresses?limit=100')).body
  const own = items.filter((address: { readonly accountId: string }) => address.accountId === id)
  const addresses = own.map(({ channel, value }: Record<string, string>) => ({ channel, value }))
  if (addresses.length > 0) await http.call('POST', '/api/addresses/assign', { body: { flowId, addresses } })
}

/** What became of the planted secrets; each place by its name. */
function expectNoneIn(places: Readonly<Record<string, string>>, secrets: readonly string[]): void {
  const found = Object.entries(places).flatMap(([place, text]) =>
    secrets.flatMap(searchedForms).flatMap((form) => {
      const at = text.indexOf(form)
      return at === -1 ? [] : [`${place}: …${text.slice(Math.max(0, at - 60), at + form.length + 20)}…`]
    }),
  )
  expect(found).toEqual([])
}

async function everyTable(): Promise<Record<string, string>> {
  const { rows } = await sql<{ place: string }>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as place from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(database.kysely)
  const read = rows.map(async ({ place }) => {
    const { rows: found } = await sql<{ text: string }>`
      select coalesce(json_agg(t), '[]')::text as text from ${sql.raw(place)} t`.execute(database.kysely)
    return [place, found[0]?.text ?? ''] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

describe('the secrets of every type of account', () => {
  it('are planted in all of them', () => {
    expect(types.map(({ id }) => id).filter((id) => (planted.get(id)?.secrets ?? []).length === 0)).toEqual([])
  })

  it.each(types.map(({ id }) => id))('are in no answer, whatever %s is asked and its service repeats', async (id) => {
    const { id: accountId, path, secrets, service } = planted.get(id) ?? {}
    const before = seen.length
    await call('POST', `/api/accounts/${accountId}/test`)
    await call('POST', `/api/accounts/${accountId}/webhook`)
    await call('GET', `/api/accounts/${accountId}/offered-addresses`)
    await call('GET', `/api/accounts/${accountId}/status`)
    await call('GET', `/api/accounts/${accountId}`)
    const { calling } = service ?? {}
    const message = {
      id: `planted-${id}`,
      from: service?.contact ?? '',
      to: service?.address.value ?? '',
      text: 'Hello',
    }
    for (const proof of ['right', 'wrong', 'none'] as const) {
      if (calling === undefined) continue
      const { method, query, headers, body } = calling.sign(calling.bodyOf(message), proof, `${origin}${path}`)
      await call(method, `${path}${query}`, { token: null, headers, raw: body })
    }
    await call('GET', `/api/accounts/${accountId}/events`)
    await call('GET', '/api/runs?limit=100')
    expectNoneIn({ [id]: seen.slice(before).join('\n') }, secrets ?? [])
  })

  it('are in no table, log, event, run, export or back-up once all of that has happened', async () => {
    const { items } = await eventually(async () => {
      const { body } = await call('GET', '/api/runs?limit=100')
      return body.items.every(({ status }: Pick<RunListItem, 'status'>) => isFinal(status)) && body
    })
    expect(items.length).toBeGreaterThanOrEqual(8)
    for (const { id, flowId } of items) {
      await call('GET', `/api/runs/${id}`)
      await call('GET', `/api/flows/${flowId}/export`)
    }
    for (const path of ['accounts?limit=100', 'addresses?limit=100', 'consent/export', 'flows', 'catalog']) {
      await call('GET', `/api/${path}`)
    }
    const secrets = [...planted.values()].flatMap((account) => account.secrets)
    expectNoneIn({ ...(await everyTable()), 'what is seen': seen.join('\n') }, secrets)
    // Everything in the files of the database, its log and its journal included.
    const headers = { authorization: `Bearer ${await http.tokenOf('administrator')}` }
    const answer = await http.runtime.app.request('/api/backup', { method: 'POST', headers })
    const archive = gunzipSync(Buffer.from(await answer.arrayBuffer())).toString('latin1')
    expect(archive.length).toBeGreaterThan(1_000_000)
    expectNoneIn({ 'the back-up': archive }, secrets)
  })
})
