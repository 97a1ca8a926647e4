import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { TriggerEvent, TriggerStart } from '../kit/trigger.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import type { AcceptRecord, DedupeClaim, Parent, RunEnd, RunTest, StepRow } from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import { hasExit } from './has-exit.ts'
import type { Plan, PlanTrigger } from './plan.ts'
import { addStep, createScope } from './scope.ts'
import { startedByOf } from './started-by.ts'

export interface BeginOptions {
  readonly live: { readonly plan: Plan }
  readonly triggerNodeId: number
  readonly runId: string
  readonly event: TriggerEvent
  readonly dedupe?: DedupeClaim
  readonly message?: MessageRecord
  /** The run that starts this one. */
  readonly parent?: Parent
  readonly test?: RunTest | null | undefined
  readonly now: Date
}

export interface BegunRun {
  readonly run: ActiveRun
  readonly record: Omit<AcceptRecord, 'status'>
}

/**
 * Turns an event into a run and its first record. The trigger's own step is stored with the run.
 * @throws AppError FLOW_NOT_LIVE, and what the trigger refuses.
 */
export function beginRun(options: BeginOptions): BegunRun {
  const { runId, now, event } = options
  const { plan } = options.live
  const trigger = plan.nodes.get(options.triggerNodeId)
  if (trigger?.kind !== 'trigger') throw new AppError('FLOW_NOT_LIVE', 'The flow has no such trigger any more.')
  const startedMs = performance.now()
  const start = trigger.module.start(trigger.inputs, event)
  const { startedBy, callerUntil } = event
  const { parent, test } = options
  const inputs: JsonObject = {
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(callerUntil === undefined ? {} : { callerUntil: callerUntil.toISOString() }),
  }
  const durationMs = performance.now() - startedMs
  const begun = recordStart({
    runId,
    now,
    plan,
    trigger,
    start,
    inputs,
    durationMs,
    ...(callerUntil && { callerUntil }),
    ...(parent && { parent }),
    ...(test && { test }),
  })
  const { dedupe, message } = options
  if (dedupe === undefined && message === undefined) return begun
  const once = { ...(dedupe === undefined ? {} : { dedupe }), ...(message === undefined ? {} : { message }) }
  return { run: begun.run, record: { ...begun.record, ...once } }
}

export interface RecordedStart {
  readonly runId: string
  readonly now: Date
  readonly plan: Plan
  readonly trigger: PlanTrigger
  readonly start: TriggerStart
  /** What the trigger's step shows as its inputs. */
  readonly inputs: JsonObject
  readonly durationMs: number
  readonly callerUntil?: Date
  readonly parent?: Parent
  readonly test?: RunTest
}

/** The run and its first record, from what its trigger made of the event. */
export function recordStart(recorded: RecordedStart): BegunRun {
  const { runId, now, plan, trigger, start, inputs, durationMs, callerUntil = null, parent, test } = recorded
  const nextNodeId = nextOf(trigger)
  const contact = start.contact ?? null
  const scope = createScope({ runId, plan, item: start.item, startedAt: now })
  addStep(scope, trigger, { exit: 'next', outputs: start.outputs, variables: start.variables })
  const run: ActiveRun = {
    id: runId,
    plan,
    epoch: 1,
    contact,
    startedBy: startedByOf(inputs),
    parent: parent ?? null,
    test: test ?? null,
    startNodeId: trigger.id,
    address: start.address ?? null,
    scope,
    visits: new Map([[trigger.id, 1]]),
    abort: new AbortController(),
    seq: 1,
    nextNodeId,
    beganAt: null,
    pending: null,
    part: undefined,
    mayHaveStarted: false,
    isQueued: false,
    isCancelled: false,
    mayHaveOpenChildren: false,
    previousRunId: undefined,
    callerUntil,
    answer: null,
  }
  const step: StepRow = {
    seq: 1,
    nodeId: trigger.id,
    visit: 1,
    type: trigger.definition.id,
    name: trigger.name,
    exit: 'next',
    inputs,
    outputs: plan.mask.seal(start.outputs),
    variables: plan.mask.seal(start.variables),
    warnings: plan.mask.hide(start.warnings ?? []),
    error: null,
    startedAt: now,
    durationMs: Math.round(durationMs * 1000) / 1000,
  }
  const record = {
    runId,
    flowId: plan.flowId,
    version: plan.version,
    triggerNodeId: trigger.id,
    triggerType: trigger.definition.id,
    contact,
    address: start.address ?? null,
    input: plan.mask.seal(start.item),
    step,
    nextNodeId,
    ...(parent === undefined ? {} : { parent }),
    ...(test === undefined ? {} : { test }),
    ...(hasExit(plan, trigger) ? { hasExit: true } : {}),
    ...(nextNodeId === null ? { final: endOfTrigger(plan.mask.hide(start.outputs), now) } : {}),
  }
  return { run, record }
}

function nextOf(trigger: PlanTrigger): number | null {
  const exit = trigger.definition.exits[0]
  return exit === undefined || !('id' in exit) ? null : (trigger.next.get(exit.id) ?? null)
}

/** The end of a run whose trigger leads nowhere: the event is recorded, nothing else happens. */
function endOfTrigger(result: JsonObject, finishedAt: Date): RunEnd {
  return { status: 'succeeded', error: null, result, finishedAt }
}
