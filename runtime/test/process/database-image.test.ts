import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inRoot } from '../../src/platform/project-root.ts'
import { prepareImage } from '../../src/prepare-image.ts'
import { openDataDirectory } from '../../src/store/pglite/data-directory.ts'
import { migrations } from '../../src/store/schema/migrations/index.ts'

describe('the image of the database', () => {
  let dataDir: string

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'patchbay-image-'))
  })

  afterEach(() => rm(dataDir, { recursive: true }))

  it('is what a new database is copied from, with all migrations and the tables of the queue', async () => {
    const image = await prepareImage()
    expect(await readdir(dirname(image))).not.toContainEqual(expect.stringMatching(/^database-.*-/))
    const first = await factsOf(dataDir)
    expect(first.migrations).toEqual(Object.keys(migrations))
    expect(first.queue).toBe('pgboss.job')
    const second = await factsOf(join(dataDir, 'another'))
    expect(second.identifier).toBe(first.identifier)
  })

  it('is copied from the beginning after a first start that was killed in the middle of it', async () => {
    await prepareImage()
    const draft = join(dataDir, 'database.new')
    const script = inRoot('runtime/test/helpers/hold-database.ts')
    const first = spawn(process.execPath, [script, dataDir])
    await expect.poll(() => existsSync(draft), { interval: 1, timeout: 60_000 }).toBe(true)
    first.kill('SIGKILL')
    await once(first, 'exit')
    expect(await readdir(dataDir)).not.toContain('database')
    expect((await factsOf(dataDir)).migrations).toEqual(Object.keys(migrations))
    expect(existsSync(draft)).toBe(false)
  })

  it.each([
    ['is missing', () => Promise.resolve(undefined)],
    ['vanishes while it is copied', () => Promise.resolve(join(tmpdir(), 'patchbay-no-such-image'))],
  ])('is not needed: where it %s, the database is created', async (_, find) => {
    const { client, close } = await openDataDirectory(dataDir, find)
    const { rows } = await client.execute<{ name: string | null }>("select to_regclass('flow')::text as name", [])
    expect(rows).toEqual([{ name: null }])
    await close()
  })
})

interface Facts {
  readonly identifier: string
  readonly queue: string | null
  readonly migrations: readonly string[]
}

async function factsOf(dataDir: string): Promise<Facts> {
  const { client, close } = await openDataDirectory(dataDir)
  const facts = await client.execute<Omit<Facts, 'migrations'>>(
    "select system_identifier::text as identifier, to_regclass('pgboss.job')::text as queue from pg_control_system()",
    [],
  )
  const applied = await client.execute<{ name: string }>('select name from kysely_migration order by name', [])
  await close()
  const [{ identifier = '', queue = null } = {}] = facts.rows
  return { identifier, queue, migrations: applied.rows.map(({ name }) => name) }
}
