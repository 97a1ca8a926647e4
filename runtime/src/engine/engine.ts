import { type Address, addressKey, type RunErrorBody } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { CancelOutcome, OpenRun } from '../store/runs/run-records.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ActiveRun } from './active-run.ts'
import { createAdmission } from './admission.ts'
import { ChurnMap } from './churn-map.ts'
import { eventLoopShare } from './concurrency-limit.ts'
import { alone, type Engine, type EngineOptions, type RunStart, type StartedRun } from './engine-api.ts'
import { createEventStore, isStored, startedRun, tooManyRuns } from './event-store.ts'
import { createExecutor, type Execution } from './executor.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createHeldEvents } from './held-events.ts'
import { createOverflow } from './overflow.ts'
import { createOwnedRuns } from './owned-runs.ts'
import { createPreviousRun } from './previous-run.ts'
import { replayRun } from './replay-run.ts'
import { createReplies } from './replies.ts'
import { resumeRun } from './resume-run.ts'
import { failedEnd } from './run-end.ts'
import { createRunNews } from './run-news.ts'
import { createRunResults } from './run-results.ts'
import { type BegunRun, beginRun } from './start-run.ts'
import { createSweeper } from './sweeper.ts'

export type { Engine, EngineNode, EngineOptions, StartedRun } from './engine-api.ts'

