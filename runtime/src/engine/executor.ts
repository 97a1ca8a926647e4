import type { RunErrorBody } from '@patchbay/shared/api'
import type { AccountPort } from '../kit/account.ts'
import { answerOf, type CallerAnswer } from '../kit/caller-answer.ts'
import { ONCE_MORE, type StepResult } from '../kit/node.ts'
import { toRunError } from '../kit/run-error.ts'
import {
  CHILDREN,
  type ParkRecord,
  type RunEnd,
  type StepRecord,
  type StepRow,
  type StoredWait,
} from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { AheadWriter } from './ahead-writer.ts'
import type { ChildRunsMaker } from './child-runs.ts'
import { runDeadline } from './deadline.ts'
import type { EngineServices } from './engine-api.ts'
import { handBack } from './hand-back.ts'
import type { RenderedInputs } from './input-renderer.ts'
import { createStepPerformer, type Parking } from './perform-step.ts'
import type { PlanAction } from './plan.ts'
import { cancelledEnd, endAfter, failedEnd } from './run-end.ts'
import { addStep, valuesOfStep } from './scope.ts'
import { createTimeText } from './time-text.ts'
import { beginVisit, rowOf, type Visit } from './visit.ts'

export interface ExecutorOptions {
  readonly writer: AheadWriter
  readonly services: EngineServices
  readonly accounts: AccountPort
  readonly childRuns: ChildRunsMaker
  /** Ends runs that this one has started and no longer waits for. */
  endChildren(runId: string): Promise<void>
  /** True once the process stops: runs are given back after their current step. */
  isStopping(): boolean
  /** False once another process may have claimed the runs of this one. */
  isLeaseHeld(): boolean
  /** Called once the step that answers the caller of the run is stored. */
  onAnswered(runId: string, answer: CallerAnswer): void
  /** Called with faults in our own code. The run survives them as a failed step. */
  onFault(error: unknown, run: { readonly runId: string; readonly nodeId: number }): void
}

/** How the execution of a run in this process ended. */
export type Execution =
  | { readonly kind: 'ended'; readonly end: RunEnd }
  /** Stored as waiting; nothing of it stays in memory. */
  | { readonly kind: 'parked'; readonly until: Date; readonly isForChildren: boolean }
  /** Given back at a stop, or claimed by another process. */
  | { readonly kind: 'left' }

export interface Executor {
  execute(run: ActiveRun): Promise<Execution>
}

