import { mkdtemp, open, readdir, readFile, readlink, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type JournalFile, openJournalFile } from './journal-file.ts'

/** Of each entry. */
const HEAD_BYTES = 16

let directory: string
let path: string
const files: JournalFile[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'patchbay-journal-'))
  path = join(directory, 'journal')
})

afterEach(async () => {
  for (const file of files.splice(0)) await file.close()
  await rm(directory, { recursive: true })
})

async function opened(mostBytes?: number) {
  const { file, entries, damage } = await openJournalFile(path, mostBytes === undefined ? {} : { mostBytes })
  files.push(file)
  return { file, texts: entries.map(({ bytes }) => String(bytes)), damage }
}

async function append(file: JournalFile, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await file.append([Buffer.from(text.slice(0, 1)), Buffer.from(text.slice(1))])
}

async function overwrite(position: number, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.write(bytes, 0, bytes.length, position)
  await handle.close()
}

describe('the file of the journal', () => {
  it('gives back its entries in order', async () => {
    const { file, texts } = await opened()
    expect(texts).toEqual([])
    await append(file, 'first', 'second', 'third')
    expect((await opened()).texts).toEqual(['first', 'second', 'third'])
  })

  it('starts over with what comes next, and forgets what stood there', async () => {
    const { file } = await opened()
    await append(file, 'one', 'two', 'six')
    file.startOver()
    await append(file, 'ten')
    const { size } = await stat(path)
    // As long as the overwritten entry, so that the entry behind it is complete and belongs to the round before.
    expect((await opened()).texts).toEqual(['ten'])
    await append(file, 'red')
    expect((await opened()).texts).toEqual(['ten', 'red'])
    expect((await stat(path)).size).toBe(size)
  })

  it('goes on after those of the process before, whose numbers it does not use again', async () => {
    await append((await opened()).file, 'one', 'two')
    const { file } = await opened()
    await append(file, 'six')
    expect((await opened()).texts).toEqual(['six'])
  })

  it('has room for so many bytes', async () => {
    const { file } = await opened(100)
    expect(file.room).toBe(84)
    await append(file, 'x'.repeat(60))
    expect(file.room).toBe(8)
    file.startOver()
    expect(file.room).toBe(84)
  })

  it('ends before an entry that is not whole', async () => {
    const { file } = await opened()
    await append(file, 'first', 'second', 'third')
    const whole = await readFile(path)
    for (let length = 0; length < whole.length; length += 1) {
      const handle = await open(path, 'r+')
      await handle.truncate(length)
      await handle.close()
      const left = (await opened()).texts
      expect(['first', 'second', 'third'].slice(0, left.length)).toEqual(left)
      expect(left).toHaveLength(length < 21 ? 0 : length < 43 ? 1 : 2)
      await overwrite(0, whole)
    }
  })

  it('ends before an entry of which a byte is wrong', async () => {
    const { file } = await opened()
    await append(file, 'first', 'second')
    const whole = await readFile(path)
    for (let position = 21; position < whole.length; position += 1) {
      await overwrite(position, Buffer.from([(whole[position] ?? 0) ^ 1]))
      expect((await opened()).texts).toEqual(['first'])
      await overwrite(position, whole.subarray(position, position + 1))
    }
    expect((await opened()).texts).toEqual(['first', 'second'])
  })

  it('says how many bytes cannot be read when an entry is damaged that was complete', async () => {
    const { file } = await opened()
    await append(file, 'first', 'second', 'third')
    const whole = await readFile(path)
    // Length, checksum, number and contents of the second entry, except a number so wrong that it seems to follow.
    for (let position = 21; position < 43; position += 1) {
      await overwrite(position, Buffer.from([(whole[position] ?? 0) ^ 0x10]))
      const { texts, damage } = await opened()
      expect([texts, damage]).toEqual([['first'], `${whole.length - 21} bytes of it cannot be read`])
      await overwrite(position, whole.subarray(position, position + 1))
    }
    for (let position = 0; position < 21; position += 1) {
      await overwrite(position, Buffer.from([(whole[position] ?? 0) ^ 0x10]))
      const { texts, damage } = await opened()
      expect([texts, damage]).toEqual([[], `${whole.length} bytes of it cannot be read`])
      await overwrite(position, whole.subarray(position, position + 1))
    }
    expect((await opened()).damage).toBeUndefined()
  })

  it('says when it was emptied', async () => {
    const { file, damage } = await opened()
    expect(damage).toBeUndefined()
    await append(file, 'first')
    await truncate(path)
    expect((await opened()).damage).toBe('only 0 bytes of it are left')
  })

  it('does not take what was left behind it for damage', async () => {
    const { file } = await opened()
    await append(file, 'one', 'two', 'three', 'four')
    file.startOver()
    await append(file, 'longer than the first of the round before')
    expect((await opened()).damage).toBeUndefined()
    await file.clear()
    expect((await opened()).damage).toBeUndefined()
  })

  it('lets no entry behind the damage follow what comes next', async () => {
    const { file } = await opened()
    await append(file, 'one', 'two', 'six')
    const { size } = await stat(path)
    await overwrite(size / 3 + HEAD_BYTES, Buffer.from('T'))
    const damaged = await opened()
    expect(damaged.texts).toEqual(['one'])
    await append(damaged.file, 'ten', 'red')
    expect((await opened()).texts).toEqual(['ten', 'red'])
  })

  it('is empty once it was cleared', async () => {
    const { file } = await opened()
    await append(file, 'first')
    await append(file, 'other')
    await file.clear()
    const { file: next, texts } = await opened()
    expect(texts).toEqual([])
    // As long as the first old entry, which the second old entry follows.
    await append(next, 'third')
    expect((await opened()).texts).toEqual(['third'])
  })

  it.runIf(process.platform === 'linux')('is opened so that each write ends on the disk', async () => {
    await opened()
    const flags = await openFlags(path)
    // O_DSYNC
    expect(flags.map((flag) => flag & 0o10000)).toEqual([0o10000])
  })
})

/** With which flags this process has the file open. */
async function openFlags(of: string): Promise<number[]> {
  const flags: number[] = []
  for (const descriptor of await readdir('/proc/self/fd')) {
    const target = await readlink(`/proc/self/fd/${descriptor}`).catch(() => '')
    if (target !== of) continue
    const info = await readFile(`/proc/self/fdinfo/${descriptor}`, 'utf8')
    flags.push(Number.parseInt(/^flags:\s*(\d+)$/m.exec(info)?.[1] ?? '0', 8))
  }
  return flags
}
