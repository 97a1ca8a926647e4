import { isFinal, type RunErrorBody, type RunStatus } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { StepServices, TriggerEvent } from '../nodes/node-module.ts'
import type { ProcessRepository } from '../store/process-repository.ts'
import type { CancelOutcome, DedupeClaim, OpenRun, RunEnd, RunWriter } from '../store/run-records.ts'
import type { RunRepository } from '../store/run-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ActiveRun, RunOutcome } from './active-run.ts'
import { createAdmission } from './admission.ts'
import { createExecutor } from './executor.ts'
import type { LiveEvents } from './live-events.ts'
import type { LiveTrigger } from './live-flows.ts'
import type { Plans } from './plans.ts'
import { resumeRun } from './resume-run.ts'
import { failedEnd } from './run-end.ts'
import { beginRun } from './start-run.ts'

/** How often this process says that it lives and looks for runs whose owner does not. */
const SWEEP_EVERY_MS = 5_000

export interface RunStart extends LiveTrigger {
  readonly event: TriggerEvent
  /** Takes the event once per key. */
  readonly dedupe?: DedupeClaim
}

export interface StartedRun {
  readonly runId: string
  /** The key was taken before; `runId` is the first run. */
  readonly duplicate: boolean
  /** The key was taken before with another body. */
  readonly conflict: boolean
}

export interface Engine {
  /** Takes over unfinished runs and begins to look for abandoned ones. */
  start(): Promise<void>
  /**
   * Takes no more events, lets actions under way finish for `graceMs`, stores where each run stands and leaves
   * the rest to the next start.
   */
  stop(graceMs: number): Promise<void>
  /**
   * Stores a run and sets it off. Resolves after the commit.
   * @throws AppError TOO_MANY_REQUESTS past the queue limit, SHUTTING_DOWN, and what the trigger refuses
   * (`MISSING_INPUT`).
   */
  startRun(start: RunStart): Promise<StartedRun>
  /** The outcome once the run is final, or null when `waitMs` passes or `signal` ends first. @throws RUN_NOT_FOUND */
  result(runId: string, waitMs: number, signal?: AbortSignal): Promise<RunOutcome | null>
  cancel(runId: string): Promise<CancelOutcome>
  /** How many runs work now and how many wait for a free place. */
  load(): { readonly active: number; readonly waiting: number }
}

export interface EngineOptions {
  readonly processId: string
  readonly writer: RunWriter
  readonly runs: RunRepository
  readonly processes: ProcessRepository
  readonly plans: Plans
  readonly services: StepServices
  readonly events: LiveEvents
  readonly maxConcurrentRuns: number
  readonly queueLimit: number
  readonly processInfo: { readonly host: string; readonly pid: number; readonly version: string }
  onFault(error: unknown, about: { readonly runId?: string; readonly nodeId?: number }): void
}

