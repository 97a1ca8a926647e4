import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import { FAILURE_EXIT, isFailureExit } from '@patchbay/shared/flow'
import { isJsonObject, type JsonObject } from '@patchbay/shared/json'
import type { StepResult, StepServices } from '../nodes/node-module.ts'
import { toRunError } from '../nodes/run-error.ts'
import type { RunEnd, RunWriter, StepRow } from '../store/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { RenderedInputs } from './input-renderer.ts'
import type { LiveEvents } from './live-events.ts'
import type { PlanAction } from './plan.ts'
import { repeatPolicyOf } from './repeat-policy.ts'
import { cancelledEnd, endAfter, failedEnd } from './run-end.ts'
import { addStep, setDateTime } from './scope.ts'

export interface ExecutorOptions {
  readonly writer: RunWriter
  readonly services: StepServices
  readonly events: LiveEvents
  /** True once the process stops: runs are given back after the step in flight. */
  isStopping(): boolean
  /** Told of faults of ours, which the run survives as a failed step. */
  onFault(error: unknown, run: { readonly runId: string; readonly nodeId: number }): void
}

/** What became of a run that this process worked on. */
export type Execution =
  | { readonly kind: 'ended'; readonly end: RunEnd }
  /** Given back at a stop, or taken over by another process. */
  | { readonly kind: 'left' }

export interface Executor {
  execute(run: ActiveRun): Promise<Execution>
}

interface Visit {
  readonly node: PlanAction
  readonly count: number
  readonly startedAt: Date
  readonly startedMs: number
}

/**
 * Walks a run from action to action. Each result is stored, together with the id of the action that starts next,
 * before that action begins: what is stored is finished and never repeats.
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const { writer, services, events } = options

  async function execute(run: ActiveRun): Promise<Execution> {
    if (run.isQueued) {
      if (options.isStopping()) return { kind: 'left' }
      if (!(await writer.begin({ runId: run.id, epoch: run.epoch }))) return { kind: 'left' }
      run.isQueued = false
    }
    for (;;) {
      const early = endBefore(run)
      if (early !== undefined) return end(run, early)
      const node = nodeOf(run)
      if (node === undefined) return end(run, failedEnd(missingNode(run), services.now()))
      const done = await step(run, node)
      if (done !== undefined) return done
    }
  }

  /** Reasons to end before the next action begins. */
  function endBefore(run: ActiveRun): RunEnd | undefined {
    if (run.isCancelled) return cancelledEnd(services.now())
    const { maxSteps } = run.plan.settings
    if (run.seq < maxSteps) return undefined
    const message = `The run visited ${maxSteps} actions.`
    const help = 'Look for connections that form a loop without an end, or raise "Most steps in one run".'
    return failedEnd({ code: 'STEP_LIMIT', message, help }, services.now())
  }

  async function end(run: ActiveRun, runEnd: RunEnd): Promise<Execution> {
    const isOurs = await writer.end({ runId: run.id, epoch: run.epoch, end: runEnd })
    return isOurs ? { kind: 'ended', end: runEnd } : { kind: 'left' }
  }

  /** One visit of one action, stored. Undefined when the run goes on. */
  async function step(run: ActiveRun, node: PlanAction): Promise<Execution | undefined> {
    const count = (run.visits.get(node.id) ?? 0) + 1
    const visit: Visit = { node, count, startedAt: services.now(), startedMs: performance.now() }
    publishStart(run, visit)
    const { inputs, result } = await attempt(run, visit)
    if (result === undefined) return { kind: 'left' }

    const row = rowOf(run, visit, inputs, result)
    const nextNodeId = node.next.get(result.exit) ?? null
    const ending = { node, result, nextNodeId, mask: run.plan.mask, finishedAt: services.now() }
    const runEnd = run.isCancelled ? cancelledEnd(ending.finishedAt) : endAfter(ending)
    const isGivenBack = runEnd === undefined && options.isStopping()
    const isOurs = await writer.step({
      runId: run.id,
      epoch: run.epoch,
      step: row,
      nextNodeId: runEnd === undefined ? nextNodeId : null,
      ...(isGivenBack ? { status: 'queued' as const } : {}),
      ...(runEnd === undefined ? {} : { end: runEnd }),
    })
    if (!isOurs || isGivenBack) return { kind: 'left' }

    run.visits.set(node.id, count)
    run.seq = row.seq
    run.nextNodeId = nextNodeId
    addStep(run.scope, node.outputKey, result.outputs ?? {}, result.variables ?? {})
    publishEnd(run, row)
    return runEnd === undefined ? undefined : { kind: 'ended', end: runEnd }
  }

  /** Renders and runs; whatever goes wrong becomes a failed step. No result: the process stops in mid-call. */
  async function attempt(
    run: ActiveRun,
    visit: Visit,
  ): Promise<{ inputs: RenderedInputs; result: StepResult | undefined }> {
    const { node } = visit
    if (node.passThrough !== undefined) return { inputs: noInputs, result: { exit: node.passThrough } }
    let inputs = noInputs
    try {
      setDateTime(run.scope, visit.startedAt, run.plan.settings.timeZone)
      inputs = node.render(run.scope)
      const unknown = await outcomeUnknown(run, visit, inputs)
      if (unknown !== undefined) return { inputs, result: unknown }
      const result = await node.module.run(inputs.values, contextOf(run, visit), node.prepared)
      return { inputs, result: run.abort.signal.aborted && result.error !== undefined ? undefined : result }
    } catch (error) {
      if (run.abort.signal.aborted) return { inputs, result: undefined }
      return { inputs, result: failure(error, run, node) }
    }
  }

  /** After a crash an action that must not run twice, and whose outcome nobody stored, is not run again. */
  async function outcomeUnknown(run: ActiveRun, visit: Visit, inputs: RenderedInputs): Promise<StepResult | undefined> {
    if (!run.mayHaveStarted) return undefined
    run.mayHaveStarted = false
    const policy = await repeatPolicyOf(visit.node.definition, inputs.values, services.channels)
    if (policy !== 'never') return undefined
    const message = 'The server stopped while this action was under way, so nobody knows whether it was done.'
    const help = 'Check with the other service. The action was not tried again, so that it cannot happen twice.'
    return { exit: FAILURE_EXIT, error: { code: 'OUTCOME_UNKNOWN', message, help, nodeId: visit.node.id } }
  }

  function failure(thrown: unknown, run: ActiveRun, node: PlanAction): StepResult {
    const error = toRunError(thrown)
    if (error.code === 'INTERNAL') options.onFault(thrown, { runId: run.id, nodeId: node.id })
    return { exit: FAILURE_EXIT, outputs: { error: error.code }, error }
  }

  function contextOf(run: ActiveRun, visit: Visit) {
    return {
      runId: run.id,
      flowId: run.plan.flowId,
      flowName: run.plan.name,
      nodeId: visit.node.id,
      nodeName: visit.node.name,
      visit: visit.count,
      idempotencyKey: `${run.id}.${visit.node.id}.${visit.count}`,
      signal: run.abort.signal,
      services,
    }
  }

  function publishStart(run: ActiveRun, visit: Visit): void {
    const { id: runId, plan } = run
    const at = visit.startedAt.toISOString()
    events.publish({ type: 'step-started', runId, flowId: plan.flowId, nodeId: visit.node.id, seq: run.seq + 1, at })
  }

  function publishEnd(run: ActiveRun, row: StepRow): void {
    events.publish({
      type: 'step',
      runId: run.id,
      flowId: run.plan.flowId,
      nodeId: row.nodeId,
      seq: row.seq,
      exit: row.exit,
      errorCode: row.error?.code ?? null,
      durationMs: row.durationMs,
      at: services.now().toISOString(),
    })
  }

  return { execute }
}

