import type { LiveEvent } from '@patchbay/shared/api'
import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import { nextTicks } from '@patchbay/shared/schedules'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import type { Engine } from '../engine/engine.ts'
import type { LiveFlow, LiveFlows } from '../engine/live-flows.ts'
import type { Plans } from '../engine/plans.ts'
import type { DueSchedule, LiveVersion, ScheduleRepository } from '../store/repositories/schedule-repository.ts'
import { dueTicks } from './due-ticks.ts'
import { scheduleAt, schedulesOf } from './flow-schedules.ts'

/** How often the scheduler checks for deploys and resumed flows of other processes. */
const POLL_MS = 5_000
/** How often it checks for deploys by processes that start no schedules, or died before they stored them. */
const SYNC_ALL_MS = 15_000
/** After this time another process may start what a process has claimed. */
const CLAIM_MS = MINUTE_MS
const RETRY_MS = 5_000
const CLAIMED_AT_ONCE = 100
/** Longer than missed ticks are caught up, so that no tick starts twice. */
const KEY_LIFE_MS = 40 * DAY_MS
/** Another deploy may come between reading a version and storing its schedules. */
const MOST_TRIES = 5

export interface SchedulerOptions {
  readonly schedules: ScheduleRepository
  readonly liveFlows: LiveFlows
  readonly plans: Plans
  readonly engine: Pick<Engine, 'startRun'>
  readonly now: () => Date
  onFault(error: unknown, about: { readonly flowId?: string; readonly nodeId?: number }): void
  /** Called for each tick that started a run in this process. */
  onStart?(tick: { readonly lateSeconds: number }): void
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
  const { schedules, liveFlows, plans, engine, now, onFault } = options
  /** By flow, the version whose schedules are stored, and whether it has any. */
  const synced = new Map<string, { readonly version: number; readonly isScheduled: boolean }>()
  /** Flows that were deployed, undeployed or paused by this process since the last pass. */
  const changed = new Set<string>()
  let syncedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let isStopped = true

  async function sync(): Promise<void> {
    const live = await schedules.liveVersions()
    const stored = new Set(await schedules.flowIds())
    for (const flowId of new Set([...live.keys(), ...stored, ...synced.keys()])) {
      const version = live.get(flowId)
      const isStored = stored.has(flowId)
      if (isSynced(flowId, version) && synced.get(flowId)?.isScheduled === isStored) continue
      await syncFlow(flowId, version, isStored).catch((error) => onFault(error, { flowId }))
    }
  }

  function isSynced(flowId: string, live: LiveVersion | undefined): boolean {
    return live !== undefined && synced.get(flowId)?.version === live.version
  }

  async function syncFlow(flowId: string, version: LiveVersion | undefined, isStored: boolean): Promise<void> {
    let live = version
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const rows = live === undefined ? [] : schedulesOf(await plans.get(flowId, live.version), live.liveAt)
      const isPlain = rows.length === 0 && !isStored
      if (isPlain || (await schedules.replace(flowId, live?.version ?? null, rows))) {
        if (live === undefined) synced.delete(flowId)
        else synced.set(flowId, { version: live.version, isScheduled: rows.length > 0 })
        return
      }
      live = (await schedules.liveVersions(flowId)).get(flowId)
    }
  }

  /** Deploys of this process are handled at once, those of other processes now and then. */
  async function syncChanged(): Promise<void> {
    if (now().getTime() - syncedAt >= SYNC_ALL_MS) {
      await sync()
      syncedAt = now().getTime()
    }
    for (const flowId of changed) {
      changed.delete(flowId)
      const live = (await schedules.liveVersions(flowId)).get(flowId)
      if (!isSynced(flowId, live)) await syncFlow(flowId, live, true)
    }
  }

  async function runDue(): Promise<void> {
    for (;;) {
      const claimedUntil = new Date(now().getTime() + CLAIM_MS)
      const claimed = await schedules.claim({ now: now(), claimedUntil, limit: CLAIMED_AT_ONCE })
      await Promise.all(claimed.map(runSchedule))
      if (claimed.length < CLAIMED_AT_ONCE) return
    }
  }

  async function runSchedule(claimed: DueSchedule): Promise<void> {
    const { flowId, nodeId } = claimed
    try {
      const live = await liveVersion(claimed)
      const schedule = live === undefined ? undefined : scheduleAt(live.plan, nodeId)
      if (live === undefined || schedule === undefined) return await postpone(claimed)
      const { timeZone, missedTicks } = live.plan.settings
      const { nextAt: due, missed: missedBefore } = claimed
      const ticks = dueTicks({ schedule, timeZone, missedTicks, due, now: now(), missedBefore })
      for (const { tick, missed } of ticks.start) {
        if (await startTick(live, nodeId, tick, missed)) continue
        await schedules.settle(claimed, { nextAt: tick, missed })
        return await postpone({ ...claimed, nextAt: tick })
      }
      const [nextAt = null] = nextTicks(schedule, now(), timeZone, 1)
      await schedules.settle(claimed, { nextAt, missed: ticks.missed })
    } catch (error) {
      onFault(error, { flowId, nodeId })
    }
  }

  /** The flow as it was deployed. Another process may have deployed it a moment ago. */
  async function liveVersion({ flowId, version }: DueSchedule): Promise<LiveFlow | undefined> {
    if (liveFlows.get(flowId)?.version !== version) await liveFlows.refresh(flowId)
    const live = liveFlows.get(flowId)
    return live?.version === version ? live : undefined
  }

  /** Returns false when there is no room for the run. Try again in a moment. */
  async function startTick(live: LiveFlow, triggerNodeId: number, tick: Date, missed: number): Promise<boolean> {
    const { timeZone } = live.plan.settings
    const scheduledFor = tick.toISOString()
    try {
      const { duplicate } = await engine.startRun({
        live,
        triggerNodeId,
        event: { data: { scheduledFor, timeZone, missed } },
        dedupe: {
          credential: 'schedule',
          key: `${triggerNodeId} ${scheduledFor}`,
          bodyHash: scheduledFor,
          expiresAt: new Date(now().getTime() + KEY_LIFE_MS),
        },
      })
      if (!duplicate) options.onStart?.({ lateSeconds: (now().getTime() - tick.getTime()) / 1000 })
      return true
    } catch (error) {
      if (error instanceof AppError && passing.has(error.code)) return false
      onFault(error, { flowId: live.flowId, nodeId: triggerNodeId })
      return true
    }
  }

  const postpone = (claimed: DueSchedule) => schedules.postpone(claimed, new Date(now().getTime() + RETRY_MS))

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
      await syncChanged()
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
      changed.add(event.flowId)
      wake()
    },
    sync,
    runDue,
  }
}

/** Refusals that end without a change by the user. */
const passing: ReadonlySet<ErrorCode> = new Set(['TOO_MANY_REQUESTS', 'SHUTTING_DOWN', 'STORE_UNAVAILABLE'])
