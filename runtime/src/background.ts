import type { Renewal } from './accounts/oauth/renewal.ts'
import type { SyncJob } from './directory/sync-job.ts'
import type { Engine } from './engine/engine.ts'
import type { LiveEvents } from './engine/live-events.ts'
import type { LiveFlows } from './engine/live-flows.ts'
import type { Plans } from './engine/plans.ts'
import { createFlowEventRepository } from './flow-events/event-repository.ts'
import { createFlowEvents } from './flow-events/event-starter.ts'
import type { AgentStatuses } from './inbox/agent-statuses.ts'
import type { StepServices } from './kit/node.ts'
import { createScheduler } from './schedules/scheduler.ts'
import type { Database } from './store/database.ts'
import type { Backups } from './store/pglite/backup.ts'
import { createScheduleRepository } from './store/repositories/schedule-repository.ts'
import { createUpkeepJob } from './upkeep.ts'

export interface BackgroundOptions {
  readonly database: Database
  readonly liveFlows: LiveFlows
  readonly plans: Plans
  readonly engine: Engine
  readonly events: LiveEvents
  readonly processId: string
  readonly retentionDays: number
  readonly backups: Backups
  readonly renewal: Renewal
  readonly agentStatuses: AgentStatuses
  readonly synchronization: SyncJob
  /** What steps of runs use. */
  readonly services: Pick<StepServices, 'contacts' | 'conversations'>
  readonly now: () => Date
  onFault(error: unknown, about: object): void
  /** Called for each schedule tick that started a run in this process. */
  onStart(tick: { readonly lateSeconds: number }): void
}

/** Work that a process does by the clock instead of by events. Part of the composition root. */
export interface Background {
  start(): Promise<void>
  stop(): Promise<void>
}

export function createBackground(options: BackgroundOptions): Background {
  const { database, engine, events, renewal, synchronization } = options
  const scheduler = createScheduler({ ...options, schedules: createScheduleRepository(database.kysely) })
  const flowEvents = createFlowEvents({ ...options, repository: createFlowEventRepository(database.kysely) })
  const upkeep = createUpkeepJob({
    ...options,
    afterRemoval: options.agentStatuses.signOutExpired,
    isQuiet: () => engine.load().active === 0,
    isLogKept: () => options.backups.isUnderWay,
  })
  events.subscribeToAll(scheduler.onEvent)
  return {
    async start() {
      await scheduler.start()
      flowEvents.start()
      upkeep.start()
      renewal.start()
      synchronization.start()
    },
    async stop() {
      await Promise.all([scheduler.stop(), flowEvents.stop(), upkeep.stop(), renewal.stop(), synchronization.stop()])
    },
  }
}
