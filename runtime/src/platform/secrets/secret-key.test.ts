import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readOrCreateKey, secretKeyOf } from './secret-key.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('readOrCreateKey', () => {
  it('writes a key that only the owner may read and gives the same one again', async () => {
    const dataDir = join(folder, 'new', 'data')
    const key = await readOrCreateKey(dataDir)
    expect(Buffer.from(key, 'base64url')).toHaveLength(32)
    expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600)
    expect(await readOrCreateKey(dataDir)).toBe(key)
  })

  it('gives one key to two that start at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => readOrCreateKey(folder)))
    expect(new Set(keys).size).toBe(1)
    expect(await readdir(folder)).toEqual(['secret.key'])
  })

  it('closes a key file that others may read', async () => {
    await writeFile(join(folder, 'secret.key'), 'k'.repeat(43), { mode: 0o644 })
    await readOrCreateKey(folder)
    expect((await stat(join(folder, 'secret.key'))).mode & 0o777).toBe(0o600)
  })

  it('does not replace a file that holds no key', async () => {
    await writeFile(join(folder, 'secret.key'), '')
    await expect(readOrCreateKey(folder)).rejects.toThrow(/does not hold a key/)
    expect(await readFile(join(folder, 'secret.key'), 'utf8')).toBe('')
  })
})

describe('secretKeyOf', () => {
  it('makes one key of one text, and another of another', () => {
    const key = secretKeyOf('a'.repeat(32))
    expect(secretKeyOf('a'.repeat(32))).toEqual(key)
    expect(secretKeyOf('b'.repeat(32)).id).not.toBe(key.id)
    expect(key.bytes).toHaveLength(32)
  })
})
