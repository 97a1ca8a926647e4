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
  /** How often the state that signals announce is read from the database, in case one was lost. */
  readonly compareMs: number
  /** False when no other process uses the database. */
  readonly isShared: boolean
  /** Rise with every change of what they count, by any process. */
  changeCounters(): Promise<ChangeCounters>
  /** Reads the node types again. */
  refreshCatalog(): Promise<void>
  /** Called when another node listens for a request to a trigger, or has got one. */
  listening(signal: Extract<Signal, { readonly kind: 'listening' }>): void
  /** Forgets what it remembers of accounts and addresses. */
  forgetAccounts(): void
  /** Reads again which events somebody wants. */
  refreshEventWants(): Promise<void>
  /** Called when what callers may do has changed in another process, or may have. */
  onAccessChanged(): void
  onError(error: unknown): void
}

/** Exchanges signals with the other nodes on the database and acts on those that arrive. */
export interface Cluster {
  /** Starts listening. State that is read after this is never older than what signals announce. */
  start(): Promise<void>
  stop(): Promise<void>
  /**
   * Call it after node types have changed and the change was counted in the database. All processes read them again,
   * this one first.
   */
  catalogChanged(): Promise<void>
}

export function createCluster(options: ClusterOptions): Cluster {
  const { signals, events, liveFlows, engine, compareMs, changeCounters, refreshCatalog, onError } = options
  let known: ChangeCounters | undefined
  let timer: NodeJS.Timeout | undefined
  /** The last comparison that was begun. Never rejects. */
  let comparison: Promise<void> = Promise.resolve()
  let comparing: Promise<void> = Promise.resolve()
  let isStopped = false

  function tell(event: LiveEvent): void {
    const { any, watching } = signals.others()
    if (!any) return
    if (event.type === 'run' && (isFinal(event.status) || event.status === 'waiting')) {
      signals.send({ kind: 'settled', runIds: [event.runId] })
    }
    if (event.type === 'step' && event.answered) signals.send({ kind: 'settled', runIds: [event.runId] })
    // Events of a flow are always sent: a node with held events of a resumed flow acts on them.
    if (watching || event.type === 'flow') signals.send({ kind: 'event', event })
  }

  async function act(signal: Signal): Promise<void> {
    if (signal.kind === 'event') events.deliver(signal.event)
    else if (signal.kind === 'settled') void engine.settledElsewhere(signal.runIds).catch(onError)
    else if (signal.kind === 'flow') await liveFlows.refresh(signal.flowId)
    else if (signal.kind === 'catalog') await compare()
    else if (signal.kind === 'accounts') options.forgetAccounts()
    else if (signal.kind === 'access') options.onAccessChanged()
    else if (signal.kind === 'cancel') engine.cancelElsewhere(signal.runId)
    else if (signal.kind === 'work') engine.lookForWork()
    else if (signal.kind === 'listening') options.listening(signal)
  }

  /**
   * Reads node types, live flows and accounts again when the database has changed since they were read. One comparison
   * runs after another: of two side by side, the one with the older state could end last.
   */
  function compare(): Promise<void> {
    const next = comparison.then(compareNow)
    comparison = next.catch(() => undefined)
    return next
  }

  async function compareNow(): Promise<void> {
    const stored = await changeCounters()
    if (stored.accounts !== known?.accounts) options.forgetAccounts()
    if (stored.eventSubscribers !== known?.eventSubscribers) await options.refreshEventWants()
    const isSameCatalog = stored.catalog === known?.catalog
    if (isSameCatalog && stored.liveFlows === known?.liveFlows) {
      known = stored
      return
    }
    // Node types first: live flows are compiled with them.
    if (!isSameCatalog) await refreshCatalog()
    await liveFlows.refresh()
    known = stored
  }

  async function readAgain(): Promise<void> {
    events.missed()
    options.onAccessChanged()
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
      // Other processes can claim what this one released without waiting for their next sweep.
      signals.send({ kind: 'work' })
      await signals.stop()
    },
  }
}

/** An engine whose `cancel` also reaches runs that other nodes execute. */
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
