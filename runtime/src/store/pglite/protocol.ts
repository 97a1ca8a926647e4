import type { StatementParameter } from '../runs/prepared-statement.ts'

/** What the worker that runs the embedded database is started with. */
export interface PgliteWorkerData {
  /** Folder of the database; null for one in memory. */
  readonly directory: string | null
  /** `create` makes the folder's contents and ends; `serve` answers statements until told to close. */
  readonly task: 'create' | 'serve'
  /** One 32-bit counter of file syncs, shared so that reading it costs no message. */
  readonly syncs: SharedArrayBuffer
}

export type PgliteRequest =
  | { readonly kind: 'statement'; readonly id: number; readonly sql: string; readonly parameters: readonly unknown[] }
  | {
      readonly kind: 'prepared'
      readonly id: number
      readonly name: string
      /** With the first request of this name. */
      readonly sql?: string
      readonly parameters: readonly StatementParameter[]
    }
  | { readonly kind: 'close' }

export type PgliteReply =
  | { readonly kind: 'ready' }
  /** The last message: the database gave up, and the thread ends. */
  | { readonly kind: 'fatal'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: PgliteResult }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: PgliteFailure }

/** Rows as arrays, to send each column name once; json values are still text. */
export interface PgliteResult {
  readonly columns: readonly { readonly name: string; readonly type: number }[]
  readonly rows: readonly (readonly unknown[])[]
  readonly command: string
  readonly affectedRows: number
}

/** A database error without its prototype, which messages between threads do not carry. */
export interface PgliteFailure {
  readonly message: string
  /** `code`, `detail`, `constraint` … as Postgres names them. */
  readonly fields: Readonly<Record<string, string>>
}
