import type { Timings } from '../platform/timings.ts'
import { createOutbox } from './outbox.ts'
import { readPayload, type Signal } from './signal.ts'
import type { Transport } from './transport.ts'

export interface SignalsOptions {
  readonly nodeId: string
  readonly transport: Transport
  readonly isWorker: boolean
  readonly timings: Timings
  /** Milliseconds on a clock that never goes back. */
  readonly clock?: () => number
  onError(error: unknown): void
}

export interface SignalListener {
  /** Called for each signal of another node, one after another. */
  onSignal(signal: Signal): Promise<void> | void
  /** Called when signals may have been lost: read the state that they would have announced. */
  onMissed(): Promise<void> | void
}

/**
 * Short messages between the nodes on one database. They make reactions faster, and nothing depends on their arrival.
 */
export interface Signals {
  /** Sends the signal to all other nodes, if there are any. Does not wait. */
  send(signal: Signal): void
  listen(listener: SignalListener): void
  /** Says whether people watch events on this node. */
  setWatching(isWatching: boolean): void
  /** Other nodes that sent a signal recently. */
  others(): Others
  start(): Promise<void>
  stop(): Promise<void>
}

export interface Others {
  readonly count: number
  readonly any: boolean
  readonly watching: boolean
  readonly working: boolean
}

const noOthers: Others = { count: 0, any: false, watching: false, working: false }

interface Other {
  readonly watching: boolean
  readonly worker: boolean
  readonly heardAt: number
}

export function createSignals(options: SignalsOptions): Signals {
  const { nodeId, transport, isWorker, timings, onError, clock = () => performance.now() } = options
  const outbox = createOutbox({ from: nodeId, send: transport.send, onError: reportOnce() })
  const nodes = new Map<string, Other>()
  /** Cached, because every event asks for it and it seldom changes. */
  let others = noOthers
  let listener: SignalListener | undefined
  let isWatching = false
  let isOpen = false
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()

  /** While there is no connection every sending fails. Only the first failure is reported. */
  function reportOnce(): (error: unknown) => void {
    return (error) => {
      if (isOpen) onError(error)
      isOpen = false
    }
  }

  function inTurn(work: () => Promise<void> | void): void {
    last = last.then(work).catch(onError)
  }

  function receive(payload: string): void {
    const envelope = readPayload(payload)
    if (envelope === undefined || envelope.from === nodeId) return
    for (const signal of envelope.signals) {
      if (signal.kind === 'here') heard(envelope.from, signal)
      else if (signal.kind === 'gone') forget(envelope.from)
      else if (signal.kind === 'missed') inTurn(() => listener?.onMissed())
      else inTurn(() => listener?.onSignal(signal))
    }
  }

  function heard(from: string, { watching, worker }: { watching: boolean; worker: boolean }): void {
    const isNew = !nodes.has(from)
    nodes.set(from, { watching, worker, heardAt: clock() })
    sumUp()
    if (isNew) sayHere()
  }

  function forget(id: string): void {
    nodes.delete(id)
    sumUp()
  }

  function sumUp(): void {
    const all = [...nodes.values()]
    const watching = all.some((other) => other.watching)
    others = { count: all.length, any: all.length > 0, watching, working: all.some(({ worker }) => worker) }
  }

  function sayHere(): void {
    outbox.add({ kind: 'here', watching: isWatching, worker: isWorker })
  }

  function opened(): void {
    isOpen = true
    sayHere()
    inTurn(() => listener?.onMissed())
  }

  function forgetSilent(): void {
    for (const [id, { heardAt }] of nodes) if (clock() - heardAt > timings.goneAfterMs) forget(id)
  }

  return {
    send(signal) {
      if (nodes.size > 0) outbox.add(signal)
    },
    listen(given) {
      listener = given
    },
    setWatching(watching) {
      if (watching === isWatching) return
      isWatching = watching
      if (nodes.size > 0) sayHere()
    },
    others: () => others,
    async start() {
      timer = setInterval(() => {
        forgetSilent()
        sayHere()
      }, timings.hereMs).unref()
      await transport.start({ onPayload: receive, onOpen: opened })
    },
    async stop() {
      clearInterval(timer)
      outbox.add({ kind: 'gone' })
      await outbox.flush()
      await transport.stop()
      await last
    },
  }
}
