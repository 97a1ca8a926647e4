import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../runtime/src/store/database.ts'
import { testContactParts } from '../runtime/test/helpers/contact-parts.ts'

/**
 * How much memory an import of contacts takes on the embedded database: `node --expose-gc bench/contact-import.ts`, or with
 * fewer lines than 100,000 as its argument. A preview, an import, and the same file again. Megabytes of the heap after a
 * collection, and of all buffers, of the thread that reads; the database is a thread of its own.
 */
const lines = Number(process.argv[2] ?? 100_000)
const AT_ONCE = 1_000
const { gc } = globalThis
if (gc === undefined) throw new Error('Start it with --expose-gc.')

const folder = await mkdtemp(join(tmpdir(), 'patchbay-import-'))
const database = await openDatabase({ dataDir: folder })
try {
  const { contacts } = testContactParts({ database, now: () => new Date() })
  for (const [name, check] of [
    ['preview', true],
    ['import', false],
    ['the same again', false],
  ] as const) {
    const from = performance.now()
    const found = await contacts.import({ csv: csv(gc), check, author: 'user:bench' })
    const seconds = ((performance.now() - from) / 1_000).toFixed(1)
    process.stdout.write(
      `${name}: ${found.toAdd} new, ${found.toChange} known, ${found.wrongLines} wrong, ${seconds} s\n`,
    )
  }
} finally {
  await database.close()
  await rm(folder, { recursive: true, force: true })
}

/** A tenth of the lines between two looks at the memory. */
async function* csv(collect: NonNullable<typeof gc>): AsyncGenerator<string> {
  yield 'First name,Last name,channel:sms,E-mail,Company,external_id:crm\n'
  for (let from = 0; from < lines; from += AT_ONCE) {
    if (from % (lines / 10) === 0) {
      await collect()
      const { heapUsed, arrayBuffers } = process.memoryUsage()
      process.stdout.write(
        `  ${String(from).padStart(7)} lines: ${((heapUsed + arrayBuffers) / 2 ** 20).toFixed(1)} MB\n`,
      )
    }
    const part = Array.from({ length: Math.min(AT_ONCE, lines - from) }, (_, n) => lineOf(from + n))
    yield part.join('')
  }
}

function lineOf(n: number): string {
  const number = String(n).padStart(7, '0')
  return `Ana ${n},Beltrán,+1305${number},ana.${n}@brightwater.example,Brightwater Logistics ${n % 500},A-${n}\n`
}
