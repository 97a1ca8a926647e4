import type { ProcessRepository } from '../store/process-repository.ts'
import type { EndedRun, OpenRun, RunWriter } from '../store/run-records.ts'

/** How often this process says that it lives, looks for runs whose owner does not, and for waits that are over. */
const SWEEP_EVERY_MS = 5_000
/** So many runs are taken at once; the next when these have found their places. */
const BATCH = 200

export interface SweeperOptions {
  readonly processId: string
  readonly writer: RunWriter
  readonly processes: ProcessRepository
  now(): Date
  isStopping(): boolean
  /** Sets a run off that this process has just taken. */
  resume(open: OpenRun): Promise<void>
  /** Resolves once there is room for more runs. */
  lull(): Promise<void>
  /** Events of this flow are held. */
  onHeld(flowId: string): void
  /** A held event has waited too long and was ended. */
  onHeldEnd(run: EndedRun): void
  onError(error: unknown): void
}

/** Finds work that is stored and that nobody has in memory: abandoned runs, waits that are over, held events. */
export interface Sweeper {
  /** Takes a first batch of abandoned runs, and begins to look in the background. */
  start(): Promise<void>
  /** Looks for waits that are over, soon after this time. */
  wakeAt(time: Date): void
  /** Looks for waits that are over now. */
  wakeNow(): Promise<void>
  stop(): Promise<void>
}

export function createSweeper(options: SweeperOptions): Sweeper {
  const { writer, processes, processId, now, isStopping, resume, lull, onError } = options
  const timers = new Set<NodeJS.Timeout>()
  const underWay = new Set<Promise<void>>()
  /** The one timer for all waits; further ones are left to the sweep. */
  let alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined

  /** Takes batch after batch and sets the runs off. */
  async function takeAll(take: (limit: number) => Promise<readonly OpenRun[]>): Promise<void> {
    while (!isStopping()) {
      const found = await take(BATCH)
      for (const open of found) await resume(open)
      if (found.length < BATCH) return
      await lull()
    }
  }

  const recover = () => takeAll((limit) => writer.takeOver(processId, { limit }))

  async function wakeNow(): Promise<void> {
    await takeAll((limit) => writer.wakeDue(limit))
    const next = await writer.nextDueAt()
    if (next !== undefined) wakeAt(next)
  }

  /** A wait that ends within the time to the next sweep is woken at its time, and not only then. */
  function wakeAt(time: Date): void {
    const at = time.getTime()
    const inMs = Math.max(1, at - now().getTime())
    if (isStopping() || inMs > SWEEP_EVERY_MS || (alarm !== undefined && alarm.at <= at)) return
    clearTimeout(alarm?.timer)
    const timer = setTimeout(() => {
      alarm = undefined
      track(wakeNow())
    }, inMs)
    alarm = { at, timer }
  }

  async function lookAfterHeld(): Promise<void> {
    for (const ended of await writer.endHeld(BATCH)) options.onHeldEnd(ended)
    for (const flowId of await writer.flowsWithHeld()) options.onHeld(flowId)
  }

  function track(work: Promise<void>): void {
    const watched = work.catch(onError).finally(() => underWay.delete(watched))
    underWay.add(watched)
  }

  /** Does the work again and again, each time after a pause. */
  function repeat(work: () => Promise<void>): void {
    if (isStopping()) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      track(work().finally(() => repeat(work)))
    }, SWEEP_EVERY_MS)
    timers.add(timer.unref())
  }

  return {
    async start() {
      await processes.beat(processId)
      for (const open of await writer.takeOver(processId, { limit: BATCH })) await resume(open)
      // A backlog may take long; that this process lives is said all the same.
      repeat(async () => void (await processes.beat(processId)))
      for (const work of [recover, wakeNow, lookAfterHeld]) {
        track(work().finally(() => repeat(work)))
      }
    },
    wakeAt,
    wakeNow,
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      clearTimeout(alarm?.timer)
      await Promise.all(underWay)
    },
  }
}
