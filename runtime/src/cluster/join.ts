import type { EngineNode } from '../engine/engine.ts'
import type { Timings } from '../platform/timings.ts'
import { createLease, endlessLease } from './lease.ts'
import { createPostgresTransport } from './postgres-transport.ts'
import { createSignals, type Signals } from './signals.ts'
import { noTransport } from './transport.ts'

export interface JoinOptions {
  /** Absent when no other process uses the database. */
  readonly databaseUrl?: string
  readonly nodeId: string
  readonly isWorker: boolean
  readonly timings: Timings
  onError(error: unknown): void
}

/** Makes this process one of several on a database: returns its signals and its place in the engine. */
export function joinCluster(options: JoinOptions): { readonly signals: Signals; readonly node: EngineNode } {
  const { databaseUrl, isWorker, timings, onError } = options
  const transport = databaseUrl === undefined ? noTransport : createPostgresTransport(databaseUrl, onError)
  const signals = createSignals({ ...options, transport })
  const node: EngineNode = {
    isWorker,
    lease: databaseUrl === undefined || !isWorker ? endlessLease : createLease(timings),
    hasOtherWorkers: () => signals.others().working,
    onUnowned: () => signals.send({ kind: 'work' }),
  }
  return { signals, node }
}
