import { setImmediate as turn } from 'node:timers/promises'
import type { CsvRow } from '../platform/content/read-csv.ts'

/** Lines that are read or stored before others get a turn. */
const AT_ONCE = 500

/** The lines of a CSV text, some at a time. */
export async function* csvBatches(
  lines: Iterable<CsvRow> | AsyncIterable<CsvRow>,
): AsyncGenerator<readonly CsvRow[], void> {
  let batch: CsvRow[] = []
  for await (const line of lines) {
    batch.push(line)
    if (batch.length < AT_ONCE) continue
    yield batch
    batch = []
    await turn()
  }
  if (batch.length > 0) yield batch
}
