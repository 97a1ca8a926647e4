import { openDatabase } from '../../src/store/database.ts'

/**
 * A process of its own that keeps a data directory open until it is killed:
 * `node hold-database.ts <dataDir>`. Prints `open`, or the reason why not.
 */
const dataDir = process.argv[2] ?? ''
try {
  await openDatabase({ dataDir })
  process.stdout.write('open\n')
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
