import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabasePlace, type DatabasePlace, databaseKind } from '../../../test/helpers/database.ts'
import { openDatabase } from '../database.ts'
import { DataDirectoryLostError } from './data-hold.ts'
import { DataDirectoryInUseError, type DataLock, lockDataDirectory } from './data-lock.ts'

// The files are the same for every kind of database, so one run suffices.
describe.runIf(databaseKind === 'pglite')('the data directory', () => {
  it('is made complete in one move, for its owner only', async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'patchbay-new-')), 'data')
    const database = await openDatabase({ dataDir })
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect((await readdir(dataDir)).sort()).toEqual(['database', 'lock'])
    await database.close()
    expect(await readdir(dataDir)).toEqual(['database'])
    await rm(join(dataDir, '..'), { recursive: true })
  })

  describe('in use by another process', () => {
    let place: DatabasePlace
    let dataDir: string
    let holder: ChildProcess

    beforeEach(async () => {
      place = await createDatabasePlace('pglite')
      dataDir = 'dataDir' in place.options ? place.options.dataDir : ''
      holder = spawn(process.execPath, [
        fileURLToPath(new URL('../../../test/helpers/hold-database.ts', import.meta.url)),
        dataDir,
      ])
      expect(await firstLine(holder)).toBe('open\n')
    })

    afterEach(async () => {
      await kill(holder)
      await place.remove()
    })

    it('is refused with a sentence that says what to do', async () => {
      const second = openDatabase({ dataDir })
      await expect(second).rejects.toBeInstanceOf(DataDirectoryInUseError)
      await expect(openDatabase({ dataDir })).rejects.toThrow(`Another Patchbay (process ${holder.pid} on `)
      expect(existsSync(join(dataDir, 'lock'))).toBe(true)
    })

    it('is taken over once that process was killed', async () => {
      await kill(holder)
      expect(existsSync(join(dataDir, 'lock'))).toBe(true)
      const database = await openDatabase({ dataDir })
      expect(await database.kysely.selectFrom('flow').selectAll().execute()).toEqual([])
      await database.close()
    })
  })
})

