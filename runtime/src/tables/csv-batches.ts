import { setImmediate as turn } from 'node:timers/promises'
import { type CsvRow, csvRows } from '../platform/content/read-csv.ts'

/** Lines that are read or stored before others get a turn. */
const AT_ONCE = 500

/** The lines of a CSV text below the first one, some at a time. */
export async function* csvBatches(csv: string): AsyncGenerator<readonly CsvRow[], void> {
  let batch: CsvRow[] = []
  let isHead = true
  for (const row of csvRows(csv)) {
    if (isHead) isHead = false
    else batch.push(row)
    if (batch.length < AT_ONCE) continue
    yield batch
    batch = []
    await turn()
  }
  if (batch.length > 0) yield batch
}
