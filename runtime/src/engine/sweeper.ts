import type { EndedRun, OpenRun, RunWriter } from '../store/runs/run-records.ts'

/** So many runs are taken at once; the next when these have found their places. */
const BATCH = 200

export interface SweeperOptions {
  readonly processId: string
  readonly writer: RunWriter
  /** Pause between two looks. */
  readonly sweepMs: number
  now(): Date
  isStopping(): boolean
  /** Whether the silence of a process means that it is dead. */
  mayJudge(): boolean
  /** False while other processes are better placed to take what nobody works on. */
  hasRoom(): boolean
  /** Takes back what is this process's and was lost from its memory. */
  recoverOwn(): Promise<void>
  /** Makes what a claim takes count as taken from its commit on. */
  claim(take: () => Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]>
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
  /** Looks for abandoned runs now. */
  recoverNow(): void
  stop(): Promise<void>
}

export function createSweeper(options: SweeperOptions): Sweeper {
  const { writer, processId, sweepMs, now, isStopping, mayJudge, hasRoom, claim, resume, lull, onError } = options
  const timers = new Set<NodeJS.Timeout>()
  const underWay = new Set<Promise<void>>()
  let isStarted = false
  /** The one timer for all waits; further ones are left to the sweep. */
  let alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined

  /** Takes batch after batch and sets the runs off. */
  async function takeAll(take: (limit: number) => Promise<readonly OpenRun[]>): Promise<void> {
    while (!isStopping()) {
      const found = await claim(() => take(BATCH))
      for (const open of found) await resume(open)
      if (found.length < BATCH) return
      await lull()
    }
  }

  const take = (limit: number) => writer.takeOver(processId, { limit, onlyOwnerless: !mayJudge() })
  let recovering: Promise<void> | undefined
  let isAskedAgain = false

  async function recover(): Promise<void> {
    if (hasRoom()) await takeAll(take)
  }

  /** One look at a time; a call during one leads to another. */
  function recoverNow(): void {
    if (recovering !== undefined) isAskedAgain = true
    if (recovering !== undefined || !isStarted || isStopping()) return
    recovering = recover()
      .catch(onError)
      .finally(() => {
        recovering = undefined
        if (!isAskedAgain) return
        isAskedAgain = false
        recoverNow()
      })
    track(recovering)
  }

  async function wakeNow(): Promise<void> {
    await takeAll((limit) => writer.wakeDue(limit))
    const next = await writer.nextDueAt()
    if (next !== undefined) wakeAt(next)
  }

  /** A wait that ends within the time to the next sweep is woken at its time, and not only then. */
  function wakeAt(time: Date): void {
    const at = time.getTime()
    const inMs = Math.max(1, at - now().getTime())
    if (isStopping() || inMs > sweepMs || (alarm !== undefined && alarm.at <= at)) return
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
    }, sweepMs)
    timers.add(timer.unref())
  }

  return {
    async start() {
      for (const open of await claim(() => take(BATCH))) await resume(open)
      isStarted = true
      for (const work of [recover, wakeNow, lookAfterHeld, options.recoverOwn]) {
        track(work().finally(() => repeat(work)))
      }
    },
    wakeAt,
    wakeNow,
    recoverNow,
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      clearTimeout(alarm?.timer)
      await Promise.all(underWay)
    },
  }
}
