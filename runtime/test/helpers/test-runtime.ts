import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRuntime, type Overrides } from '../../src/app.ts'
import { readConfig } from '../../src/platform/config/config.ts'
import { type ApiCall, type ApiDriver, createApiDriver } from './api-driver.ts'
import { checkAnswersOf } from './check-answers.ts'
import { createDatabasePlace, type DatabasePlace } from './database.ts'
import { apiToken } from './runtime-process.ts'

export interface TestRuntime extends ApiDriver {
  readonly api: ApiCall
  /** A call without credentials of its own; `path` is whole. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** A source of node types has changed. */
  catalogChanged(): Promise<void>
  /** Stops it; the data stay. */
  stop(): Promise<void>
}

export interface TestPlace {
  /** Starts Patchbay on the data of this place; again after a stop. */
  start(env?: Readonly<Record<string, string>>, overrides?: Overrides): Promise<TestRuntime>
  remove(): Promise<void>
}

/** Data of its own for a Patchbay in this process, on the database that this run of the suites is about. */
export async function createTestPlace(): Promise<TestPlace> {
  const database = await createDatabasePlace()
  const keyFolder = await mkdtemp(join(tmpdir(), 'patchbay-keys-'))
  return {
    start: (env = {}, overrides = {}) => start({ ...storeSettings(database, keyFolder), ...env }, overrides),
    async remove() {
      await database.remove()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}

function storeSettings({ options }: DatabasePlace, keyFolder: string): Record<string, string> {
  if ('databaseUrl' in options) return { PATCHBAY_DATABASE_URL: options.databaseUrl, PATCHBAY_DATA_DIR: keyFolder }
  if ('dataDir' in options) return { PATCHBAY_DATA_DIR: options.dataDir }
  throw new Error('The suites need a database that stays after a stop.')
}

async function start(env: Readonly<Record<string, string>>, overrides: Overrides): Promise<TestRuntime> {
  const config = readConfig({
    PATCHBAY_API_TOKEN: apiToken,
    PATCHBAY_EGRESS_ALLOW: '127.0.0.1',
    PATCHBAY_LOG_LEVEL: 'silent',
    ...env,
  })
  const runtime = checkAnswersOf(await createRuntime(config, overrides))
  await runtime.start()
  const request: TestRuntime['request'] = async (path, init) => runtime.app.request(path, init)
  const api: ApiCall = (method, path, body, headers = {}) =>
    request(`/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    ...createApiDriver(api),
    api,
    request,
    catalogChanged: () => runtime.catalogChanged(),
    stop: () => runtime.stop(),
  }
}
