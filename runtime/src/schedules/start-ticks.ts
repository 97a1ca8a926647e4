import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import { nextTicks } from '@patchbay/shared/schedules'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import type { Engine } from '../engine/engine.ts'
import type { LiveFlow, LiveFlows } from '../engine/live-flows.ts'
import type { DueSchedule, ScheduleRepository } from '../store/repositories/schedule-repository.ts'
import { dueTicks } from './due-ticks.ts'
import { scheduleAt } from './flow-schedules.ts'

/** After this time another process may start what a process has claimed. */
const CLAIM_MS = MINUTE_MS
const RETRY_MS = 5_000
const CLAIMED_AT_ONCE = 100
/** Longer than missed ticks are caught up, so that no tick starts twice. */
const KEY_LIFE_MS = 40 * DAY_MS

export interface TickStarterOptions {
  readonly schedules: ScheduleRepository
  readonly liveFlows: LiveFlows
  readonly engine: Pick<Engine, 'startRun'>
  readonly now: () => Date
  onFault(error: unknown, about: { readonly flowId?: string; readonly nodeId?: number }): void
  /** Called for each tick that started a run in this process. */
  onStart?(tick: { readonly lateSeconds: number }): void
}

/** Returns the function that starts a run for every tick that is due. */
export function createTickStarter(options: TickStarterOptions): () => Promise<void> {
  const { schedules, liveFlows, engine, now, onFault } = options

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

  return runDue
}

/** Refusals that end without a change by the user. */
const passing: ReadonlySet<ErrorCode> = new Set(['TOO_MANY_REQUESTS', 'SHUTTING_DOWN', 'STORE_UNAVAILABLE'])
