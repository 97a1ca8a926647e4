import { mkdtemp, open, readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type JournalFile, openJournalFile } from './journal-file.ts'

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
  const { file, entries } = await openJournalFile(path, mostBytes === undefined ? {} : { mostBytes })
  files.push(file)
  return { file, texts: entries.map(String) }
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