/**
 * Walks a run from action to action. Each result is stored together with the id of the next action, before that
 * action begins. So a stored step is finished and never repeats. While a run goes ahead, its results are stored before
 * the first action that may change something outside.
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const { writer, services, accounts, childRuns, onFault } = options
  const performer = createStepPerformer({ services, accounts, childRuns, random: Math.random, onFault })
  const timeText = createTimeText()

  async function execute(run: ActiveRun): Promise<Execution> {
    try {
      return await walk(run)
    } finally {
      // The run leaves the memory, and its replies with it.
      writer.leave(run.id)
      services.web.release(run)
    }
  }

  async function walk(run: ActiveRun): Promise<Execution> {
    if (!(await begin(run))) return left
    for (;;) {
      const node = nodeOf(run)
      if (node?.changesNothing !== true) await writer.settle(run.id)
      if (!options.isLeaseHeld()) return left
      const early = endBefore(run)
      if (early !== undefined) return end(run, early)
      if (node === undefined) return end(run, failedEnd(missingNode(run), services.now()))
      const done = await step(run, node)
      if (done !== undefined) return done
    }
  }

  /** Stores that a queued run works. False when it is given back, or another process has claimed it. */
  async function begin(run: ActiveRun): Promise<boolean> {
    if (run.isQueued && options.isStopping()) return false
    if (run.isQueued && !(await writer.begin({ runId: run.id, epoch: run.epoch }))) return false
    run.isQueued = false
    run.beganAt ??= services.now()
    if (run.mayHaveOpenChildren) await options.endChildren(run.id)
    run.mayHaveOpenChildren = false
    return true
  }

  /** Returns how the run ends if it may not start another action, else undefined. */
  function endBefore(run: ActiveRun): RunEnd | undefined {
    if (run.isCancelled) return cancelledEnd(services.now())
    const deadline = runDeadline(run)
    if (deadline !== undefined && services.now() >= deadline.at) {
      return failedEnd(toRunError(deadline.error), services.now())
    }
    const { maxSteps } = run.plan.settings
    if (run.seq + (run.parent?.steps ?? 0) < maxSteps) return undefined
    const message = `The run visited ${maxSteps} actions${run.parent === null ? '' : ', with those before it'}.`
    const help = 'Look for connections that form a loop without an end, or raise "Most steps in one run".'
    return failedEnd({ code: 'STEP_LIMIT', message, help }, services.now())
  }

  async function end(run: ActiveRun, runEnd: RunEnd): Promise<Execution> {
    const isOurs = await writer.end({ runId: run.id, epoch: run.epoch, end: runEnd })
    return isOurs ? { kind: 'ended', end: runEnd } : left
  }

  /** Performs and stores one visit of one action. Undefined when the run goes on. */
  async function step(run: ActiveRun, node: PlanAction): Promise<Execution | undefined> {
    const visit = beginVisit(run, node, services.now())
    publishStart(run, visit)
    const performed = await performer.perform(run, visit)
    if (performed.kind === 'interrupted') return left
    // Awaiting here is cheaper than returning the promise: resolving a promise with a promise takes three microtasks.
    if (performed.kind === 'done') return await finish(run, visit, performed.inputs, performed.result)
    return await park(run, visit, performed.inputs, performed.park)
  }

  /** Stores the result of a step. Undefined when the run goes on. */
  async function finish(
    run: ActiveRun,
    visit: Visit,
    inputs: RenderedInputs,
    result: StepResult,
  ): Promise<Execution | undefined> {
    const { node } = visit
    const row = rowOf(run, visit, inputs, result)
    const isPart = result.exit === ONCE_MORE
    const connected = isPart ? node.id : (node.next.get(result.exit) ?? null)
    // What leads back to the action that has begun an item ends the item.
    const isItemOver = connected === run.startNodeId
    const nextNodeId = isItemOver ? null : connected
    const ended = isItemOver ? { ...result, exit: ITEM_OVER } : result
    const ending = endOf(run, node, ended, nextNodeId)
    const isAwaited = run.parent?.isAwaited === true && ending?.status === 'succeeded'
    const runEnd = isAwaited ? await handedBack(run, node, ended, ending) : ending
    const isGivenBack = runEnd === undefined && options.isStopping()
    const record = { runId: run.id, epoch: run.epoch, step: row, ...messagesOf(visit) }
    const isOurs = await writer.step(
      runEnd !== undefined
        ? { ...record, nextNodeId: null, end: runEnd }
        : isGivenBack
          ? { ...record, nextNodeId, status: 'queued' }
          : { ...record, nextNodeId },
    )
    publishMessages(visit)
    if (!isOurs || isGivenBack) return left

    run.visits.set(node.id, visit.count)
    run.seq = row.seq
    run.nextNodeId = nextNodeId
    run.part = isPart ? result.outputs : undefined
    addStep(run.scope, node, valuesOfStep(result))
    const isAnswer = answerCaller(run, node, result)
    publishEnd(run, row, isAnswer)
    return runEnd === undefined ? undefined : { kind: 'ended', end: runEnd }
  }

  function endOf(run: ActiveRun, node: PlanAction, result: StepResult, nextNodeId: number | null): RunEnd | undefined {
    if (run.isCancelled) return cancelledEnd(services.now())
    if (result.error?.code === 'RUN_TOO_LONG') return failedEnd({ ...result.error, nodeId: node.id }, services.now())
    if (nextNodeId !== null) return undefined
    const finishedAt = services.now()
    return endAfter({ node, result, mask: run.plan.mask, finishedAt })
  }

  /** The end of a run that hands values back. They may be too large. */
  async function handedBack(run: ActiveRun, node: PlanAction, result: StepResult, runEnd: RunEnd): Promise<RunEnd> {
    try {
      const values = await handBack({ run, node, result, now: runEnd.finishedAt, services })
      return { ...runEnd, result: values ?? runEnd.result }
    } catch (error) {
      return failedEnd(toRunError(error), runEnd.finishedAt)
    }
  }

  /**
   * Stores that the run waits. `afterCommit` is called after the wait can be woken, so that no answer is missed, and
   * before the run leaves the memory.
   */
  async function park(
    run: ActiveRun,
    visit: Visit,
    inputs: RenderedInputs,
    parking: Parking,
  ): Promise<Execution | undefined> {
    const { afterCommit, isAnnounced, waitingFor, until, key, wait } = parking
    const record = { runId: run.id, epoch: run.epoch, waitingFor, until, ...(key === undefined ? {} : { key }) }
    const store = (phase: ParkRecord['phase'], stored: StoredWait) =>
      writer.park({ ...record, wait: stored, phase, ...messagesOf(visit) })

    if (afterCommit === undefined)
      return parked(run, visit, parking, await store(isAnnounced ? 'settle' : 'park', wait))
    if (!isAnnounced && !(await store('announce', wait))) return left
    const times = { startedAt: services.now(), startedMs: performance.now() }
    const result = await afterCommit()
    if (result === undefined || 'state' in result) {
      return parked(run, visit, parking, await store('settle', { ...wait, ...result }))
    }
    if (run.abort.signal.aborted && ('wait' in result || result.error !== undefined)) return left
    const instead = await performer.waitInstead(run, visit, { inputs, result }, times)
    if (instead !== undefined) return park(run, visit, inputs, instead)
    return 'wait' in result ? left : finish(run, visit, inputs, result)
  }

  async function parked(run: ActiveRun, visit: Visit, parking: Parking, isOurs: boolean): Promise<Execution> {
    publishMessages(visit)
    if (!isOurs) return left
    if (run.isCancelled) return end(run, cancelledEnd(services.now()))
    return { kind: 'parked', until: parking.until, isForChildren: parking.waitingFor === CHILDREN }
  }

  /** Whether this step has answered the caller. The first answer counts. */
  function answerCaller(run: ActiveRun, { definition }: PlanAction, { outputs, error }: StepResult): boolean {
    if (definition.answers !== true || run.answer !== null || outputs === undefined || error !== undefined) return false
    const answer = answerOf(run.plan.mask.hide(outputs))
    if (answer === undefined) return false
    run.answer = answer
    options.onAnswered(run.id, answer)
    return true
  }

  function publishStart(run: ActiveRun, visit: Visit): void {
    const { id: runId, plan } = run
    const at = timeText(visit.startedAt)
    writer.publish({ type: 'step-started', runId, flowId: plan.flowId, nodeId: visit.node.id, seq: run.seq + 1, at })
  }

  function publishEnd(run: ActiveRun, row: StepRow, isAnswer: boolean): void {
    writer.publish({
      type: 'step',
      runId: run.id,
      flowId: run.plan.flowId,
      nodeId: row.nodeId,
      seq: row.seq,
      exit: row.exit,
      errorCode: row.error?.code ?? null,
      durationMs: row.durationMs,
      at: timeText(services.now()),
      ...(isAnswer ? { answered: true } : {}),
      ...(run.test === null ? {} : { isTest: true }),
    })
  }

  /** Messages of a visit are stored whatever becomes of its run. */
  function publishMessages({ messages }: Visit): void {
    for (const { channel, address, contact, at } of messages) {
      writer.publish({ type: 'message', channel, address, contact, at: at.toISOString() })
    }
  }

  return { execute }
}

function messagesOf({ messages }: Visit): Pick<StepRecord, 'messages'> {
  return messages.length === 0 ? {} : { messages }
}

/** Stands for an exit that leads back to where an item began. */
const ITEM_OVER = 'item-over'

const left: Execution = { kind: 'left' }

function nodeOf(run: ActiveRun): PlanAction | undefined {
  const node = run.nextNodeId === null ? undefined : run.plan.nodes.get(run.nextNodeId)
  return node?.kind === 'action' ? node : undefined
}

function missingNode(run: ActiveRun): RunErrorBody {
  const message = `Action #${run.nextNodeId} is of a type that is not installed any more.`
  return { code: 'INVALID_VALUE', message, help: 'Replace the action and deploy again.', nodeId: run.nextNodeId ?? 0 }
}
