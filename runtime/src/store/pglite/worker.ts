import { closeSync, fsyncSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type Results } from '@electric-sql/pglite'
import { releaseMemory } from '../../platform/memory.ts'
import { pgType } from '../postgres/column-parsers.ts'
import { createDataHold, type DataHold } from './data-hold.ts'
import { createPreparedStatements } from './prepared.ts'
import type { PgliteFailure, PgliteReply, PgliteRequest, PgliteResult, PgliteWorkerData } from './protocol.ts'

/**
 * PGlite's own start parameters without `-F`, which turns syncing off, and with a sync method that ends in the file
 * system call patched below. 16 MB of buffers instead of 128, because the operating system caches files anyway.
 */
const startParams = [
  '--single',
  '-O',
  '-j',
  ...['search_path=public', 'exit_on_error=false', 'log_checkpoints=false', 'io_method=sync'].flatMap(setting),
  ...['max_worker_processes=0', 'max_parallel_workers=0'].flatMap(setting),
  ...['max_parallel_workers_per_gather=0', 'max_parallel_maintenance_workers=0'].flatMap(setting),
  ...['wal_sync_method=fsync', 'shared_buffers=16MB'].flatMap(setting),
  // Otherwise the log line of a failed flush would be as large as the flush.
  ...['log_min_error_statement=panic'].flatMap(setting),
]

/**
 * Errors such as a full disk or a lost file. Postgres ends its process at these; in this thread it would loop or never
 * answer again.
 */
const LAST_WORDS = /^\d{4}-\d{2}-\d{2} [^[]{1,40}\[\d+\] (?:PANIC|FATAL): /

/**
 * JSON stays text here and is parsed by the receiver: copying text between threads is far cheaper than copying objects.
 */
const parsers = {
  [pgType.json]: (text: string) => text,
  [pgType.jsonb]: (text: string) => text,
  [pgType.int8]: Number,
}

const errorFields = [
  'code',
  'severity',
  'detail',
  'hint',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'where',
]

/** The operations of the file system that change something on the disk. */
const changing = ['write', 'setattr', 'mknod', 'rename', 'unlink', 'rmdir', 'symlink']

await main(workerData)

// Only `client.ts` starts the worker, with exactly this data.
async function main({ directory, task, syncs, hold }: PgliteWorkerData): Promise<void> {
  const onStderr = (line: string) => {
    if (LAST_WORDS.test(line)) giveUp(line)
    return true
  }
  const database = await PGlite.create({ startParams, onStderr, ...(directory === null ? {} : { dataDir: directory }) })
  if (directory !== null) {
    makeSyncsReal(database, new Int32Array(syncs))
    if (hold !== undefined) guardWrites(database, createDataHold(hold))
    await database.exec('checkpoint')
  }
  if (task === 'create') {
    await database.close()
    return
  }
  serve(database)
  releaseMemory()
  post({ kind: 'ready' })
}

function serve(database: PGlite): void {
  const prepared = createPreparedStatements(database)
  parentPort?.on('message', (request: PgliteRequest) => {
    if (request.kind === 'close') {
      void close(database)
      return
    }
    const { id } = request
    const running =
      request.kind === 'prepared' ? prepared(request).then(resultOf) : run(database, request.sql, request.parameters)
    running.then(
      (result) => post({ kind: 'result', id, result }),
      (error) => {
        if (!isRecoverable(error)) giveUp(String(error))
        post({ kind: 'failure', id, failure: failureOf(error) })
      },
    )
  })
}

/**
 * Like the `pg` driver: without parameters the text may contain several statements, and the result is the last one's.
 */
async function run(database: PGlite, sql: string, parameters: readonly unknown[]): Promise<PgliteResult> {
  const options = { rowMode: 'array', parsers } as const
  const result: Results<unknown[]> | undefined =
    parameters.length === 0
      ? ((await database.exec(sql, options)).at(-1) as Results<unknown[]> | undefined) // exec does not know its rows
      : await database.query<unknown[]>(sql, [...parameters], options)
  return resultOf(result)
}

function resultOf(result: Results<unknown[]> | undefined): PgliteResult {
  return {
    columns: result?.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })) ?? [],
    rows: result?.rows ?? [],
    command: result?.command ?? '',
    affectedRows: result?.affectedRows ?? 0,
  }
}

async function close(database: PGlite): Promise<void> {
  await database.close()
  parentPort?.close()
}

/** Ends this thread, whatever the database is doing. */
function giveUp(message: string): never {
  post({ kind: 'fatal', message })
  process.exit(1)
}

function post(reply: PgliteReply): void {
  parentPort?.postMessage(reply)
}

/**
 * Returns false for a trap inside the database or a failed system call, a sync above all. Memory and disk may then
 * differ, so this thread ends and the next start recovers from the log.
 */
function isRecoverable(error: unknown): boolean {
  return !(error instanceof Error && (error.name === 'RuntimeError' || 'syscall' in error))
}

function failureOf(error: unknown): PgliteFailure {
  if (!(error instanceof Error)) return { message: String(error), fields: {} }
  const entries = Object.entries(error).filter(
    ([name, value]) => errorFields.includes(name) && typeof value === 'string',
  )
  return { message: error.message, fields: Object.fromEntries(entries) }
}

interface NodeFileSystem {
  readonly realPath: (node: unknown) => string
  readonly stream_ops: { fsync?: (stream: { readonly nfd?: number; readonly node: unknown }) => number } & Operations
  readonly node_ops: Operations
}

type Operations = Record<string, ((...values: never[]) => unknown) | undefined>

function filesOf(database: PGlite): NodeFileSystem {
  // PGlite types its Emscripten file systems loosely. The tests that count syncs and writes check the shape.
  return database.Module.FS.filesystems.NODEFS as unknown as NodeFileSystem
}

/**
 * Ends this thread before it changes a file that may be another process's by now: this one may have been frozen for
 * longer than the other one waits.
 */
function guardWrites(database: PGlite, hold: DataHold): void {
  const assertHeld = () => {
    try {
      hold.assertHeld()
    } catch (error) {
      giveUp(error instanceof Error ? error.message : String(error))
    }
  }
  const { stream_ops, node_ops } = filesOf(database)
  for (const operations of [stream_ops, node_ops]) {
    for (const name of changing) {
      const change = operations[name]
      if (change === undefined) continue
      operations[name] = (...values) => {
        assertHeld()
        return change(...values)
      }
    }
  }
}

/** Emscripten's file system on Node answers every fsync with success and does nothing. This one syncs the file. */
function makeSyncsReal(database: PGlite, syncs: Int32Array): void {
  const nodeFiles = filesOf(database)
  nodeFiles.stream_ops.fsync = ({ nfd, node }) => {
    Atomics.add(syncs, 0, 1)
    if (nfd === undefined) syncFolder(nodeFiles.realPath(node))
    else fsyncSync(nfd)
    return 0
  }
}

function syncFolder(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function setting(assignment: string): string[] {
  return ['-c', assignment]
}