/** Runs flows: admission, execution, waiting, recovery, and outcomes for callers that wait for them. */
export function createEngine(options: EngineOptions): Engine {
  const { writer, services, accounts, events, plans, timings, onFault } = options
  const active = new ChurnMap<ActiveRun>()
  const results = createRunResults(options.runs, (runId) => ownedRuns.has(runId))
  const news = createRunNews({ events, results, now: services.now })
  let isStopping = false
  const stopping = () => isStopping
  const onError = (error: unknown) => onFault(error, {})

  const admission = createAdmission({
    concurrency: options.maxConcurrentRuns,
    queueLimit: options.queueLimit,
    onError,
    busyShare: eventLoopShare(),
  })
  const node = options.node ?? alone
  const { lease, isWorker } = node
  const isLeaseHeld = () => lease.isHeld()
  const executor = createExecutor({ writer, services, accounts, events, isStopping: stopping, isLeaseHeld, onFault })
  const ownedRuns = createOwnedRuns({ stored: () => writer.own(), reclaim: (runs) => writer.reclaim(runs), resume })
  const heartbeat = createHeartbeat({
    processes: options.processes,
    process: { id: options.processId, ...options.processInfo },
    lease,
    timings,
    onError,
  })
  const overflow = createOverflow({
    admission,
    timings,
    hasOthers: node.hasOtherWorkers,
    release,
    onReleased: node.onUnowned,
    onError,
  })
  const eventStore = createEventStore({
    ...options,
    publish: news.reached,
    onUnowned: node.onUnowned,
    now: services.now,
    onError,
  })
  const held = createHeldEvents({
    isPaused: options.isHeld,
    isStopping: stopping,
    release: async (flowId, limit) => (isWorker ? ownedRuns.claim(() => writer.releaseHeld(flowId, limit)) : []),
    resume,
    roomForStored: admission.roomForStored,
    onError,
  })
  const sweeper = createSweeper({
    processId: options.processId,
    writer,
    sweepMs: timings.sweepMs,
    now: services.now,
    isStopping: stopping,
    mayJudge: lease.mayJudge,
    // A process that has given runs away because it has too many must not claim them back.
    hasRoom: () => !node.hasOtherWorkers() || admission.waiting <= options.maxConcurrentRuns,
    recoverOwn: ownedRuns.recover,
    claim: ownedRuns.claim,
    resume,
    roomForStored: admission.roomForStored,
    onHeld: held.drain,
    onHeldEnd: news.ended,
    onError,
  })
  const previousRun = createPreviousRun({
    runs: options.runs,
    results,
    owns: (runId) => ownedRuns.has(runId),
    isStopping: stopping,
  })
  const replies = createReplies({
    writer,
    isWorker,
    claim: ownedRuns.claim,
    resume,
    cancel,
    onUnowned: node.onUnowned,
    refuseWhenStopping,
  })
  writer.onCancelRequested(markCancelled)
  lease.onLost(() => {
    ownedRuns.suspect()
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
    if (!held.isHolding(flowId)) return await take(begun)
    return await held.hold(
      flowId,
      () => eventStore.hold(begun),
      () => take(begun),
    )
  }

  function refuseWhenFull(flowId: string): void {
    if (held.isHolding(flowId)) return
    if (!(isWorker ? admission.hasRoom() : eventStore.hasRoom())) throw tooManyRuns()
  }

  const take = (begun: BegunRun) => (isWorker ? launch(begun) : eventStore.leaveToOthers(begun))

  function refuseWhenStopping(): void {
    if (isStopping) throw new AppError('SHUTTING_DOWN', 'The server is stopping. Send the event again in a moment.')
  }

  /** Stores a run and starts it, at once or when a slot is free. */
  async function launch({ run, record }: BegunRun): Promise<StartedRun> {
    if (!admission.hasRoom()) throw tooManyRuns()
    ownedRuns.add(run)
    const { promise: isAccepted, resolve: accepted } = Promise.withResolvers<boolean>()
    const work = () => workOn(run, isAccepted)
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

  async function release(runIds: readonly string[]): Promise<void> {
    try {
      await writer.release(runIds)
    } finally {
      for (const id of runIds) ownedRuns.drop({ id, epoch: 1 })
      ownedRuns.suspect()
    }
  }

  function markCancelled(runId: string): void {
    const run = active.get(runId)
    if (run !== undefined) run.isCancelled = true
  }

  /** Executes a run, once it is accepted, until it ends, parks or is left to another process. */
  async function workOn(run: ActiveRun, isAccepted?: Promise<boolean>): Promise<void> {
    if (isAccepted !== undefined && !(await isAccepted)) return ownedRuns.drop(run)
    active.set(run.id, run)
    try {
      if (run.previousRunId !== undefined && node.hasOtherWorkers()) await previousRun.ended(run.previousRunId)
      conclude(run, await executor.execute(run))
    } catch (error) {
      await abandon(run, error).catch(onError)
    } finally {
      if (active.get(run.id) === run) active.delete(run.id)
      ownedRuns.drop(run)
    }
  }

  function conclude(run: ActiveRun, execution: Execution): void {
    if (execution.kind === 'ended') news.settled(run, execution.end)
    if (execution.kind === 'left') ownedRuns.suspect()
    if (execution.kind !== 'parked') return
    news.reached(run, 'waiting')
    results.giveUp(run.id)
    sweeper.wakeAt(execution.until)
    options.setAlarm?.(execution.until)
  }

  /** Fails a run whose result cannot be stored. When the database is out of reach, recovery takes care of the run. */
  async function abandon(run: ActiveRun, error: unknown): Promise<void> {
    onFault(error, { runId: run.id })
    ownedRuns.suspect()
    if (!(error instanceof AppError) || error.code !== 'NOT_STORABLE') return
    const body: RunErrorBody = { code: error.code, message: error.message }
    const end = failedEnd(run.nextNodeId === null ? body : { ...body, nodeId: run.nextNodeId }, services.now())
    if (await writer.end({ runId: run.id, epoch: run.epoch, end })) news.settled(run, end)
  }

  async function cancel(runId: string): Promise<CancelOutcome> {
    const outcome = await writer.cancel(runId)
    if (outcome === 'running') markCancelled(runId)
    if (outcome === 'cancelled') await announceCancelled(runId)
    return outcome
  }

  async function announceCancelled(runId: string): Promise<void> {
    const { flowId, version, contact, error } = await options.runs.get(runId)
    news.ended({
      id: runId,
      flowId,
      version,
      contact,
      end: { status: 'cancelled', error, result: null, finishedAt: services.now() },
    })
  }

  /** Continues a claimed run. A run that had begun does not count against the rate of its flow. */
  async function resume(open: OpenRun, previousRunId?: string): Promise<void> {
    ownedRuns.add(open)
    try {
      const run = resumeRun(open, await plans.get(open.flowId, open.version))
      run.previousRunId = previousRunId
      const { concurrency, ratePerMinute } = run.plan.settings
      const isNew = open.steps.length <= 1 && open.wait === null
      const limits = { flowId: open.flowId, concurrency, ratePerMinute: isNew ? ratePerMinute : undefined }
      admission.submit(conversationOf(open.contact, open.address), () => workOn(run), limits)
    } catch (error) {
      onFault(error, { runId: open.id })
      ownedRuns.drop(open)
      ownedRuns.suspect()
      if (!(error instanceof AppError) || error.code === 'STORE_UNAVAILABLE') return
      const message = `Version ${open.version} of the flow cannot be made ready any more.`
      const end = failedEnd({ code: 'VERSION_NOT_FOUND', message }, services.now())
      await writer.end({ runId: open.id, epoch: open.epoch, end })
    }
  }

  return {
    async start() {
      if (!isWorker) return eventStore.start()
      await heartbeat.start()
      await sweeper.start()
      overflow.start()
    },
    async stop(graceMs) {
      isStopping = true
      const drained = admission.drain()
      overflow.stop()
      eventStore.stop()
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
    refuseWhenFull,
    startRun,
    ...replies,
    async replay(replay) {
      refuseWhenStopping()
      return take(replayRun({ ...replay, runId: uuidv7(), now: services.now() }))
    },
    result: results.wait,
    giveUpResults: results.giveUpAll,
    cancel,
    wakeDue: sweeper.wakeNow,
    settledElsewhere: results.lookUp,
    cancelElsewhere: markCancelled,
    lookForWork: sweeper.recoverNow,
    load: () => ({ active: admission.active, waiting: admission.waiting }),
  }
}

/** Runs of one contact and address start one after another. */
function conversationOf(contact: string | null, address: Address | null): string | null {
  return contact === null || address === null ? null : `${addressKey(address)} ${contact}`
}
