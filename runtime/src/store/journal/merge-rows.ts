import { changeRules } from '../runs/change-rules.ts'
import type { RecordEncoders } from '../runs/record-encoders.ts'
import type { FlushRow } from '../runs/record-rows.ts'
import { type ChangeFields, changedColumns } from '../runs/run-columns.ts'

/**
 * Merges records into one with the same effect. `flushStatement` leaves the same row in `run`, and the same steps, as
 * if it had stored the records one after the other.
 * @param rows records of one run in the order in which they were made
 */
export function mergeRows(encoders: RecordEncoders, rows: readonly [FlushRow, ...FlushRow[]]): FlushRow {
  const [first, ...later] = rows
  // A message that belongs to no run is the only record of its kind.
  if (later.length === 0 || first.kind === 'message') return first
  const together = {
    steps: rows.flatMap(({ steps }) => steps),
    messages: rows.flatMap(({ messages }) => messages),
    hasReceived: rows.some(({ hasReceived }) => hasReceived),
    isCounted: rows.some(({ isCounted }) => isCounted),
    mark: rows.at(-1)?.mark ?? first.mark,
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  }
  // A run is accepted only once, so later records are changes.
  const changes = later.flatMap((row) => (row.kind === 'change' ? [row.fields] : []))
  if (first.kind === 'accept') {
    const fields = changes.reduce(mergeFields, first.fields)
    return { ...first, ...together, fields, run: encoders.accept.row(fields) }
  }
  const fields = changes.reduce(mergeFields, first.fields)
  return { ...first, ...together, fields, run: encoders.change.row(fields) }
}

const rules = Object.entries(changedColumns).map(([name, { change }]) => ({ name, rule: changeRules[change] }))

function mergeFields<Fields extends Values>(first: Fields, second: ChangeFields): Fields {
  const given: Values = second
  const merged: Record<string, unknown> = { ...first }
  for (const { name, rule } of rules) {
    // A new run has no column `wait`, and the journal accepts no record that begins a wait.
    if (name in merged) merged[name] = rule.merge(merged[name], given[name], second)
  }
  // A rule returns a value of the same column.
  return merged as Fields
}

type Values = Readonly<Record<string, unknown>>