describe.runIf(databaseKind === 'pglite')('the lock of a data directory', () => {
  let directory: string
  let path: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'patchbay-lock-'))
    path = join(directory, 'lock')
  })

  afterEach(() => rm(directory, { recursive: true }))

  it('keeps the same process from opening it twice', async () => {
    const lock = await lockDataDirectory(directory)
    await expect(lockDataDirectory(directory)).rejects.toBeInstanceOf(DataDirectoryInUseError)
    await lock.release()
    await (await lockDataDirectory(directory)).release()
  })

  it('is given to one of many who find a dead one', async () => {
    await writeFile(path, JSON.stringify({ token: 'dead', pid: process.pid, host: hostname(), began: 'before' }))
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDirectory(directory)))
    const locks = results.filter((result) => result.status === 'fulfilled')
    expect(locks).toHaveLength(1)
    await locks[0]?.value.release()
    expect(await readdir(directory)).toEqual([])
  })

  it('is taken after a process was killed while it took it', async () => {
    await writeFile(`${path}.turn`, '')
    await (await lockDataDirectory(directory)).release()
    expect(await readdir(directory)).toEqual([])
  })

  it.runIf(process.platform === 'linux')('is dead when its pid belongs to another process by now', async () => {
    await writeFile(path, JSON.stringify({ token: 'dead', pid: process.ppid, host: hostname(), began: 'before' }))
    await (await lockDataDirectory(directory)).release()
  })

  it('of another machine is alive while it is touched', async () => {
    await writeFile(path, JSON.stringify({ token: 'theirs', pid: 1, host: 'elsewhere', began: '' }))
    const beat = setInterval(() => void utimes(path, new Date(), new Date()), 50)
    await expect(lockDataDirectory(directory)).rejects.toThrow('process 1 on elsewhere')
    clearInterval(beat)
  })

  it('of another machine is dead when it is not touched while we watch, whatever its clock says', async () => {
    await writeFile(path, JSON.stringify({ token: 'theirs', pid: 1, host: 'elsewhere', began: '' }))
    const tomorrow = new Date(Date.now() + 86_400_000)
    await utimes(path, tomorrow, tomorrow)
    await (await lockDataDirectory(directory, { silentAfterMs: 50 })).release()
  })

  it.runIf(process.platform === 'linux')(
    'of another container with the same name and pid is watched, too',
    async () => {
      const theirs = { token: 'theirs', pid: process.pid, host: hostname(), began: 'before', space: 'pid:[1]' }
      await writeFile(path, JSON.stringify(theirs))
      const beat = setInterval(() => void utimes(path, new Date(), new Date()), 50)
      await expect(lockDataDirectory(directory)).rejects.toThrow('Another Patchbay')
      clearInterval(beat)
      await (await lockDataDirectory(directory, { sameNameSilentAfterMs: 50 })).release()
    },
  )

  it('of another machine whose clock is behind is alive while it is touched', async () => {
    await writeFile(path, JSON.stringify({ token: 'theirs', pid: 1, host: 'elsewhere', began: '' }))
    const behind = () => new Date(Date.now() - 86_400_000)
    await utimes(path, behind(), behind())
    const beat = setInterval(() => void utimes(path, behind(), behind()), 50)
    await expect(lockDataDirectory(directory)).rejects.toThrow('process 1 on elsewhere')
    clearInterval(beat)
  })

  it('that was not renewed for long is looked at before a write, and kept when it is still ours', async () => {
    const lock = await lockDataDirectory(directory)
    const past = new Date(Date.now() - 60_000)
    await utimes(path, past, past)
    lock.assertHeld()
    expect((await stat(path)).mtimeMs).toBe(past.getTime())
    letProofGrowOld(lock)
    lock.assertHeld()
    expect((await stat(path)).mtimeMs).toBeGreaterThan(past.getTime())
    await lock.release()
  })

  it('is lost once another process has taken it over, which keeps it', async () => {
    const lock = await lockDataDirectory(directory)
    const reasons: Error[] = []
    lock.onLost((error) => reasons.push(error))
    await rm(path)
    await writeFile(path, JSON.stringify({ token: 'theirs', pid: 1, host: 'elsewhere', began: '' }))
    letProofGrowOld(lock)
    expect(() => lock.assertHeld()).toThrow(DataDirectoryLostError)
    expect(() => lock.assertHeld()).toThrow(DataDirectoryLostError)
    lock.onLost((error) => reasons.push(error))
    expect(reasons).toHaveLength(2)
    await lock.release()
    expect(await readFile(path, 'utf8')).toContain('theirs')
  })

  it('is lost with the directory', async () => {
    const lock = await lockDataDirectory(directory)
    await rm(directory, { recursive: true })
    letProofGrowOld(lock)
    expect(() => lock.assertHeld()).toThrow('the data directory was removed')
    await lock.release()
    await mkdir(directory)
  })

  it('that cannot be renewed allows no write', async () => {
    const lock = await lockDataDirectory(directory)
    await rm(path)
    await mkdir(path)
    letProofGrowOld(lock)
    expect(() => lock.assertHeld()).toThrow('EISDIR')
    await lock.release()
  })

  it.each(['{"mine":true}', '', '{"token":"ha'])('is not guessed at when it is something else: %j', async (text) => {
    await writeFile(path, text)
    await expect(lockDataDirectory(directory)).rejects.toThrow('is not a lock of Patchbay')
  })
})

/** As if this process had been frozen since its last beat. */
function letProofGrowOld(lock: DataLock): void {
  new Float64Array(lock.hold.provenAt).fill(0)
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The process has no output.')
  const [chunk] = await once(child.stdout, 'data')
  return String(chunk)
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
