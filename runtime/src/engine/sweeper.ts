import type { EndedRun, OpenRun } from '../store/runs/run-records.ts'
import type { RunWriter } from '../store/runs/writer-port.ts'

/** How many runs are claimed at once. The next batch follows when these are admitted. */
const BATCH = 200

export interface SweeperOptions {
  readonly processId: string
  readonly writer: RunWriter
  /** Pause between two sweeps. */
  readonly sweepMs: number
  now(): Date
  isStopping(): boolean
  /** Whether a process without a heartbeat may be taken for dead. */
  mayJudge(): boolean
  /** False while other processes have more room for runs without an owner. */
  hasRoom(): boolean
  /** Reclaims runs of this process that were lost from its memory. */
  recoverOwn(): Promise<void>
  /** Runs a claim. What it claims counts as owned from its commit on. */
  claim(take: () => Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]>
  /** Continues a run that this process has just claimed. */
  resume(open: OpenRun): Promise<void>
  /** Resolves once the queue has room for stored runs. */
  roomForStored(): Promise<void>
  /** Called when a flow has held events. */
  onHeld(flowId: string): void
  /** Each makes up for what a dead process has left undone beside its runs. */
  readonly followUps: readonly (() => Promise<void>)[]
  /** Called when a held event has waited too long and was ended. */
  onHeldEnd(run: EndedRun): void
  onError(error: unknown): void
}

/** Finds stored work that no process has in memory: abandoned runs, waits that are over, held events. */
export interface Sweeper {
  /** Claims a first batch of abandoned runs and starts sweeping in the background. */
  start(): Promise<void>
  /** Wakes due runs soon after this time. */
  wakeAt(time: Date): void
  /** Wakes due runs now. */
  wakeNow(): Promise<void>
  /** Claims abandoned runs now. */
  recoverNow(): void
  stop(): Promise<void>
}

export function createSweeper(options: SweeperOptions): Sweeper {
  const { writer, processId, sweepMs, now, isStopping, mayJudge, hasRoom, claim, resume, roomForStored, onError } =
    options
  const timers = new Set<NodeJS.Timeout>()
  const underWay = new Set<Promise<void>>()
  let isStarted = false
  /** The one timer for the next wait. Later waits are found by the sweep. */
  let alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined

  /** Claims batch after batch and continues the runs. The last batch has fewer than `fewest` runs. */
  async function takeAll(take: (limit: number) => Promise<readonly OpenRun[]>, fewest = BATCH): Promise<void> {
    while (!isStopping()) {
      const found = await claim(() => take(BATCH))
      for (const open of found) await resume(open)
      if (found.length < fewest) return
      await roomForStored()
    }
  }

  const take = (limit: number) => writer.takeOver(processId, { limit, onlyOwnerless: !mayJudge() })
  let recovering: Promise<void> | undefined
  let isAskedAgain = false

  async function recover(): Promise<void> {
    // A batch may be short because another statement is writing some of its rows.
    if (hasRoom()) await takeAll(take, 1)
  }

  /** One sweep at a time. A call during a sweep starts another one after it. */
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

  /** Wakes a run at its time when that comes before the next sweep. */
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
    let ended: readonly EndedRun[]
    do {
      ended = await writer.endHeld(BATCH)
      for (const run of ended) options.onHeldEnd(run)
    } while (ended.length === BATCH && !isStopping())
    for (const flowId of await writer.flowsWithHeld()) options.onHeld(flowId)
  }

  function track(work: Promise<void>): void {
    const watched = work.catch(onError).finally(() => underWay.delete(watched))
    underWay.add(watched)
  }

  /** Repeats the work, with a pause after each time. */
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
      for (const work of [recover, wakeNow, lookAfterHeld, options.recoverOwn, ...options.followUps]) {
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
