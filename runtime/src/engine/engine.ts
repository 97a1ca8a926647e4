import type { RunErrorBody, RunStatus } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { endlessLease, type Lease } from '../cluster/lease.ts'
import type { StepServices, TriggerEvent } from '../nodes/node-module.ts'
import type { ProcessRepository } from '../store/process-repository.ts'
import type { CancelOutcome, DedupeClaim, EndedRun, OpenRun, RunEnd, RunWriter } from '../store/run-records.ts'
import type { RunRepository } from '../store/run-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ActiveRun, RunOutcome } from './active-run.ts'
import { createAdmission } from './admission.ts'
import { createExecutor, type Execution } from './executor.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createHeldEvents } from './held-events.ts'
import type { LiveEvents } from './live-events.ts'
import type { LiveTrigger } from './live-flows.ts'
import { createOverflow } from './overflow.ts'
import type { Plans } from './plans.ts'
import { type Replay, replayRun } from './replay-run.ts'
import { resumeRun } from './resume-run.ts'
import { failedEnd } from './run-end.ts'
import { createRunResults } from './run-results.ts'
import { createRunsInHand } from './runs-in-hand.ts'
import { type BegunRun, beginRun } from './start-run.ts'
import { createStoredQueue } from './stored-queue.ts'
import { createSweeper } from './sweeper.ts'

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
  /**
   * Does again what another run did; also while the flow is paused, because somebody asks for it.
   * @throws AppError as `replayRun`, and TOO_MANY_REQUESTS
   */
  replay(replay: Replay): Promise<StartedRun>
  /**
   * The outcome once the run is final, or null when `waitMs` passes, `signal` ends or the run waits for something.
   * @throws AppError RUN_NOT_FOUND
   */
  result(runId: string, waitMs: number, signal?: AbortSignal): Promise<RunOutcome | null>
  /** Ends the run now, or after the step under way, wherever it works. */
  cancel(runId: string): Promise<CancelOutcome>
  /**
   * Ends this wait of a run because of something that happened, and goes on with it here. False: the wait was
   * over already.
   */
  wake(wait: RunWait, event: JsonObject): Promise<boolean>
  /** Looks for waits that are over; the alarm of a wait calls it. */
  wakeDue(): Promise<void>
  /** How many runs work now and how many wait for a free place. */
  /** These runs, or all that are waited for here, may have ended on another node. */
  settledElsewhere(runIds?: readonly string[]): Promise<void>
  /** Somebody wants this run cancelled; nothing happens when it does not work here. */
  cancelElsewhere(runId: string): void
  /** Runs are stored that nobody works on. */
  lookForWork(): void
  load(): { readonly active: number; readonly waiting: number }
}

export interface RunWait {
  readonly runId: string
  /** Which wait of the run: later ones are not meant. */
  readonly waitNo: number
}

export interface EngineNode {
  /** False: events are stored here, and other processes run them. */
  readonly isWorker: boolean
  readonly lease: Lease
  /** Whether other processes run flows, too. */
  hasOtherWorkers(): boolean
  /** A run is stored that nobody works on. */
  onUnowned(): void
}

const alone: EngineNode = {
  isWorker: true,
  lease: endlessLease,
  hasOtherWorkers: () => false,
  onUnowned: () => undefined,
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
  /** How long a text to a paused flow may be held. */
  readonly holdTextsMs: number
  /** Whether the flow starts no runs for now: it is paused, or not live. */
  isHeld(flowId: string): boolean
  /** Its place among several processes. Default: it is alone. */
  readonly node?: EngineNode
  /** Has `wakeDue` called at this time, by some process. */
  setAlarm?(at: Date): void
  onFault(error: unknown, about: { readonly runId?: string; readonly nodeId?: number }): void
}

