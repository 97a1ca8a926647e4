import { type Signal, toPayloads } from './signal.ts'

/** Minimum time between two sendings, so that many signals share one. */
const SEND_INTERVAL_MS = 20
/** With more waiting events than this, first the starts of steps are dropped, then all steps, then all events. */
const MOST = { starts: 500, steps: 2_000, events: 5_000 } as const

export interface OutboxOptions {
  readonly from: string
  send(payloads: readonly string[]): Promise<void>
  onError(error: unknown): void
}

/** Signals that wait to be sent. Adding one does not wait. Signals that cannot be sent become a single `missed`. */
export interface Outbox {
  add(signal: Signal): void
  /** Resolves once nothing is being sent. */
  flush(): Promise<void>
}

export function createOutbox({ from, send, onError }: OutboxOptions): Outbox {
  let waiting: Signal[] = []
  let settled = new Set<string>()
  let isMissed = false
  let isWork = false
  let sending: Promise<void> | undefined

  function add(signal: Signal): void {
    // One signal `work` has the same effect as many.
    if (signal.kind === 'work') isWork = true
    else if (signal.kind === 'settled') for (const runId of signal.runIds) settled.add(runId)
    else if (signal.kind !== 'event' || hasRoom(signal.event.type)) waiting.push(signal)
    else if (signal.event.type !== 'step-started') isMissed = true
    sending ??= sendAll()
  }

  function hasRoom(type: string): boolean {
    const most = type === 'step-started' ? MOST.starts : type === 'step' ? MOST.steps : MOST.events
    return waiting.length < most
  }

  function takeAll(): Signal[] {
    const runIds = [...settled]
    const batch: Signal[] = isMissed ? [{ kind: 'missed' }, ...waiting] : waiting
    for (let from = 0; from < runIds.length; from += SETTLED_PER_SIGNAL) {
      batch.push({ kind: 'settled', runIds: runIds.slice(from, from + SETTLED_PER_SIGNAL) })
    }
    if (isWork) batch.push({ kind: 'work' })
    waiting = []
    settled = new Set()
    isMissed = false
    isWork = false
    return batch
  }

  async function sendAll(): Promise<void> {
    // Signals that are added in the same turn of the event loop are sent together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0 || settled.size > 0 || isWork) {
      try {
        await send(toPayloads(from, takeAll()))
      } catch (error) {
        isMissed = true
        onError(error)
      }
      await new Promise((resolve) => setTimeout(resolve, SEND_INTERVAL_MS))
    }
    sending = undefined
  }

  return {
    add,
    async flush() {
      await sending
    },
  }
}

const SETTLED_PER_SIGNAL = 100
