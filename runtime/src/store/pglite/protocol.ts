import type { StatementParameter } from '../runs/prepared-statement.ts'
import type { HoldData } from './data-hold.ts'

/** Start data of the worker that runs the embedded database. */
export interface PgliteWorkerData {
  /** Folder of the database. Null for one in memory. */
  readonly directory: string | null
  /** `create` makes the folder's contents and ends. `serve` answers statements until it is told to close. */
  readonly task: 'create' | 'serve'
  /** A 32-bit counter of file syncs. Shared, so that reading it needs no message. */
  readonly syncs: SharedArrayBuffer
  /** Of the data directory around the folder. */
  readonly hold?: HoldData
}

export type PgliteRequest =
  | { readonly kind: 'statement'; readonly id: number; readonly sql: string; readonly parameters: readonly unknown[] }
  | {
      readonly kind: 'prepared'
      readonly id: number
      readonly name: string
      /** Sent with the first request of this name only. */
      readonly sql?: string
      readonly parameters: readonly StatementParameter[]
    }
  | { readonly kind: 'close' }

export type PgliteReply =
  | { readonly kind: 'ready' }
  /** The last message: the database failed, and the thread ends. */
  | { readonly kind: 'fatal'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: PgliteResult }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: PgliteFailure }

/** Rows are arrays, so that each column name is sent once. JSON values are still text. */
export interface PgliteResult {
  readonly columns: readonly { readonly name: string; readonly type: number }[]
  readonly rows: readonly (readonly unknown[])[]
  readonly command: string
  readonly affectedRows: number
}

/** A database error without its prototype, which messages between threads do not preserve. */
export interface PgliteFailure {
  readonly message: string
  /** `code`, `detail`, `constraint` …, named as in Postgres. */
  readonly fields: Readonly<Record<string, string>>
}
