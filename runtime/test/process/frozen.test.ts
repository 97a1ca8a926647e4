import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataDirectory } from '../../src/store/pglite/data-lock.ts'
import { callingFlow } from '../cluster/nodes.ts'
import { createApiDriver, startedRun } from '../helpers/api-driver.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { apiToken, type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'

const nothingToCall = callingFlow('Kept', [])

let dataDir: string
let remove: () => Promise<void>
let server: RuntimeProcess

beforeEach(async () => {
  ;({ path: dataDir, remove } = await createDataDir())
  server = await startRuntime({ dataDir })
})

afterEach(async () => {
  await server.stop('SIGKILL')
  await remove()
})

/** What the files of the database contain, by their names. */
async function contents(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const files = join(dataDir, 'database')
  for (const entry of await readdir(files, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    found.set(
      path,
      createHash('sha1')
        .update(await readFile(path))
        .digest('hex'),
    )
  }
  return found
}

function trigger(flowId: string): Promise<Response> {
  return fetch(`${server.url}/triggers/${flowId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    body: '{}',
  })
}

/** Sends events until the first one is refused. Returns the ids of the runs that were accepted. */
async function sendUntilRefused(flowId: string): Promise<readonly string[]> {
  const accepted: string[] = []
  for (;;) {
    const answer = await trigger(flowId).catch(() => undefined)
    if (answer?.status !== 202) return accepted
    accepted.push(await startedRun(answer))
  }
}

describe('a process that was frozen and lost its data directory meanwhile', { timeout: 120_000 }, () => {
  it('ends without another byte and without another answer, and everything that was answered is there', async () => {
    const driver = createApiDriver(server.api)
    const flowId = await driver.deploy(nothingToCall)
    const sent = [1, 2, 3, 4].map(() => sendUntilRefused(flowId))
    process.kill(server.pid, 'SIGSTOP')
    // As another machine on the same volume does. It watches the lock for as long as it has to.
    const taken = await lockDataDirectory(dataDir, { host: 'elsewhere' })
    const before = await contents()
    process.kill(server.pid, 'SIGCONT')
    expect(await server.stop('SIGCONT')).toBe(1)
    expect(server.output()).toContain('is no longer the one of this process')
    expect(await contents()).toEqual(before)
    const accepted = (await Promise.all(sent)).flat()
    await taken.release()

    server = await startRuntime({ dataDir })
    for (const runId of accepted) expect((await server.api('GET', `/runs/${runId}`)).status).toBe(200)
  })
})

describe('a process whose data directory was removed', { timeout: 60_000 }, () => {
  it('ends in a sentence', async () => {
    await rm(dataDir, { recursive: true })
    expect(await server.stop('SIGCONT')).toBe(1)
    expect(server.output()).toContain('the data directory was removed')
  })
})