const noInputs: RenderedInputs = { values: {}, shown: {}, missing: [] }

function nodeOf(run: ActiveRun): PlanAction | undefined {
  const node = run.nextNodeId === null ? undefined : run.plan.nodes.get(run.nextNodeId)
  return node?.kind === 'action' ? node : undefined
}

function missingNode(run: ActiveRun): RunErrorBody {
  const message = `Action #${run.nextNodeId} is of a type that is not installed any more.`
  return { code: 'INVALID_VALUE', message, help: 'Replace the action and deploy again.', nodeId: run.nextNodeId ?? 0 }
}

/** The step as it is stored: secrets masked in inputs, sealed in what a resume needs again. */
function rowOf(run: ActiveRun, visit: Visit, inputs: RenderedInputs, result: StepResult): StepRow {
  const { mask } = run.plan
  const { node } = visit
  return {
    seq: run.seq + 1,
    nodeId: node.id,
    visit: visit.count,
    type: node.definition.id,
    name: node.name,
    exit: node.hasFailureExit || !isFailureExit(result.exit) ? result.exit : null,
    inputs: mask.hide(asObject(inputs.shown)),
    outputs: mask.seal(result.outputs ?? {}),
    variables: mask.seal(result.variables ?? {}),
    warnings: [...missingWarnings(inputs.missing), ...(result.warnings ?? [])],
    error: result.error === undefined ? null : mask.hide({ ...result.error, nodeId: node.id }),
    startedAt: visit.startedAt,
    durationMs: Math.round((performance.now() - visit.startedMs) * 1000) / 1000,
  }
}

function missingWarnings(missing: readonly string[]): StepWarning[] {
  return [...new Set(missing)].map((name) => ({ code: 'VARIABLE_EMPTY', message: `$${name} had no value here.` }))
}

function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}
