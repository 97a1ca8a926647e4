import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress, gunzipSync } from 'node:zlib'
import type { AccountResource, Page, SimulatorMessage, TokenResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { createApiDriver, startedRun } from '../helpers/api-driver.ts'
import { createEmptyPostgres } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { startStandIn } from '../helpers/stand-in.ts'
import { authToken, fixtureEnvironment, type Scene, signatureOf } from './scene.ts'

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
const scene: Scene = JSON.parse(readFileSync(fixture('v0.1-scene.json'), 'utf8'))
const cleanUp: (() => Promise<unknown>)[] = []

afterAll(async () => {
  for (const step of cleanUp.toReversed()) await step()
})

/** In the Postgres database: 0.1.0 gave each token one role, and none a user. */
const tokenOfBefore = 'pb_a-token-of-before'

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-upgrade-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function startServer(dataDir: string, env: Record<string, string> = {}): Promise<RuntimeProcess> {
  const server = await startRuntime({ dataDir, env: { ...fixtureEnvironment, ...env } })
  cleanUp.push(() => server.stop('SIGKILL'))
  return server
}

async function onKilledDirectory(): Promise<RuntimeProcess> {
  const folder = await newFolder()
  const tar = spawn('tar', ['-xf', '-', '-C', folder], { stdio: ['pipe', 'inherit', 'inherit'] })
  const ended = once(tar, 'exit')
  await pipeline(createReadStream(fixture('v0.1-killed.tar.br')), createBrotliDecompress(), tar.stdin)
  expect((await ended)[0]).toBe(0)
  return startServer(join(folder, 'data'))
}

async function onPostgres(): Promise<RuntimeProcess> {
  const place = await createEmptyPostgres()
  cleanUp.push(() => place.remove())
  if (!('databaseUrl' in place.options)) throw new Error('This needs Postgres.')
  const client = new pg.Client({ connectionString: place.options.databaseUrl })
  await client.connect()
  await client.query(gunzipSync(await readFile(fixture('v0.1-postgres.sql.gz'))).toString('utf8'))
  const hash = createHash('sha256').update(tokenOfBefore).digest('hex')
  await client.query(
    `insert into public.api_token (id, name, role, hash, created_at, created_by)
      values (gen_random_uuid(), 'Order database', 'viewer', $1, now(), 'Maya Reyes')`,
    [hash],
  )
  await client.end()
  return startServer(await newFolder(), { PATCHBAY_DATABASE_URL: place.options.databaseUrl })
}

describe.each([
  { name: 'a data directory of 0.1.0 that was killed in mid-work', open: onKilledDirectory },
  { name: 'a Postgres database of 0.1.0', open: onPostgres },
])('$name', ({ open }) => {
  it('is upgraded at the start, and everything in it goes on', async () => {
    const server = await open()
    const driver = createApiDriver(server.api)
    const { runs, flows } = scene
    const start = async (flowId: string, body: object) => {
      const sent = { authorization: authToken, 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}/triggers/${flowId}`, {
        method: 'POST',
        headers: sent,
        body: JSON.stringify(body),
      })
      expect(answer.status).toBe(202)
      return startedRun(answer)
    }

    // A wait that ended long ago: the run goes on and answers the contact.
    expect((await driver.ended(runs.waiting)).status).toBe('succeeded')
    expect((await driver.textsTo('+13055550119')).map(({ text }) => text)).toEqual(['You asked: remind me'])
    // Messages of before are in the same conversation as new ones.
    const contact = encodeURIComponent('+13055550119')
    const page = await driver.call<Page<SimulatorMessage>>('GET', `/simulator/messages?contact=${contact}`)
    expect(page.items.map(({ text, runId }) => ({ text, runId }))).toEqual([
      { text: 'You asked: remind me', runId: runs.waiting },
      { text: 'remind me', runId: runs.waiting },
    ])
    // A call that was under way at the kill and may not be repeated.
    const interrupted = await driver.ended(runs.interrupted, 60_000)
    expect(interrupted.status).toBe('succeeded')
    expect(interrupted.steps[1]?.error?.code).toBe('OUTCOME_UNKNOWN')
    // What had ended reads as before.
    const finished = await driver.run(runs.finished)
    expect(finished.status).toBe('succeeded')
    expect(finished.steps.map(({ type }) => type)).toEqual(['inbound-api', 'set-variables'])

    // Events of a paused flow are held until somebody resumes it.
    for (const id of runs.held) expect((await driver.run(id)).status).toBe('waiting')
    await driver.call('POST', `/flows/${flows.paused}/resume`)
    for (const id of runs.held) expect((await driver.ended(id)).status).toBe('succeeded')

    // Sealed secrets still open: the token of a trigger, the header of a call, the secret of an account.
    expect((await driver.ended(await start(flows.orders, { n: '8' }))).status).toBe('succeeded')
    const repeated = await fetch(`${server.url}/channels/http-gateway/${scene.accounts.gateway}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signatureOf(scene.inboundSecret, scene.inbound) },
      body: JSON.stringify(scene.inbound),
    })
    expect(repeated.status).toBe(202)
    expect(await repeated.json()).toEqual({ ...scene.received, duplicate: true })

    // Accounts carry texts as before: with the stored credential, to a gateway that has moved.
    const gateway = await startStandIn((response) => void response.end('{"id":"g-1"}'))
    cleanUp.push(() => gateway.close())
    const account = await driver.call<AccountResource>('GET', `/accounts/${scene.accounts.gateway}`)
    expect(account.name).toBe('Old gateway')
    const properties = { ...account.properties, url: `${gateway.origin}/messages`, password: 'new-password' }
    await driver.call('PUT', `/accounts/${account.id}`, { name: 'Moved gateway', properties })
    const numbers = await driver.call<Page<{ number: string; assignments: { sms: string | null } }>>('GET', '/numbers')
    expect(numbers.items.filter(({ assignments }) => assignments.sms !== null)).toMatchObject([
      { number: '+17865550177', assignments: { sms: flows.echo } },
      { number: '+17865550188', assignments: { sms: flows.reminder } },
    ])
    const document = textFlow()
    const flowId = await driver.deploy(document, ['+17865550177'])
    const text = { id: 'gateway-2', from: '+13055550121', to: '+17865550177', text: 'hi' }
    const answered = await fetch(`${server.url}/channels/http-gateway/${scene.accounts.gateway}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signatureOf(scene.inboundSecret, text) },
      body: JSON.stringify(text),
    })
    expect((await driver.ended(await startedRun(answered))).flowId).toBe(flowId)
    await eventually(() => gateway.requests.some(({ method }) => method === 'POST'))
    expect(JSON.parse(gateway.requests.find(({ method }) => method === 'POST')?.body ?? '')).toMatchObject({
      from: '+17865550177',
      to: '+13055550121',
      text: 'you said hi',
    })
    expect(server.output()).not.toMatch(/"level":(50|60)/)
  })
})

it('a token of 0.1.0 may do after the upgrade what its role allowed, and an administrator sees and revokes it', async () => {
  const server = await onPostgres()
  const driver = createApiDriver(server.api)
  const statusOf = async (path: string) => {
    const headers = { authorization: `Bearer ${tokenOfBefore}` }
    return (await fetch(`${server.url}/api${path}`, { headers })).status
  }
  expect([await statusOf('/flows'), await statusOf('/users')]).toEqual([200, 403])
  const { items } = await driver.call<Page<TokenResource>>('GET', '/tokens')
  const old = items.find(({ name }) => name === 'Order database')
  expect(old).toMatchObject({ roles: ['viewer'], user: null, createdBy: 'Maya Reyes' })
  await driver.call('DELETE', `/tokens/${old?.id}`)
  expect(await statusOf('/flows')).toBe(401)
})

function textFlow(): Flow {
  const position = { x: 0, y: 0 }
  const inputs = { to: '$ANI', from: '$DNIS', message: 'you said $ISMS_1.message' }
  return {
    formatVersion: 1,
    name: 'New',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 10 },
    nodes: [
      { id: 1, type: 'inbound-sms', name: 'Text', position, inputs: {} },
      { id: 2, type: 'send-sms', name: 'Back', position, inputs },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}
