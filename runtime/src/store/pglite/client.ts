import { Worker } from 'node:worker_threads'
import { AppError } from '@patchbay/shared/errors'
import type { QueryResult } from 'kysely'
import { columnParser } from '../postgres/column-parsers.ts'
import type { PreparedStatement, StatementParameter } from '../runs/prepared-statement.ts'
import type { HoldData } from './data-hold.ts'
import type { PgliteFailure, PgliteReply, PgliteRequest, PgliteResult, PgliteWorkerData } from './protocol.ts'

type Row = Record<string, unknown>

interface Pending {
  readonly resolve: (result: PgliteResult) => void
  readonly reject: (error: Error) => void
}

/** The embedded database in a thread of its own, which keeps the event loop free. One message per statement. */
export class PgliteClient {
  readonly #worker: Worker
  readonly #syncs: Int32Array
  readonly #pending = new Map<number, Pending>()
  readonly #statements = new Set<string>()
  readonly #ready: Promise<void>
  readonly #ended: Promise<void>
  #lastId = 0
  #isClosing = false
  #fatal: Error | undefined
  readonly #fatalListeners: ((error: Error) => void)[] = []

  private constructor(directory: string | null, hold: HoldData | undefined) {
    const syncs = new SharedArrayBuffer(4)
    this.#syncs = new Int32Array(syncs)
    this.#worker = startWorker({ directory, task: 'serve', syncs, ...(hold === undefined ? {} : { hold }) })
    this.#worker.on('message', (reply: PgliteReply) => this.#settle(reply))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#ready = new Promise((resolve, reject) => {
      this.onFatal(reject)
      this.#worker.once('message', () => resolve())
    })
    // A caller that never awaits `ready` gets the failure from its next statement.
    this.#ready.catch(() => undefined)
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        if (!this.#isClosing) this.#fail(new Error('The thread of the embedded database ended.'))
        resolve()
      })
    })
  }

  /** Opens an existing folder, or a database in memory for null. */
  static async open(directory: string | null): Promise<PgliteClient> {
    const client = PgliteClient.start(directory)
    await client.ready()
    return client
  }

  /**
   * As `open`, without waiting for `ready`: the thread opens the database in the meantime. Before each write the thread
   * makes sure that the process still holds the folder.
   */
  static start(directory: string | null, hold?: HoldData): PgliteClient {
    return new PgliteClient(directory, hold)
  }

  /** Ends the thread at once, whatever it is doing. For the callers the database is lost. */
  abandon(error: Error): void {
    this.#fail(error)
    void this.#worker.terminate()
  }

  /** @throws Error when the database cannot be opened */
  ready(): Promise<void> {
    return this.#ready
  }

  /** File syncs since the database was opened. */
  get syncs(): number {
    return Atomics.load(this.#syncs, 0)
  }

  /** Calls the listener at once when the database is lost already. */
  onFatal(listener: (error: Error) => void): void {
    if (this.#fatal === undefined) this.#fatalListeners.push(listener)
    else listener(this.#fatal)
  }

  /** Runs one statement, or several without parameters. Returns the result of the last one. */
  async execute<Result>(
    sql: string,
    parameters: readonly unknown[],
  ): Promise<QueryResult<Result> & { readonly command: string }> {
    const result = await this.#ask((id) => ({ kind: 'statement', id, sql, parameters }))
    // Kysely's callers state the row type, which cannot be known here.
    return { rows: rowsOf(result) as Result[], command: result.command, ...affected(result) }
  }

  /** Plans the statement at its first call. Parameters given as bytes cannot be used afterwards. */
  async executePrepared<Result>(
    statement: PreparedStatement,
    parameters: readonly StatementParameter[],
  ): Promise<Result[]> {
    const { name, sql } = statement
    const isKnown = this.#statements.has(name)
    this.#statements.add(name)
    // The bytes are moved to the other thread, not copied.
    const moved = parameters.flatMap((value) => (typeof value === 'string' ? [] : [value.buffer]))
    const result = await this.#ask(
      (id) => ({ kind: 'prepared', id, name, ...(isKnown ? {} : { sql }), parameters }),
      moved,
    )
    // As in `execute`.
    return rowsOf(result) as Result[]
  }

  #ask(request: (id: number) => PgliteRequest, moved: readonly ArrayBufferLike[] = []): Promise<PgliteResult> {
    if (this.#fatal !== undefined) throw lost(this.#fatal)
    if (this.#isClosing) throw new Error('The database is closed.')
    this.#lastId += 1
    const id = this.#lastId
    return new Promise<PgliteResult>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#send(request(id), moved)
    })
  }

  async close(): Promise<void> {
    if (!this.#isClosing && this.#fatal === undefined) {
      this.#isClosing = true
      this.#send({ kind: 'close' })
    }
    await this.#ended
  }

  #send(request: PgliteRequest, moved: readonly ArrayBufferLike[] = []): void {
    this.#worker.postMessage(
      request,
      moved.filter((memory) => memory instanceof ArrayBuffer),
    )
  }

  #settle(reply: PgliteReply): void {
    if (reply.kind === 'ready') return
    if (reply.kind === 'fatal') {
      this.#fail(new Error(`The embedded database failed: ${reply.message}`))
      return
    }
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (reply.kind === 'result') pending?.resolve(reply.result)
    else pending?.reject(errorOf(reply.failure))
  }

  #fail(error: Error): void {
    if (this.#fatal !== undefined) return
    this.#fatal = error
    for (const { reject } of this.#pending.values()) reject(lost(error))
    this.#pending.clear()
    for (const listener of this.#fatalListeners) listener(error)
  }
}

/** Creates the contents of a new folder in a worker that ends afterwards, which frees its 400 MB of memory. */
export async function createPgliteFiles(directory: string): Promise<void> {
  const worker = startWorker({ directory, task: 'create', syncs: new SharedArrayBuffer(4) })
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject)
    worker.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`Creating the embedded database ended with code ${code}.`)),
    )
  })
}

function startWorker(data: PgliteWorkerData): Worker {
  // The worker's file in a built server. See scripts/build-server.ts.
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './pglite-worker.js'
  // The flags of the parent (a test runner's loader, an inspector) must not apply to this thread.
  return new Worker(new URL(file, import.meta.url), {
    workerData: data,
    execArgv: [],
    // The database has memory of its own. What the thread allocates is short-lived.
    resourceLimits: { maxYoungGenerationSizeMb: 6 },
  })
}

function rowsOf({ columns, rows }: PgliteResult): Row[] {
  const parsers = columns.map(({ type }) => columnParser(type) ?? ((value: unknown) => value))
  return rows.map((values) => {
    const row: Row = {}
    for (const [index, { name }] of columns.entries()) {
      const value = values[index]
      row[name] = typeof value === 'string' ? parsers[index]?.(value) : value
    }
    return row
  })
}

function affected({ command, affectedRows }: PgliteResult): { numAffectedRows?: bigint } {
  const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE']
  return changes.includes(command) ? { numAffectedRows: BigInt(affectedRows) } : {}
}

function errorOf({ message, fields }: PgliteFailure): Error {
  return Object.assign(new Error(message), fields)
}

function lost(cause: Error): AppError {
  return new AppError('STORE_UNAVAILABLE', 'The embedded database has stopped. Restart Patchbay.', { cause })
}
