import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDataDir } from '../helpers/data-dir.ts'
import { startRuntime } from '../helpers/runtime-process.ts'

let dataDir: string
let remove: () => Promise<void>

beforeEach(async () => {
  ;({ path: dataDir, remove } = await createDataDir())
})

afterEach(() => remove())

describe('a start that cannot work', { timeout: 60_000 }, () => {
  it.each<[string, RegExp, () => Promise<unknown>]>([
    ['on an empty key file', /does not hold a key/, () => writeFile(join(dataDir, 'secret.key'), '')],
    ['on half a lock', /is not a lock of Patchbay/, () => writeFile(join(dataDir, 'lock'), '{"tok')],
    [
      'on a folder in the place of the key',
      /is a folder where a file is needed/,
      () => mkdir(join(dataDir, 'secret.key')),
    ],
    [
      'on a folder in the place of the journal',
      /is a folder where a file is needed/,
      async () => {
        const journal = join(dataDir, 'database', 'patchbay-journal')
        await rm(journal, { force: true })
        await mkdir(journal)
      },
    ],
    [
      'on a file in the place of the data folder',
      /is a file where a folder is needed/,
      async () => {
        await rm(dataDir, { recursive: true })
        await writeFile(dataDir, '')
      },
    ],
    [
      'below a file',
      /leads through a file where a folder is needed/,
      async () => {
        await rm(dataDir, { recursive: true })
        await writeFile(dataDir, '')
        dataDir = join(dataDir, 'below')
      },
    ],
  ])('ends %s in a sentence, without a stack', async (_, sentence, prepare) => {
    await prepare()
    const error = await startRuntime({ dataDir }).then(
      async (started) => `It started. ${await started.stop('SIGKILL')}`,
      (thrown) => String(thrown.message),
    )
    expect(error).toMatch(sentence)
    // Its first line says that it ended, the second one why.
    expect(error.split('\n')).toHaveLength(2)
  })
})
