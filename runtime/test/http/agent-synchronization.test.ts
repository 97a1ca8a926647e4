import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ExampleBridge, startExampleBridge } from '../../../scripts/bridge-check/example-bridge.ts'
import { eventually } from '../helpers/eventually.ts'
import { json } from '../helpers/stand-in.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let http: HttpTest
let bridge: ExampleBridge
let crm: string
let path: string

beforeAll(async () => {
  crm = await temporaryFolder('bridge-')
  bridge = await startExampleBridge(crm)
  http = await startHttpTest()
  const text = JSON.stringify(bridge.manifest).replaceAll('https://bridge.example.com', bridge.origin)
  await createBridgeRig(http).importManifest(JSON.parse(text))
  const properties = { company: 'northwind', api_key: 'key-of-northwind' }
  const account = { type: 'bridge:file_crm', name: 'Northwind CRM', properties }
  path = `/api/accounts/${(await http.call('POST', '/api/accounts', { body: account })).body.id}`
})

afterAll(async () => {
  await http.close()
  await bridge.close()
})

/** How it stands once it has ended after this time. */
async function endedAfter(before: string | null) {
  return eventually(async () => {
    const { items } = (await http.call('GET', `${path}/synchronizations`)).body
    const agents = items.find(({ subject }: { subject: string }) => subject === 'agents')
    expect(agents.state).toBe('waiting')
    expect(agents.endedAt).not.toBe(before)
    return agents
  })
}

async function synchronize() {
  const { items } = (await http.call('GET', `${path}/synchronizations`)).body
  const { endedAt } = items.find(({ subject }: { subject: string }) => subject === 'agents')
  const started = await http.call('POST', `${path}/synchronizations/agents/start`, { body: {} })
  expect(started.status, started.text).toBe(200)
  return endedAfter(endedAt)
}

async function states(): Promise<Record<string, string>> {
  const { items } = (await http.call('GET', `${path}/agents`)).body
  return Object.fromEntries(items.map(({ name, state }: Record<string, string>) => [name, state]))
}

it('agents are read page by page, matched by e-mail or by a person, and marked when they are gone', async () => {
  const user = { name: 'Rui', email: 'rui@northwind.example', password: 'a-long-password', roles: ['agent'] }
  const { body: rui } = await http.call('POST', '/api/users', { body: user })
  await http.call('PUT', `${path}/synchronizations/agents`, { body: { isOn: true } })
  expect(await endedAfter(null)).toMatchObject({ outcome: 'done', pages: 2, counts: { added: 3, leftOut: 0 } })
  expect(await states()).toEqual({ 'Rui Sol': 'matched', 'Mara Quint': 'unmatched', 'Ola Berg': 'unmatched' })
  const offsets = bridge.requests.filter(({ url }) => url === '/api/agents').map(({ body }) => JSON.parse(body).meta)
  expect(offsets).toEqual([{ offset: null }, { offset: 2 }])

  const match = (id: string, body: object) => http.call('PUT', `${path}/agents/${id}`, { body })
  expect((await match('u-2', { userId: rui.id })).body).toMatchObject({ state: 'matched', matchedBy: 'person' })
  expect((await match('u-3', { userId: null, isIgnored: true })).body.state).toBe('ignored')
  expect((await match('u-3', { userId: 'nobody' })).body.code).toBe('INVALID_INPUT')
  expect((await match('a%2Fb', { userId: null })).status).toBe(404)

  const file = join(crm, 'northwind/agents.json')
  const [, mara, ola] = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify([{ ...mara, name: 'Mara Q' }, ola]))
  expect((await synchronize()).counts).toMatchObject({ added: 0, changed: 1, unchanged: 1, missing: 1 })
  expect(await states()).toEqual({ 'Rui Sol': 'unseen', 'Mara Q': 'matched', 'Ola Berg': 'ignored' })
  const filtered = await http.call('GET', `${path}/agents?state=unseen&limit=1`)
  expect(filtered.body).toMatchObject({ items: [{ externalId: 'u-1' }], next: null, counts: { ignored: 1 } })
})

it('what is no agent is left out and told, and pages without an end are not asked for', async () => {
  const agents = [{ id: 7, name: 'Pia', email: 'pia@northwind.example' }, { id: 'u-8', name: 'No Mail' }, 'x']
  bridge.breakAt('/api/agents', () => json({ agents }))
  expect(await synchronize()).toMatchObject({
    outcome: 'done',
    counts: { added: 1, leftOut: 2 },
    problems: [{ path: 'agents[2]' }, { path: 'agents[1].email' }],
  })
  expect((await states()).Pia).toBe('unmatched')
  const withoutMail = [{ id: 7, name: 'Pia', email: 'none' }]
  bridge.breakAt('/api/agents', () => json({ agents: withoutMail }))
  expect((await synchronize()).counts).toMatchObject({ leftOut: 1, missing: 0 })
  expect((await states()).Pia).toBe('unmatched')
  bridge.breakAt('/api/agents', () => json({ agents: [], next_offset: 50 }))
  const { outcome, message, pages } = await synchronize()
  expect([outcome, pages]).toEqual(['failed', 2])
  expect(message).toContain('next_offset is the offset of this very page')
  // Nobody is taken for gone by a synchronization that is not complete.
  expect((await states()).Pia).toBe('unmatched')
})
