import { type Address, addressKey } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { ITEM, type OpenRun } from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { Admission } from './admission.ts'
import type { AheadWriter } from './ahead-writer.ts'
import type { StartedRun } from './engine-api.ts'
import { isStored, startedRun, tooManyRuns } from './event-store.ts'
import type { InheritedScopes } from './inherited-scope.ts'
import type { OwnedRuns } from './owned-runs.ts'
import type { Plans } from './plans.ts'
import { resumeRun } from './resume-run.ts'
import { failedEnd } from './run-end.ts'
import type { RunNews } from './run-news.ts'
import type { RunWorker } from './run-worker.ts'
import type { BegunRun } from './start-run.ts'

/**
 * With more runs at work none goes ahead. They share their commits then, so that one less for each saves nothing, and
 * actions would get in the way of acceptances.
 */
const MOST_AHEAD = 16

/** The two ways by which a run comes to work in this process. */
export interface RunEntrance {
  /**
   * Stores a run and starts it, at once or when a slot is free. Resolves after the commit. A run that may go ahead starts
   * before that commit, while few others are at work.
   * @throws AppError TOO_MANY_REQUESTS past the queue limit
   */
  launch(begun: BegunRun, mayGoAhead?: boolean): Promise<StartedRun>
  /** Continues a claimed run. A run that had begun does not count against the rate of its flow. */
  resume(open: OpenRun, previousRunId?: string): Promise<void>
}

export interface RunEntranceOptions {
  readonly admission: Admission
  readonly writer: Pick<AheadWriter, 'accept' | 'acceptLater' | 'end'>
  readonly ownedRuns: OwnedRuns
  readonly news: RunNews
  readonly plans: Plans
  readonly inherited: InheritedScopes
  readonly workOn: RunWorker['workOn']
  now(): Date
  onFault(error: unknown, about: { readonly runId?: string }): void
}

export function createRunEntrance(options: RunEntranceOptions): RunEntrance {
  const { admission, writer, ownedRuns, news, plans, inherited, workOn, onFault } = options

  async function launch({ run, record }: BegunRun, mayGoAhead = false): Promise<StartedRun> {
    if (!admission.hasRoom()) throw tooManyRuns()
    ownedRuns.add(run)
    const { promise: isAccepted, resolve: accepted } = Promise.withResolvers<boolean>()
    const work = () => workOn(run, isAccepted)
    const { concurrency, ratePerMinute } = run.plan.settings
    const limits = { flowId: run.plan.flowId, concurrency, ratePerMinute }
    const conversation = conversationOf(run.contact, record.address)
    const startsNow =
      run.nextNodeId === null || admission.submit(conversation, work, limits, conversation === null ? run : undefined)
    run.isQueued = !startsNow
    const goesAhead = mayGoAhead && startsNow && run.nextNodeId !== null && admission.active <= MOST_AHEAD
    try {
      const status = startsNow ? 'running' : 'queued'
      if (goesAhead) {
        const stored = writer.acceptLater({ ...record, status })
        news.reached(run, status)
        accepted(true)
        return startedRun(await stored)
      }
      const outcome = await writer.accept({ ...record, status })
      const isNew = isStored(outcome)
      run.previousRunId = outcome.previousRunId
      if (isNew) news.reached(run, status)
      if (isNew && record.final !== undefined) news.settled(run, record.final)
      if (record.final !== undefined) ownedRuns.drop(run)
      accepted(isNew && record.final === undefined)
      return startedRun(outcome)
    } catch (error) {
      accepted(false)
      ownedRuns.drop(run)
      // The commit may have happened although its reply was lost.
      ownedRuns.suspect()
      throw error
    }
  }

  async function resume(open: OpenRun, previousRunId?: string): Promise<void> {
    ownedRuns.add(open)
    try {
      const run = await restored(open)
      run.previousRunId = previousRunId
      const { concurrency, ratePerMinute } = run.plan.settings
      const isNew = open.steps.length <= 1 && open.wait === null
      const limits = { flowId: open.flowId, concurrency, ratePerMinute: isNew ? ratePerMinute : undefined }
      const conversation = conversationOf(open.contact, open.address)
      const mayMove = conversation === null && run.isQueued
      admission.submit(conversation, () => workOn(run), limits, mayMove ? run : undefined)
    } catch (error) {
      onFault(error, { runId: open.id })
      ownedRuns.drop(open)
      ownedRuns.suspect()
      if (!(error instanceof AppError) || error.code === 'STORE_UNAVAILABLE') return
      const message = `Version ${open.version} of the flow cannot be made ready any more.`
      const end = failedEnd({ code: 'VERSION_NOT_FOUND', message }, options.now())
      await writer.end({ runId: open.id, epoch: open.epoch, end })
    }
  }

  async function restored(open: OpenRun): Promise<ActiveRun> {
    const plan = await plans.get(open.flowId, open.version)
    if (open.trigger.type !== ITEM || open.parent === null) return resumeRun(open, plan)
    return resumeRun(open, plan, await inherited.of(open.parent, plan))
  }

  return { launch, resume }
}

/** Runs of one contact and address start one after another. */
function conversationOf(contact: string | null, address: Address | null): string | null {
  return contact === null || address === null ? null : `${addressKey(address)} ${contact}`
}
