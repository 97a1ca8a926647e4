import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import type { RunDetail, RunRepository } from '../store/runs/run-repository.ts'
import type { RunWriter } from '../store/runs/writer-port.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { StartedRun } from './engine-api.ts'
import type { InheritedScopes } from './inherited-scope.ts'
import { type PeopleServices, readPeople } from './people.ts'
import { placeKey } from './place-key.ts'
import type { Plan, PlanTrigger } from './plan.ts'
import type { Plans } from './plans.ts'
import { meantIn } from './scope.ts'
import { type BegunRun, beginRun } from './start-run.ts'
import { valuesAtEnd } from './values-at-end.ts'

/** How many runs are looked after at a time. */
const BATCH = 200
/** Errors that every further try would meet again. */
const neverStarts: ReadonlySet<ErrorCode> = new Set([
  'FLOW_NOT_FOUND',
  'VERSION_NOT_FOUND',
  'VALUE_TOO_LARGE',
  'INVALID_VALUE',
  'NOT_STORABLE',
])

export interface FlowExitsOptions {
  readonly writer: Pick<RunWriter, 'exitsToCall' | 'exitCalled'>
  readonly runs: Pick<RunRepository, 'get'>
  readonly plans: Plans
  readonly inherited: InheritedScopes
  readonly services: PeopleServices
  /** Works on a run here. @throws AppError TOO_MANY_REQUESTS */
  take(begun: BegunRun): Promise<StartedRun>
  isStopping(): boolean
  now(): Date
  onError(error: unknown): void
}

/**
 * Starts what follows the end of a run. That a run has ended and its exit was not started is stored, so what a process
 * has left is found by `sweep`; the key of the new run makes sure that it starts once. One that can never start is
 * reported and given up.
 */
export interface FlowExits {
  /** Called when a run that has a Flow Exit has ended. */
  ended(runId: string): void
  sweep(): Promise<void>
}

export function createFlowExits(options: FlowExitsOptions): FlowExits {
  const { writer, runs, plans, services, inherited, take, isStopping, now, onError } = options

  async function call(runId: string): Promise<void> {
    if (isStopping()) return
    const run = await runs.get(runId)
    try {
      const plan = await plans.get(run.flowId, run.version)
      const trigger = plan.endTrigger
      if (trigger !== undefined) await take(await begin(run, plan, trigger))
    } catch (error) {
      if (!(error instanceof AppError && neverStarts.has(error.code))) throw error
      onError(error)
    }
    await writer.exitCalled(runId)
  }

  async function begin(run: RunDetail, plan: Plan, trigger: PlanTrigger): Promise<BegunRun> {
    const steps = run.steps.length + (run.parent?.steps ?? 0)
    const parent = { runId: run.id, nodeId: trigger.id, visit: 1, item: 0, isAwaited: false, steps }
    const scope = await inherited.at(run, plan)
    const reads = trigger.renderAtEnd?.readsPeople
    if (reads !== undefined && reads.size > 0) await readPeople({ ...run, scope }, reads, services)
    const values = valuesAtEnd(trigger, scope, run.finishedAt ?? now(), plan.settings.timeZone)
    const { ANI = '', DNIS = '' } = scope
    const data = {
      status: run.status,
      errorCode: run.error?.code ?? '',
      errorMessage: run.error?.message ?? '',
      runId: run.id,
      startedAt: run.startedAt.toISOString(),
      finishedAt: run.finishedAt?.toISOString() ?? '',
      ...{ ANI, DNIS, values },
      ...meantIn(scope),
    }
    const event = { data, ...(run.contact === null ? {} : { contact: run.contact }) }
    const dedupe = placeKey(run.id, 'end', now())
    const start = { live: { plan }, triggerNodeId: trigger.id, event, parent, test: run.test, dedupe }
    return beginRun({ ...start, runId: uuidv7(), now: now() })
  }

  /** Runs whose exit is being started here: a sweep meets them as well, and an error would be reported twice. */
  const underWay = new Set<string>()

  /** While too many runs wait, the exit stays stored as due. */
  async function callLater(runId: string): Promise<void> {
    if (underWay.has(runId)) return
    underWay.add(runId)
    try {
      await call(runId)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'TOO_MANY_REQUESTS')) onError(error)
    } finally {
      underWay.delete(runId)
    }
  }

  return {
    ended: (runId) => void callLater(runId),
    async sweep() {
      for (const runId of await writer.exitsToCall(BATCH)) await callLater(runId)
    },
  }
}
