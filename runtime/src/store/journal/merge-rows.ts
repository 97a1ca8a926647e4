import type { RecordEncoders } from '../database.ts'
import type { FlushRow } from '../runs/run-flush.ts'

type Fields = FlushRow['fields']

/**
 * Records of one run, in the order in which they were stored, as one: what `flushStatement` would have made of the run's
 * row with one after the other, and the steps of all.
 */
export function mergeRows(encoders: RecordEncoders, rows: readonly [FlushRow, ...FlushRow[]]): FlushRow {
  const [first, ...later] = rows
  if (later.length === 0) return first
  const fields = later.reduce((merged, row) => mergeFields(merged, row.fields), first.fields)
  return {
    kind: first.kind,
    runId: first.runId,
    fields,
    run: (first.kind === 'accept' ? encoders.run_accept_2 : encoders.run_change).row(fields),
    steps: rows.flatMap(({ steps }) => steps),
    hasKey: first.hasKey,
    isCounted: rows.some(({ isCounted }) => isCounted),
    mark: rows.at(-1)?.mark ?? first.mark,
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

function mergeFields(first: Fields, second: Fields): Fields {
  const isOver = second.finished_at instanceof Date
  return {
    ...first,
    status: second.status ?? first.status,
    next_node_id: isOver ? null : (second.next_node_id ?? first.next_node_id),
    failed_step: first.failed_step ?? second.failed_step,
    warning_count: Number(first.warning_count) + Number(second.warning_count),
    error: second.error,
    result: second.result,
    finished_at: second.finished_at,
  }
}
