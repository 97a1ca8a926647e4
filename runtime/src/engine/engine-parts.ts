import { type CallerAnswer, answerOf as callerAnswer } from '../kit/caller-answer.ts'
import { showSealed } from '../platform/secrets/mask.ts'
import type { OpenRun, OwnRun, ReleasedRuns } from '../store/runs/run-records.ts'
import { createAdmission } from './admission.ts'
import { createAheadWriter } from './ahead-writer.ts'
import { createCancelling } from './cancelling.ts'
import { createChildRuns, createTurnsOfChildren, noJumpTarget } from './child-runs.ts'
import { eventLoopShare } from './concurrency-limit.ts'
import type { EngineNode, EngineOptions } from './engine-api.ts'
import { createEventStore } from './event-store.ts'
import { createExecutor } from './executor.ts'
import { createFlowExits } from './flow-exits.ts'
import { hasExit } from './has-exit.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createHeldEvents } from './held-events.ts'
import { createInheritedScopes } from './inherited-scope.ts'
import { createOverflow } from './overflow.ts'
import { createOwnedRuns } from './owned-runs.ts'
import { createPreviousRun } from './previous-run.ts'
import { createReplies } from './replies.ts'
import { createRunEntrance } from './run-entrance.ts'
import { createRunNews } from './run-news.ts'
import { createRunResults } from './run-results.ts'
import { createRunWorker } from './run-worker.ts'
import { createSweeper } from './sweeper.ts'

export interface EnginePartsOptions extends EngineOptions {
  readonly node: EngineNode
  isStopping(): boolean
  /** @throws AppError SHUTTING_DOWN */
  refuseWhenStopping(): void
}

/** Makes the parts of the engine and joins them. Only this file knows all of them. */
export function createEngineParts(options: EnginePartsOptions) {
  const { writer, services, accounts, plans, timings, node, isStopping, onFault } = options
  const { lease, isWorker, hasOtherWorkers, onUnowned } = node
  const now = () => services.now()
  const onError = (error: unknown) => onFault(error, {})
  const owns = (runId: string) => ownedRuns.has(runId)
  const resume = (open: OpenRun, previousRunId?: string) => entrance.resume(open, previousRunId)

  const answerOf = (runId: string) => worker.answerOf(runId)
  async function storedAnswer(runId: string): Promise<CallerAnswer | undefined> {
    const outputs = await options.runs.outputsOf(runId, options.answeringTypes?.() ?? [])
    return outputs === undefined ? undefined : callerAnswer(showSealed(outputs))
  }
  const results = createRunResults({ runs: options.runs, storedAnswer, isOwned: owns, answerOf })
  const aheadWriter = createAheadWriter(options)
  const news = createRunNews({
    events: aheadWriter,
    results,
    onEnded(parent) {
      if (parent?.isAwaited === true) turns.advance(parent.runId)
    },
    onSettled({ id, plan, startNodeId }) {
      if (hasExit(plan, plan.nodes.get(startNodeId))) exits.ended(id)
    },
    now,
  })
  const childRuns = createChildRuns({
    writer,
    runs: options.runs,
    jumpTarget: options.jumpTarget ?? noJumpTarget,
    take: (begun) => entrance.launch(begun),
    now,
  })
  const admission = createAdmission({
    concurrency: options.maxConcurrentRuns,
    queueLimit: options.queueLimit,
    onError,
    busyShare: eventLoopShare(),
  })
  const { roomForStored } = admission
  const ownedRuns = createOwnedRuns({ stored: () => writer.own(), reclaim: (runs) => writer.reclaim(runs), resume })
  const { claim } = ownedRuns
  const isLeaseHeld = () => lease.isHeld()
  const worker = createRunWorker({
    executor: createExecutor({
      writer: aheadWriter,
      services,
      accounts,
      childRuns,
      endChildren,
      isStopping,
      isLeaseHeld,
      onAnswered: results.answered,
      onFault,
    }),
    writer,
    ownedRuns,
    news,
    results,
    hasOtherWorkers,
    ended: createPreviousRun({ runs: options.runs, results, owns, isStopping }).ended,
    onParked(runId, until, isForChildren) {
      if (isForChildren) turns.advance(runId)
      sweeper.wakeAt(until)
      options.setAlarm?.(until)
    },
    now,
    onFault,
  })
  const { workOn, markCancelled } = worker
  const inherited = createInheritedScopes(options.runs)
  const entrance = createRunEntrance({
    admission,
    writer: aheadWriter,
    ownedRuns,
    news,
    plans,
    inherited,
    workOn,
    now,
    onFault,
  })
  const cancel = createCancelling({
    writer: aheadWriter,
    runs: options.runs,
    news,
    markCancelled,
    onParentCancelled: (runId) => turns.advance(runId),
    now,
  })
  const exits = createFlowExits({
    writer,
    runs: options.runs,
    plans,
    services,
    inherited,
    take: (begun) => entrance.launch(begun),
    isStopping,
    now,
    onError,
  })
  const turns = createTurnsOfChildren({ writer, isStopping, claim, resume, cancel, onError })
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
    hasOthers: hasOtherWorkers,
    release,
    onReleased: onUnowned,
    onError,
  })
  const eventStore = createEventStore({ ...options, publish: news.reached, onUnowned, now, onError })
  const held = createHeldEvents({
    isPaused: options.isHeld,
    isStopping,
    release: isWorker ? releaseHeld : async () => ({ runs: [], nextAt: null }),
    resume,
    roomForStored,
    now,
    onError,
  })
  const sweeper = createSweeper({
    processId: options.processId,
    writer,
    sweepMs: timings.sweepMs,
    now,
    isStopping,
    mayJudge: lease.mayJudge,
    // A process that has given runs away because it has too many must not claim them back.
    hasRoom: () => !hasOtherWorkers() || admission.waiting <= options.maxConcurrentRuns,
    recoverOwn: ownedRuns.recover,
    claim,
    resume,
    roomForStored,
    onHeld: held.drain,
    onHeldEnd: news.ended,
    followUps: [turns.sweep, exits.sweep, ...(options.followUps ?? [])],
    onError,
  })
  const { refuseWhenStopping } = options
  const replies = createReplies({ writer, isWorker, claim, resume, cancel, onUnowned, refuseWhenStopping })

  async function releaseHeld(flowId: string, limit: number): Promise<ReleasedRuns> {
    let nextAt: Date | null = null
    const runs = await claim(async () => {
      const released = await writer.releaseHeld(flowId, limit, options.heldPerMinute?.(flowId))
      nextAt = released.nextAt
      return released.runs
    })
    return { runs, nextAt }
  }

  /** Ends runs that this one no longer waits for. */
  async function endChildren(runId: string): Promise<void> {
    for (const child of await options.runs.openChildren(runId)) await cancel(child)
  }

  /** Leaves runs that wait for a slot to other processes. */
  async function release(runs: readonly OwnRun[]): Promise<void> {
    try {
      await writer.release(runs.map(({ id }) => id))
    } finally {
      for (const run of runs) ownedRuns.drop(run)
      ownedRuns.suspect()
    }
  }

  return {
    results,
    admission,
    ownedRuns,
    worker,
    entrance,
    cancel,
    heartbeat,
    overflow,
    eventStore,
    held,
    sweeper,
    replies,
  }
}
