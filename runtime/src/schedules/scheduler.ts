import type { LiveEvent } from '@patchbay/shared/api'
import type { Plans } from '../engine/plans.ts'
import { createScheduleSync } from './schedule-sync.ts'
import { createTickStarter, type TickStarterOptions } from './start-ticks.ts'

/** How often the scheduler checks for deploys and resumed flows of other processes. */
const POLL_MS = 5_000

export interface SchedulerOptions extends TickStarterOptions {
  readonly plans: Plans
}

/** Starts flows by the clock: each tick once, however many processes share the database. */
export interface Scheduler {
  start(): Promise<void>
  stop(): Promise<void>
  /** Called for events of flows, which include deploys, undeploys and pauses. */
  onEvent(event: LiveEvent): void
  /** Makes the stored schedules match the live versions. */
  sync(): Promise<void>
  /** Starts everything that is due. */
  runDue(): Promise<void>
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { schedules, now, onFault } = options
  const sync = createScheduleSync(options)
  const runDue = createTickStarter(options)
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let isStopped = true

  /** Runs one pass at a time. A call during a pass starts another one after it. */
  function wake(): void {
    if (isStopped) return
    clearTimeout(timer)
    working = working.then(pass)
  }

  async function pass(): Promise<void> {
    if (isStopped) return
    let wait = POLL_MS
    try {
      await sync.changed()
      await runDue()
      const next = await schedules.nextDue()
      if (next !== undefined) wait = Math.min(POLL_MS, Math.max(50, next.getTime() - now().getTime()))
    } catch (error) {
      onFault(error, {})
    }
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(wake, wait).unref()
  }

  return {
    async start() {
      isStopped = false
      wake()
      await working
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await working
    },
    onEvent: (event) => {
      if (event.type !== 'flow') return
      sync.noteChange(event.flowId)
      wake()
    },
    sync: sync.all,
    runDue,
  }
}
