import { type Signal, toPayloads } from './signal.ts'

/** Between two sendings at least so long, so that many signals share one. */
const PACE_MS = 20
/** From so many waiting events on, the beginnings of steps are left out, then all steps, then everything. */
const MOST = { starts: 500, steps: 2_000, events: 5_000 } as const

export interface OutboxOptions {
  readonly from: string
  send(payloads: readonly string[]): Promise<void>
  onError(error: unknown): void
}

/** Signals on their way out. Adding one costs no waiting; what cannot be sent becomes one `missed`. */
export interface Outbox {
  add(signal: Signal): void
  /** Resolves once nothing is on its way. */
  flush(): Promise<void>
}

export function createOutbox({ from, send, onError }: OutboxOptions): Outbox {
  let waiting: Signal[] = []
  let settled = new Set<string>()
  let isMissed = false
  let isWork = false
  let sending: Promise<void> | undefined

  function add(signal: Signal): void {
    // One look for work is as good as many.
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
    // What is added in the same turn goes together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0 || settled.size > 0 || isWork) {
      try {
        await send(toPayloads(from, takeAll()))
      } catch (error) {
        isMissed = true
        onError(error)
      }
      await new Promise((resolve) => setTimeout(resolve, PACE_MS))
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
