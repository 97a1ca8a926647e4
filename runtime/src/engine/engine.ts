import { AppError } from '@patchbay/shared/errors'
import { uuidv7 } from '../store/uuid.ts'
import {
  alone,
  type Engine,
  type EngineOptions,
  type OutcomeWait,
  type RunStart,
  type StartedRun,
} from './engine-api.ts'
import { createEngineParts } from './engine-parts.ts'
import { tooManyRuns } from './event-store.ts'
import { replayRun } from './replay-run.ts'
import { type BegunRun, beginRun } from './start-run.ts'

export type { Engine, EngineNode, EngineOptions, OutcomeWait, StartedRun } from './engine-api.ts'

/** Runs flows: admission, execution, waiting, recovery, and outcomes for callers that wait for them. */
export function createEngine(options: EngineOptions): Engine {
  const { writer, services, events, node = alone } = options
  const { lease, isWorker } = node
  let isStopping = false
  const parts = createEngineParts({ ...options, node, isStopping: () => isStopping, refuseWhenStopping })
  const { results, admission, ownedRuns, worker, entrance, heartbeat, overflow, eventStore, held, sweeper } = parts

  writer.onCancelRequested(worker.markCancelled)
  lease.onLost(() => {
    ownedRuns.suspect()
    worker.abortAll(new AppError('STORE_UNAVAILABLE', 'The database was out of reach for too long.'))
  })
  events.subscribeToAll((event) => {
    if (event.type === 'flow') held.drain(event.flowId)
  })

  function refuseWhenStopping(): void {
    if (isStopping) throw new AppError('SHUTTING_DOWN', 'The server is stopping. Send the event again in a moment.')
  }

  /** Works on the run here, or only stores it in a process that executes none. */
  const take = (begun: BegunRun) => (isWorker ? entrance.launch(begun) : eventStore.leaveToOthers(begun))

  async function startRun(start: RunStart, wait?: OutcomeWait): Promise<StartedRun> {
    refuseWhenStopping()
    const { flowId } = start.live
    const begun = beginRun({ ...start, runId: uuidv7(), now: services.now() })
    const isHeld = start.test === undefined && held.isHolding(flowId)
    // With a key the tables say first whether the event is new.
    if (wait !== undefined && isWorker && !isHeld && start.dedupe === undefined) return await startAndWait(begun, wait)
    const started = isHeld
      ? await held.hold(
          flowId,
          () => eventStore.hold(begun),
          () => take(begun),
        )
      : await take(begun)
    if (wait === undefined) return started
    return { ...started, outcome: await results.wait(started.runId, wait.waitMs, wait) }
  }

  /** The outcome is expected from the start, because a run that goes ahead may end by the commit that stores it. */
  async function startAndWait(begun: BegunRun, wait: OutcomeWait): Promise<StartedRun> {
    const expected = results.expect(begun.run.id, wait.waitMs, wait)
    try {
      const started = await entrance.launch(begun, true)
      return { ...started, outcome: await expected.outcome }
    } catch (error) {
      expected.settle(null)
      throw error
    }
  }

  async function stop(graceMs: number): Promise<void> {
    isStopping = true
    const drained = admission.drain()
    overflow.stop()
    eventStore.stop()
    await sweeper.stop()
    const abortAll = setTimeout(() => {
      worker.abortAll(new AppError('SHUTTING_DOWN', 'The server is stopping.'))
    }, graceMs)
    await drained
    clearTimeout(abortAll)
    results.giveUpAll()
    await writer.close()
    await heartbeat.stop()
  }

  return {
    async start() {
      if (!isWorker) return eventStore.start()
      await heartbeat.start()
      await sweeper.start()
      overflow.start()
    },
    stop,
    refuseWhenFull(flowId) {
      refuseWhenStopping()
      if (held.isHolding(flowId)) return
      if (!(isWorker ? admission.hasRoom() : eventStore.hasRoom())) throw tooManyRuns()
    },
    startRun,
    ...parts.replies,
    async replay(replay) {
      refuseWhenStopping()
      return take(replayRun({ ...replay, runId: uuidv7(), now: services.now() }))
    },
    result: results.wait,
    giveUpResults: results.giveUpAll,
    cancel: parts.cancel,
    wakeDue: sweeper.wakeNow,
    settledElsewhere: results.lookUp,
    cancelElsewhere: worker.markCancelled,
    lookForWork: sweeper.recoverNow,
    isWorking: worker.isWorking,
    load: () => ({ active: admission.active, waiting: admission.waiting }),
  }
}
