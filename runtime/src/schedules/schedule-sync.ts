import type { Plans } from '../engine/plans.ts'
import type { LiveVersion, ScheduleRepository } from '../store/repositories/schedule-repository.ts'
import { schedulesOf } from './flow-schedules.ts'

/** How often deploys are looked for by processes that start no schedules, or died before they stored them. */
const SYNC_ALL_MS = 15_000
/** Another deploy may come between reading a version and storing its schedules. */
const MOST_TRIES = 5

export interface ScheduleSyncOptions {
  readonly schedules: ScheduleRepository
  readonly plans: Plans
  readonly now: () => Date
  onFault(error: unknown, about: { readonly flowId?: string }): void
}

/** Makes the stored schedules match the live versions. */
export interface ScheduleSync {
  /** Call this when this process has deployed, undeployed or paused a flow. */
  noteChange(flowId: string): void
  /** Of the flows that changed; of all flows now and then. */
  changed(): Promise<void>
  /** Of all flows. */
  all(): Promise<void>
}

export function createScheduleSync({ schedules, plans, now, onFault }: ScheduleSyncOptions): ScheduleSync {
  /** By flow, the version whose schedules are stored, and whether it has any. */
  const synced = new Map<string, { readonly version: number; readonly isScheduled: boolean }>()
  /** Flows that changed since the last pass. */
  const changed = new Set<string>()
  let syncedAt = Number.NEGATIVE_INFINITY

  async function all(): Promise<void> {
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
      await all()
      syncedAt = now().getTime()
    }
    for (const flowId of changed) {
      changed.delete(flowId)
      const live = (await schedules.liveVersions(flowId)).get(flowId)
      if (!isSynced(flowId, live)) await syncFlow(flowId, live, true)
    }
  }

  return { noteChange: (flowId) => void changed.add(flowId), changed: syncChanged, all }
}
