import { isFinal, type LiveEvent } from '@patchbay/shared/api'
import type { Engine } from '../engine/engine.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { ChangeCounters } from '../store/repositories/change-counter.ts'
import type { Signal } from './signal.ts'
import type { Signals } from './signals.ts'

export interface ClusterOptions {
  readonly signals: Signals
  readonly events: LiveEvents
  readonly liveFlows: LiveFlows
  readonly engine: Engine
  /** How often what signals would have said is read, should one have been lost. */
  readonly compareMs: number
  /** False: no other process uses the database. */
  readonly isShared: boolean
  /** Rise with every change of the live flows and of the node types, whoever makes it. */
  changeCounters(): Promise<ChangeCounters>
  /** Reads the node types again. */
  refreshCatalog(): Promise<void>
  onError(error: unknown): void
}

/** What the nodes on one database tell each other, and what each does about it. */
export interface Cluster {
  /** Begins to listen; what is read after this is not older than what signals say. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Node types have changed, and that is counted in the database: all processes read them again, this one first. */
  catalogChanged(): Promise<void>
}

export function createCluster(options: ClusterOptions): Cluster {
  const { signals, events, liveFlows, engine, compareMs, changeCounters, refreshCatalog, onError } = options
  let known: ChangeCounters | undefined
  let timer: NodeJS.Timeout | undefined
  let comparing: Promise<void> = Promise.resolve()
  let isStopped = false

  function tell(event: LiveEvent): void {
    const { any, watching } = signals.others()
    if (!any) return
    if (event.type === 'run' && (isFinal(event.status) || event.status === 'waiting')) {
      signals.send({ kind: 'settled', runIds: [event.runId] })
    }
    // Who holds an event of a resumed flow acts on it, whether anybody watches or not.
    if (watching || event.type === 'flow') signals.send({ kind: 'event', event })
  }

  async function act(signal: Signal): Promise<void> {
    if (signal.kind === 'event') events.deliver(signal.event)
    else if (signal.kind === 'settled') void engine.settledElsewhere(signal.runIds).catch(onError)
    else if (signal.kind === 'flow') await liveFlows.refresh(signal.flowId)
    else if (signal.kind === 'catalog') await compare()
    else if (signal.kind === 'cancel') engine.cancelElsewhere(signal.runId)
    else if (signal.kind === 'work') engine.lookForWork()
  }

  /** Reads node types and live flows of the database, if they are not those in memory. */
  async function compare(): Promise<void> {
    const stored = await changeCounters()
    const isSameCatalog = stored.catalog === known?.catalog
    if (isSameCatalog && stored.liveFlows === known?.liveFlows) return
    // First: live flows are compiled with the node types.
    if (!isSameCatalog) await refreshCatalog()
    await liveFlows.refresh()
    known = stored
  }

  async function readAgain(): Promise<void> {
    events.missed()
    engine.lookForWork()
    await Promise.all([compare(), engine.settledElsewhere()])
  }

  function compareLater(): void {
    if (isStopped || !options.isShared) return
    timer = setTimeout(() => {
      comparing = Promise.all([compare(), engine.settledElsewhere()])
        .then(() => undefined, onError)
        .finally(compareLater)
    }, compareMs).unref()
  }

  return {
    async start() {
      events.subscribe(tell)
      events.onWatching((isWatching) => signals.setWatching(isWatching))
      signals.listen({ onSignal: act, onMissed: readAgain })
      await signals.start()
      await compare()
      compareLater()
    },
    async catalogChanged() {
      await compare()
      signals.send({ kind: 'catalog' })
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await comparing
      // What this process gave back need not wait for the next look of the others.
      signals.send({ kind: 'work' })
      await signals.stop()
    },
  }
}

/** An engine whose cancel reaches runs that other nodes work on. */
export function cancellingEverywhere(engine: Engine, signals: Signals): Engine {
  return {
    ...engine,
    async cancel(runId) {
      const outcome = await engine.cancel(runId)
      if (outcome === 'running') signals.send({ kind: 'cancel', runId })
      return outcome
    },
  }
}
