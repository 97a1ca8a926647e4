import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { UploadedFile } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiDriver, createApiDriver, startedRun } from '../helpers/api-driver.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { files } from '../helpers/files.ts'
import { adminEmail, adminPassword, apiToken, type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'

const authToken = 'open-sesame-open-sesame'
const position = { x: 0, y: 0 }
const flow: Flow = {
  formatVersion: 1,
  name: 'Kept',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 10 },
  nodes: [
    { id: 1, type: 'inbound-api', name: 'Start', position, inputs: { authToken, expectedInputs: [{ name: 'n' }] } },
    { id: 2, type: 'set-variables', name: 'Note', position, inputs: { variables: [{ name: 'x', value: 'n is $n' }] } },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

let folder: string
let dataDir: string
let server: RuntimeProcess
let driver: ApiDriver
let flowId: string
const processes: RuntimeProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-backup-'))
  const place = await createDataDir()
  dataDir = place.path
  server = await start(dataDir)
  driver = createApiDriver(server.api)
  flowId = await driver.deploy(flow)
})

afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop('SIGKILL')))
  await Promise.all([folder, dataDir].map((path) => rm(path, { recursive: true, force: true })))
})

async function start(path: string): Promise<RuntimeProcess> {
  const process = await startRuntime({ dataDir: path })
  processes.push(process)
  return process
}

interface Ended {
  readonly code: number
  readonly output: string
}

/** One of the two commands, with the settings of the server. */
function command(name: 'backup' | 'restore', file: string, env: Record<string, string> = {}): Promise<Ended> {
  const script = fileURLToPath(new URL(`../../../scripts/${name}.ts`, import.meta.url))
  const settings = { PATH: process.env.PATH ?? '', PATCHBAY_DATA_DIR: dataDir, ...env }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, file], { env: settings }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: `${out}${err}` })
    })
  })
}

const ofServer = () => ({ PATCHBAY_API_TOKEN: apiToken, PATCHBAY_PORT: new URL(server.url).port })

async function startRun(at: RuntimeProcess, n: number): Promise<string> {
  return startedRun(
    await fetch(`${at.url}/triggers/${flowId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${authToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ n }),
    }),
  )
}

async function upload(to: RuntimeProcess, bytes: Uint8Array<ArrayBuffer>): Promise<UploadedFile> {
  const answer = await fetch(`${to.url}/api/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/octet-stream' },
    body: bytes,
  })
  expect(answer.status).toBe(201)
  // The schema of the endpoint.
  return (await answer.json()) as UploadedFile
}

/** Restores into a new place and starts a server there. */
async function restored(file: string): Promise<{ server: RuntimeProcess; driver: ApiDriver }> {
  const path = join(folder, `restored-${processes.length}`)
  const { code, output } = await command('restore', file, { PATCHBAY_DATA_DIR: path })
  expect(output).toContain('Put your copy of the key file at')
  expect(code).toBe(0)
  await cp(join(dataDir, 'secret.key'), join(path, 'secret.key'))
  const copy = await start(path)
  return { server: copy, driver: createApiDriver(copy.api) }
}

/** Several processes start one after another, which takes its time on a busy machine. */
describe('a back-up', { timeout: 180_000 }, () => {
  it('of a running server holds all that was accepted before it, and is consistent', async () => {
    const before: string[] = []
    for (let n = 0; n < 100; n += 1) before.push(await startRun(server, n))
    const { url } = await upload(server, files.png)
    let isDone = false
    const during = (async () => {
      let count = 0
      for (; !isDone; count += 1) await startRun(server, count)
      return count
    })()
    const file = join(folder, 'running.backup')
    const { code, output } = await command('backup', file, ofServer())
    isDone = true
    expect(output).toContain('from the running server')
    expect(output).toContain('secret.key')
    expect(code).toBe(0)
    expect(await during).toBeGreaterThan(0)
    expect((await stat(file)).mode & 0o077).toBe(0)

    const copy = await restored(file)
    for (const [n, id] of before.entries()) {
      const run = await copy.driver.ended(id)
      expect(run.steps.at(-1)?.variables).toEqual({ x: `n is ${n}` })
    }
    expect((await copy.driver.call<{ items: { name: string }[] }>('GET', '/flows')).items).toMatchObject([
      { name: 'Kept' },
    ])
    // A file at the address that the first server gave: the key is the same.
    const picture = await fetch(`${copy.server.url}${url}`)
    expect(Buffer.from(await picture.arrayBuffer()).equals(files.png)).toBe(true)
    // Its secrets and its users, too.
    expect((await copy.driver.ended(await startRun(copy.server, 7))).status).toBe('succeeded')
    const signIn = await fetch(`${copy.server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: copy.server.url },
      body: JSON.stringify({ email: adminEmail, password: adminPassword }),
    })
    expect(signIn.status).toBe(200)
  })

  it('is for administrators, and one at a time', async () => {
    const { token } = await driver.call<{ token: string }>('POST', '/tokens', { name: 'editor', role: 'editor' })
    const ask = (bearer: string) =>
      fetch(`${server.url}/api/backup`, { method: 'POST', headers: { authorization: `Bearer ${bearer}` } })
    expect((await ask(token)).status).toBe(403)
    const first = await ask(apiToken)
    expect(first.status).toBe(200)
    const second = await ask(apiToken)
    expect(second.status).toBe(429)
    // Who goes away in the middle leaves nothing behind.
    await first.body?.cancel()
    const third = await untilTaken(() => ask(apiToken))
    expect((await third.arrayBuffer()).byteLength).toBeGreaterThan(100_000)
  })

  it('says what is missing when it cannot ask the server', async () => {
    const file = join(folder, 'none.backup')
    const { code, output } = await command('backup', file)
    expect(code).toBe(1)
    expect(output).toContain('Set PATCHBAY_API_TOKEN')
    expect((await readdir(folder)).filter((name) => name.startsWith('none'))).toEqual([])
  })

  it('is restored into an empty place only, and only when it is whole', async () => {
    const file = join(folder, 'running.backup')
    const over = await command('restore', file)
    expect(over.code).toBe(1)
    await server.stop()
    const stopped = await command('restore', file)
    expect(stopped.output).toContain('holds a database already')
    const half = join(folder, 'half.backup')
    const bytes = await readFile(file)
    await writeFile(half, bytes.subarray(0, bytes.length / 2))
    const path = join(folder, 'half')
    const damaged = await command('restore', half, { PATCHBAY_DATA_DIR: path })
    expect(damaged.output).toMatch(/damaged/)
    expect(damaged.code).toBe(1)
    expect(await readdir(path)).toEqual([])
  })

  it('of a killed server holds what it had answered last', async () => {
    const file = join(folder, 'stopped.backup')
    const killed = await start(dataDir)
    const last = await startRun(killed, 42)
    await killed.stop('SIGKILL')
    const { code, output } = await command('backup', file)
    expect(output).toContain('no server was running')
    expect(code).toBe(0)
    const again = await command('backup', file)
    expect(again.output).toContain('is there already')
    const copy = await restored(file)
    expect((await copy.driver.ended(last)).steps.at(-1)?.variables).toEqual({ x: 'n is 42' })
  })
})

async function untilTaken(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await ask()
    if (response.status !== 429) return response
    await response.body?.cancel()
  }
}