/** The part of Patchbay that runs flows: admission, execution, recovery and the answers to who waits. */
export function createEngine(options: EngineOptions): Engine {
  const { writer, services, events, plans, onFault } = options
  const active = new Map<string, ActiveRun>()
  const waiters = new Map<string, Set<(outcome: RunOutcome | null) => void>>()
  let isStopping = false
  let sweepTimer: NodeJS.Timeout | undefined
  let sweeping: Promise<void> = Promise.resolve()

  const admission = createAdmission({
    concurrency: options.maxConcurrentRuns,
    queueLimit: options.queueLimit,
    onError: (error) => onFault(error, {}),
  })
  const executor = createExecutor({ writer, services, events, isStopping: () => isStopping, onFault })

  async function startRun(start: RunStart): Promise<StartedRun> {
    if (isStopping) throw new AppError('SHUTTING_DOWN', 'The server is stopping. Send the event again in a moment.')
    if (!admission.hasRoom()) throw tooManyRuns()
    const { run, record } = beginRun({ ...start, runId: uuidv7(), now: services.now() })
    let accepted = (_isOurs: boolean): void => {}
    const isAccepted = new Promise<boolean>((resolve) => {
      accepted = resolve
    })
    const startsNow =
      run.nextNodeId === null ||
      admission.submit(conversationOf(run.contact, record.address), async () => {
        if (await isAccepted) await work(run)
      })
    run.isQueued = !startsNow
    try {
      const outcome = await writer.accept({ ...record, status: startsNow ? 'running' : 'queued' })
      const isNew = !outcome.duplicate
      if (isNew) publishRun(run, startsNow ? 'running' : 'queued')
      if (isNew && record.final !== undefined) settle(run, record.final)
      accepted(isNew && record.final === undefined)
      return { runId: outcome.runId, duplicate: outcome.duplicate, conflict: outcome.conflict ?? false }
    } catch (error) {
      accepted(false)
      throw error
    }
  }

  /** Works on a run until it ends or is left to somebody else. */
  async function work(run: ActiveRun): Promise<void> {
    active.set(run.id, run)
    try {
      const execution = await executor.execute(run)
      if (execution.kind === 'ended') settle(run, execution.end)
    } catch (error) {
      await abandon(run, error)
    } finally {
      active.delete(run.id)
    }
  }

  /** A result that cannot be stored fails its run alone; a database out of reach leaves it to the recovery. */
  async function abandon(run: ActiveRun, error: unknown): Promise<void> {
    onFault(error, { runId: run.id })
    if (!(error instanceof AppError) || error.code !== 'NOT_STORABLE') return
    const body: RunErrorBody = { code: error.code, message: error.message }
    const end = failedEnd(run.nextNodeId === null ? body : { ...body, nodeId: run.nextNodeId }, services.now())
    if (await writer.end({ runId: run.id, epoch: run.epoch, end })) settle(run, end)
  }

  function settle(run: ActiveRun, end: RunEnd): void {
    publishRun(run, end.status)
    const outcome: RunOutcome = { runId: run.id, status: end.status, result: end.result, error: end.error }
    for (const answer of waiters.get(run.id) ?? []) answer(outcome)
    waiters.delete(run.id)
  }

  function publishRun(run: ActiveRun, status: RunStatus): void {
    const { flowId, version } = run.plan
    const at = services.now().toISOString()
    events.publish({ type: 'run', runId: run.id, flowId, version, status, contact: run.contact, at })
  }

  async function result(runId: string, waitMs: number, signal?: AbortSignal): Promise<RunOutcome | null> {
    const wait = waiterFor(runId, waitMs, signal)
    const stored = await options.runs.outcome(runId)
    if (isFinal(stored.status)) {
      wait.cancel()
      return { runId, status: stored.status, result: stored.result, error: stored.error }
    }
    return wait.outcome
  }

  function waiterFor(runId: string, waitMs: number, signal?: AbortSignal) {
    let answer = (_outcome: RunOutcome | null): void => {}
    const outcome = new Promise<RunOutcome | null>((resolve) => {
      answer = resolve
    })
    const giveUp = () => answer(null)
    const timer = setTimeout(giveUp, waitMs)
    const known = waiters.get(runId) ?? new Set()
    waiters.set(runId, known.add(answer))
    signal?.addEventListener('abort', giveUp, { once: true })
    const cleanUp = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      known.delete(answer)
      if (known.size === 0 && waiters.get(runId) === known) waiters.delete(runId)
    }
    return { outcome: outcome.finally(cleanUp), cancel: giveUp }
  }

  async function cancel(runId: string): Promise<CancelOutcome> {
    const outcome = await writer.cancel(runId)
    const run = active.get(runId)
    if (run !== undefined && outcome === 'running') run.isCancelled = true
    if (outcome === 'cancelled') await announceCancelled(runId)
    return outcome
  }

  async function announceCancelled(runId: string): Promise<void> {
    const stored = await options.runs.get(runId)
    const at = services.now().toISOString()
    const { flowId, version, contact } = stored
    events.publish({ type: 'run', runId, flowId, version, status: 'cancelled', contact, at })
    for (const answer of waiters.get(runId) ?? [])
      answer({ runId, status: 'cancelled', result: null, error: stored.error })
  }

  /** Says that this process lives and takes over the runs of those that do not. */
  async function sweep(): Promise<void> {
    await options.processes.beat(options.processId)
    for (;;) {
      const found = await writer.takeOver(options.processId)
      for (const open of found) await resume(open)
      if (found.length === 0 || isStopping) return
    }
  }

  async function resume(open: OpenRun): Promise<void> {
    try {
      const plan = await plans.get(open.flowId, open.version)
      const run = resumeRun(open, plan)
      admission.submit(conversationOf(open.contact, open.address), () => work(run))
    } catch (error) {
      onFault(error, { runId: open.id })
      const message = `Version ${open.version} of the flow cannot be made ready any more.`
      const end = failedEnd({ code: 'VERSION_NOT_FOUND', message }, services.now())
      await writer.end({ runId: open.id, epoch: open.epoch, end })
    }
  }

  function sweepLater(): void {
    if (isStopping) return
    sweepTimer = setTimeout(() => {
      sweeping = sweep()
        .catch((error) => onFault(error, {}))
        .finally(sweepLater)
    }, SWEEP_EVERY_MS)
    sweepTimer.unref()
  }

  return {
    async start() {
      await options.processes.register({ id: options.processId, ...options.processInfo })
      await sweep()
      sweepLater()
    },
    async stop(graceMs) {
      isStopping = true
      clearTimeout(sweepTimer)
      await sweeping
      const drained = admission.drain()
      const abortAll = setTimeout(() => {
        for (const run of active.values()) run.abort.abort(new AppError('SHUTTING_DOWN', 'The server is stopping.'))
      }, graceMs)
      await drained
      clearTimeout(abortAll)
      for (const answers of waiters.values()) for (const answer of answers) answer(null)
      await writer.close()
      await options.processes.remove(options.processId)
    },
    startRun,
    result,
    cancel,
    load: () => ({ active: admission.active, waiting: admission.waiting }),
  }
}

/** Runs of one contact and address start one after another. */
function conversationOf(contact: string | null, address: string | null): string | null {
  return contact === null || address === null ? null : `${address} ${contact}`
}

function tooManyRuns(): AppError {
  const message = 'Too many runs wait already. Send the event again after the time in Retry-After.'
  return new AppError('TOO_MANY_REQUESTS', message, { headers: { 'Retry-After': '5' } })
}
