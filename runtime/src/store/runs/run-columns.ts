import type { RunStepTable, RunTable } from '../schema/run-tables.ts'
import type { ChangeRule } from './change-rules.ts'

/** Column types by their names in the database, with the type of the value in a record. */
export interface ColumnValues {
  readonly uuid: string
  readonly integer: number
  readonly text: string
  readonly json: object
  readonly boolean: boolean
  readonly 'double precision': number
  readonly timestamptz: Date
}

export interface Column {
  readonly type: keyof ColumnValues
}

/**
 * - `fixed`: set when the run is accepted and never changed.
 * - `elsewhere`: not part of any record. Set by the statement that stores records, or by another statement.
 * - a rule: how a later record of the run changes the column.
 */
interface RunColumn extends Column {
  readonly change: 'fixed' | 'elsewhere' | ChangeRule
}

/**
 * Every column of `run`. The statement that stores records, the rows it reads, and the journal's merge of several
 * records of one run are made from this table. A new column of `RunTable` compiles only once it is listed here and set
 * by each function in `record-rows.ts`.
 */
const runColumns = {
  id: { type: 'uuid', change: 'fixed' },
  flow_id: { type: 'uuid', change: 'fixed' },
  version: { type: 'integer', change: 'fixed' },
  trigger_node_id: { type: 'integer', change: 'fixed' },
  trigger_type: { type: 'text', change: 'fixed' },
  contact: { type: 'text', change: 'fixed' },
  channel: { type: 'text', change: 'fixed' },
  address: { type: 'text', change: 'fixed' },
  input: { type: 'json', change: 'fixed' },
  replay_of: { type: 'uuid', change: 'fixed' },
  replay_from: { type: 'integer', change: 'fixed' },
  parent_id: { type: 'uuid', change: 'fixed' },
  parent: { type: 'json', change: 'fixed' },
  has_exit: { type: 'boolean', change: 'fixed' },
  test: { type: 'json', change: 'fixed' },
  status: { type: 'text', change: 'given' },
  next_node_id: { type: 'integer', change: 'untilEnd' },
  waiting_for: { type: 'text', change: 'last' },
  due_at: { type: 'timestamptz', change: 'last' },
  wait: { type: 'json', change: 'wait' },
  failed_step: { type: 'json', change: 'first' },
  warning_count: { type: 'integer', change: 'sum' },
  error: { type: 'json', change: 'last' },
  result: { type: 'json', change: 'last' },
  finished_at: { type: 'timestamptz', change: 'last' },
  epoch: { type: 'integer', change: 'elsewhere' },
  owner_id: { type: 'uuid', change: 'elsewhere' },
  cancel_requested: { type: 'boolean', change: 'elsewhere' },
  wait_no: { type: 'integer', change: 'elsewhere' },
  wake: { type: 'json', change: 'elsewhere' },
} as const satisfies Record<ColumnOf<RunTable>, RunColumn>

/** The de-duplication key of a new run. */
const keyColumns = {
  credential: { type: 'text' },
  key: { type: 'text' },
  body_hash: { type: 'text' },
  expires_at: { type: 'timestamptz' },
} as const satisfies Record<string, Column>

/** The run that a change belongs to, and whether the change begins another wait. */
const changeColumns = {
  run_id: { type: 'uuid' },
  epoch: { type: 'integer' },
  is_new_wait: { type: 'boolean' },
} as const satisfies Record<string, Column>

/** Every column of `run_step`. */
export const stepColumns = {
  run_id: { type: 'uuid' },
  seq: { type: 'integer' },
  epoch: { type: 'integer' },
  node_id: { type: 'integer' },
  visit: { type: 'integer' },
  type: { type: 'text' },
  name: { type: 'text' },
  exit: { type: 'text' },
  inputs: { type: 'json' },
  outputs: { type: 'json' },
  variables: { type: 'json' },
  warnings: { type: 'json' },
  error: { type: 'json' },
  started_at: { type: 'timestamptz' },
  duration_ms: { type: 'double precision' },
  attempts: { type: 'json' },
} as const satisfies Record<ColumnOf<RunStepTable>, Column>

/** A message, with what its contact point and its conversation are made of when it is their first. */
const messageColumns = {
  id: { type: 'uuid' },
  conversation_id: { type: 'uuid' },
  contact_point_id: { type: 'uuid' },
  channel: { type: 'text' },
  account_id: { type: 'text' },
  contact_account: { type: 'text' },
  address: { type: 'text' },
  contact: { type: 'text' },
  direction: { type: 'text' },
  content: { type: 'json' },
  status: { type: 'text' },
  error: { type: 'json' },
  at: { type: 'timestamptz' },
  run_id: { type: 'uuid' },
  node_id: { type: 'integer' },
  author: { type: 'text' },
  provider_id: { type: 'text' },
  expires_at: { type: 'timestamptz' },
} as const satisfies Record<string, Column>

/** A wait that begins, and the key of what it waits for. */
const waitColumns = {
  run_id: { type: 'uuid' },
  key: { type: 'text' },
  asked_at: { type: 'timestamptz' },
  expires_at: { type: 'timestamptz' },
} as const satisfies Record<string, Column>

/** Columns of `run` in the record of a new run. A new run has no wait. */
export const acceptedColumns = columnsWith(['fixed', 'given', 'untilEnd', 'last', 'first', 'sum'])
/** Columns of `run` in the record of a change. */
export const changedColumns = columnsWith(['given', 'untilEnd', 'last', 'wait', 'first', 'sum'])

/** Composite types of the database. The parameters of the statement that stores records are arrays of them. */
export const recordTypes = {
  accept: { name: 'run_accept_4', columns: { ...acceptedColumns, ...keyColumns } },
  change: { name: 'run_change', columns: { ...changedColumns, ...changeColumns } },
  step: { name: 'run_step_record', columns: stepColumns },
  message: { name: 'message_record', columns: messageColumns },
  runWait: { name: 'run_wait_record', columns: waitColumns },
} as const

/** Values of a record by column. Every column must be set, if only to null. */
export type RowOf<Columns extends Readonly<Record<string, Column>>> = {
  readonly [Name in keyof Columns]: ColumnValues[Columns[Name]['type']] | null | undefined
}

export type AcceptFields = RowOf<(typeof recordTypes)['accept']['columns']>
export type ChangeFields = RowOf<(typeof recordTypes)['change']['columns']>
export type StepFields = RowOf<typeof stepColumns>
export type MessageFields = RowOf<typeof messageColumns>
export type RunWaitFields = RowOf<typeof waitColumns>

type ColumnsWith<Change> = {
  readonly [Name in keyof RunColumns as RunColumns[Name]['change'] extends Change ? Name : never]: RunColumns[Name]
}
type RunColumns = typeof runColumns

function columnsWith<const Change extends RunColumn['change']>(changes: readonly Change[]): ColumnsWith<Change> {
  const wanted: readonly RunColumn['change'][] = changes
  const columns = Object.entries(runColumns).filter(([, { change }]) => wanted.includes(change))
  // The filter keeps exactly the columns that the type names.
  return Object.fromEntries(columns) as ColumnsWith<Change>
}

/** Columns of a table as the database spells them: `flowId` is `flow_id`. */
type ColumnOf<Table> = SnakeCase<keyof Table & string>
type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name