/** The part of Patchbay that runs flows: admission, execution, recovery and the answers to who waits. */
export function createEngine(options: EngineOptions): Engine {
  const { writer, services, events, plans, onFault } = options
  const active = new Map<string, ActiveRun>()
  const results = createRunResults(options.runs)
  let isStopping = false
  const stopping = () => isStopping
  const onError = (error: unknown) => onFault(error, {})

  const admission = createAdmission({
    concurrency: options.maxConcurrentRuns,
    queueLimit: options.queueLimit,
    onError,
  })
  const node = options.node ?? alone
  const { lease, isWorker } = node
  const isLeaseHeld = () => lease.isHeld()
  const executor = createExecutor({ writer, services, events, isStopping: stopping, isLeaseHeld, onFault })
  const inHand = createRunsInHand({ stored: () => writer.own(), retake: (runs) => writer.retake(runs), resume })
  const heartbeat = createHeartbeat({
    processes: options.processes,
    process: { id: options.processId, ...options.processInfo },
    lease,
    onError,
  })
  const overflow = createOverflow({
    admission,
    hasOthers: node.hasOtherWorkers,
    release,
    onReleased: node.onUnowned,
    onError,
  })
  const storedQueue = createStoredQueue({
    limit: options.queueLimit,
    count: (most) => writer.countQueued(most),
    onError,
  })
  const held = createHeldEvents({
    isPaused: options.isHeld,
    isStopping: stopping,
    release: async (flowId, limit) => (isWorker ? inHand.claim(() => writer.releaseHeld(flowId, limit)) : []),
    resume,
    lull: admission.lull,
    onError,
  })
  const sweeper = createSweeper({
    processId: options.processId,
    writer,
    now: services.now,
    isStopping: stopping,
    mayJudge: lease.mayJudge,
    // What this process has given away because it has too much, it does not take back.
    hasRoom: () => !node.hasOtherWorkers() || admission.waiting <= options.maxConcurrentRuns,
    recoverOwn: inHand.recover,
    claim: inHand.claim,
    resume,
    lull: admission.lull,
    onHeld: held.drain,
    onHeldEnd: announceEnd,
    onError,
  })
  writer.onCancelRequested(markCancelled)
  lease.onLost(() => {
    inHand.suspect()
    const reason = new AppError('STORE_UNAVAILABLE', 'The database was out of reach for too long.')
    for (const run of active.values()) run.abort.abort(reason)
  })
  events.subscribeToAll((event) => {
    if (event.type === 'flow') held.drain(event.flowId)
  })

  async function startRun(start: RunStart): Promise<StartedRun> {
    refuseWhenStopping()
    const { flowId } = start.live
    const begun = beginRun({ ...start, runId: uuidv7(), now: services.now() })
    if (held.isHolding(flowId)) return held.hold(flowId, () => hold(begun), () => take(begun))
    return take(begun)
  }

  const take = (begun: BegunRun) => (isWorker ? launch(begun) : leaveToOthers(begun))

  function refuseWhenStopping(): void {
    if (isStopping) throw new AppError('SHUTTING_DOWN', 'The server is stopping. Send the event again in a moment.')
  }

  /** Stores a run and sets it off: at once, or when there is a place for it. */
  async function launch({ run, record }: BegunRun): Promise<StartedRun> {
    if (!admission.hasRoom()) throw tooManyRuns()
    inHand.add(run)
    const { promise: isAccepted, resolve: accepted } = Promise.withResolvers<boolean>()
    const work = async () => {
      if (await isAccepted) await workOn(run)
      else inHand.drop(run)
    }
    const { concurrency, ratePerMinute } = run.plan.settings
    const limits = { flowId: run.plan.flowId, concurrency, ratePerMinute }
    const conversation = conversationOf(run.contact, record.address)
    const startsNow =
      run.nextNodeId === null ||
      admission.submit(conversation, work, limits, conversation === null ? run.id : undefined)
    run.isQueued = !startsNow
    try {
      const status = startsNow ? 'running' : 'queued'
      const outcome = await writer.accept({ ...record, status })
      const isNew = !outcome.duplicate
      if (isNew) publishRun(run, status)
      if (isNew && record.final !== undefined) settle(run, record.final)
      if (record.final !== undefined) inHand.drop(run)
      accepted(isNew && record.final === undefined)
      return { runId: outcome.runId, duplicate: outcome.duplicate, conflict: outcome.conflict ?? false }
    } catch (error) {
      accepted(false)
      inHand.drop(run)
      // It may have been stored all the same.
      inHand.suspect()
      throw error
    }
  }

  /** Stores an event for other processes to run. */
  async function leaveToOthers({ run, record }: BegunRun): Promise<StartedRun> {
    if (!storedQueue.hasRoom()) throw tooManyRuns()
    const outcome = await writer.accept({ ...record, status: 'queued' })
    if (!outcome.duplicate) {
      storedQueue.added()
      publishRun(run, record.final?.status ?? 'queued')
      node.onUnowned()
    }
    return { runId: outcome.runId, duplicate: outcome.duplicate, conflict: outcome.conflict ?? false }
  }

  async function release(runIds: readonly string[]): Promise<void> {
    try {
      await writer.release(runIds)
    } finally {
      for (const id of runIds) inHand.drop({ id, epoch: 1 })
      inHand.suspect()
    }
  }

  function markCancelled(runId: string): void {
    const run = active.get(runId)
    if (run !== undefined) run.isCancelled = true
  }

  /** Stores an event of a paused flow; nothing of it stays in memory. */
  async function hold({ run, record }: BegunRun): Promise<StartedRun> {
    const isText = record.triggerType === 'inbound-sms'
    const until = isText ? new Date(services.now().getTime() + options.holdTextsMs) : null
    const isOver = record.final !== undefined
    const outcome = await writer.accept({ ...record, status: 'queued', ...(isOver ? {} : { held: { until } }) })
    if (!outcome.duplicate) publishRun(run, record.final?.status ?? 'waiting')
    return { runId: outcome.runId, duplicate: outcome.duplicate, conflict: outcome.conflict ?? false }
  }

  /** Works on a run until it ends, waits or is left to somebody else. */
  async function workOn(run: ActiveRun): Promise<void> {
    active.set(run.id, run)
    try {
      conclude(run, await executor.execute(run))
    } catch (error) {
      await abandon(run, error).catch(onError)
    } finally {
      if (active.get(run.id) === run) active.delete(run.id)
      inHand.drop(run)
    }
  }

  function conclude(run: ActiveRun, execution: Execution): void {
    if (execution.kind === 'ended') settle(run, execution.end)
    if (execution.kind === 'left') inHand.suspect()
    if (execution.kind !== 'parked') return
    publishRun(run, 'waiting')
    results.giveUp(run.id)
    sweeper.wakeAt(execution.until)
    options.setAlarm?.(execution.until)
  }

  /** A result that cannot be stored fails its run alone; a database out of reach leaves it to the recovery. */
  async function abandon(run: ActiveRun, error: unknown): Promise<void> {
    onFault(error, { runId: run.id })
    inHand.suspect()
    if (!(error instanceof AppError) || error.code !== 'NOT_STORABLE') return
    const body: RunErrorBody = { code: error.code, message: error.message }
    const end = failedEnd(run.nextNodeId === null ? body : { ...body, nodeId: run.nextNodeId }, services.now())
    if (await writer.end({ runId: run.id, epoch: run.epoch, end })) settle(run, end)
  }

  function settle(run: ActiveRun, end: RunEnd): void {
    const { flowId, version } = run.plan
    announceEnd({ id: run.id, flowId, version, contact: run.contact, end })
  }

  function announceEnd({ id: runId, flowId, version, contact, end }: EndedRun): void {
    events.publish({ type: 'run', runId, flowId, version, status: end.status, contact, at: nowText() })
    results.answer({ runId, status: end.status, result: end.result, error: end.error })
  }

  function publishRun(run: ActiveRun, status: RunStatus): void {
    const { flowId, version } = run.plan
    events.publish({ type: 'run', runId: run.id, flowId, version, status, contact: run.contact, at: nowText() })
  }

  function nowText(): string {
    return services.now().toISOString()
  }

  async function cancel(runId: string): Promise<CancelOutcome> {
    const outcome = await writer.cancel(runId)
    if (outcome === 'running') markCancelled(runId)
    if (outcome === 'cancelled') await announceCancelled(runId)
    return outcome
  }

  async function announceCancelled(runId: string): Promise<void> {
    const { flowId, version, contact, error } = await options.runs.get(runId)
    announceEnd({
      id: runId,
      flowId,
      version,
      contact,
      end: { status: 'cancelled', error, result: null, finishedAt: services.now() },
    })
  }

  /** Goes on with a run that this process has taken. Runs that had begun do not count against the flow's rate. */
  async function resume(open: OpenRun): Promise<void> {
    inHand.add(open)
    try {
      const run = resumeRun(open, await plans.get(open.flowId, open.version))
      const { concurrency, ratePerMinute } = run.plan.settings
      const isNew = open.steps.length <= 1 && open.wait === null
      const limits = { flowId: open.flowId, concurrency, ratePerMinute: isNew ? ratePerMinute : undefined }
      admission.submit(conversationOf(open.contact, open.address), () => workOn(run), limits)
    } catch (error) {
      onFault(error, { runId: open.id })
      inHand.drop(open)
      inHand.suspect()
      if (!(error instanceof AppError) || error.code === 'STORE_UNAVAILABLE') return
      const message = `Version ${open.version} of the flow cannot be made ready any more.`
      const end = failedEnd({ code: 'VERSION_NOT_FOUND', message }, services.now())
      await writer.end({ runId: open.id, epoch: open.epoch, end })
    }
  }

  return {
    async start() {
      if (!isWorker) return storedQueue.start()
      await heartbeat.start()
      await sweeper.start()
      overflow.start()
    },
    async stop(graceMs) {
      isStopping = true
      const drained = admission.drain()
      overflow.stop()
      storedQueue.stop()
      await sweeper.stop()
      const abortAll = setTimeout(() => {
        for (const run of active.values()) run.abort.abort(new AppError('SHUTTING_DOWN', 'The server is stopping.'))
      }, graceMs)
      await drained
      clearTimeout(abortAll)
      results.giveUpAll()
      await writer.close()
      await heartbeat.stop()
    },
    startRun,
    async replay(replay) {
      refuseWhenStopping()
      return take(replayRun({ ...replay, runId: uuidv7(), now: services.now() }))
    },
    result: results.wait,
    cancel,
    async wake({ runId, waitNo }, event) {
      refuseWhenStopping()
      const woken = async () => {
        const run = await writer.wake({ runId, waitNo, event })
        return run === undefined ? [] : [run]
      }
      if (!isWorker) {
        const isWoken = (await woken()).length > 0
        if (isWoken) node.onUnowned()
        return isWoken
      }
      const taken = await inHand.claim(woken)
      for (const run of taken) await resume(run)
      return taken.length > 0
    },
    wakeDue: sweeper.wakeNow,
    settledElsewhere: results.lookUp,
    cancelElsewhere: markCancelled,
    lookForWork: sweeper.recoverNow,
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
