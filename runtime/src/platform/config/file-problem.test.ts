import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileProblem } from './file-problem.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-file-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('an error about a file', () => {
  it('becomes a sentence that names the file and what to do', async () => {
    const error = await open(folder, 'w').catch((thrown) => thrown)
    expect(fileProblem(error)).toBe(
      `${folder} is a folder where a file is needed. Move it away, or name another folder with PATCHBAY_DATA_DIR.`,
    )
    const file = join(folder, 'file')
    await writeFile(file, '')
    const below = await open(join(file, 'below'), 'w').catch((thrown) => thrown)
    expect(fileProblem(below)).toContain('leads through a file where a folder is needed')
  })

  it.each(['EACCES', 'EROFS', 'ENOSPC'])('says what to do about %s', (code) => {
    expect(fileProblem(Object.assign(new Error(code), { code, path: '/data' }))).toMatch(/^\/data [^.]+\. [^.]+\.$/)
  })

  it('is left alone when it is another one', () => {
    expect(fileProblem(new Error('Wrong.'))).toBeUndefined()
    expect(fileProblem(Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }))).toBeUndefined()
  })
})
