import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { TriggerEvent, TriggerStart } from '../kit/trigger.ts'
import { ITEM } from '../store/runs/run-records.ts'
import type { RunDetail } from '../store/runs/run-repository.ts'
import type { Plan, PlanTrigger } from './plan.ts'
import { partOf } from './resume-run.ts'
import { addStep, openedStep } from './scope.ts'
import { type BegunRun, recordStart } from './start-run.ts'
import { startedByOf } from './started-by.ts'

export interface Replay {
  readonly origin: RunDetail
  /** The version on which the run is repeated. */
  readonly plan: Plan
  /** The first step that is repeated, from 1. Earlier steps are copied. */
  readonly fromStep: number
  /** Replaces these outputs of the trigger. Absent: the same event again. */
  readonly input?: JsonObject
}

/** Whether this version still has the trigger and the action that the replay starts with. */
export function canReplay({ origin, plan, fromStep }: Replay): boolean {
  const node = fromStep === 1 ? undefined : origin.steps[fromStep - 1]?.nodeId
  return triggerOf(plan, origin) !== undefined && (node === undefined || plan.nodes.get(node)?.kind === 'action')
}

/**
 * Makes a new run that repeats another one. Its id is new, and so is every idempotency key: what the run sends is sent
 * again.
 * @throws AppError INVALID_INPUT for a step that is not there, FLOW_NOT_LIVE for a trigger that is not there any
 * more, and what the trigger refuses.
 */
export function replayRun(replay: Replay & { readonly runId: string; readonly now: Date }): BegunRun {
  const { origin, plan, fromStep, runId, now } = replay
  if (fromStep < 1 || fromStep > origin.steps.length) throw noSuchStep(origin)
  if (origin.trigger.type === ITEM) {
    const message = 'This run is one item of a list.'
    throw new AppError('FLOW_NOT_LIVE', `${message} Replay the run that has started it.`)
  }
  if (!canReplay(replay)) throw new AppError('FLOW_NOT_LIVE', 'The flow has not got that trigger or action any more.')
  const trigger = triggerOf(plan, origin)
  if (trigger === undefined) throw new AppError('FLOW_NOT_LIVE', 'The flow has no such trigger any more.')
  const inputs: JsonObject = { replayOf: origin.id, fromStep }
  const start = startOf(replay, trigger)
  const { test } = origin
  const begun = recordStart({ runId, now, plan, trigger, start, inputs, durationMs: 0, ...(test && { test }) })
  return takeOverSteps(begun, replay)
}

function triggerOf(plan: Plan, { trigger }: RunDetail): PlanTrigger | undefined {
  const node = plan.nodes.get(trigger.nodeId)
  return node?.kind === 'trigger' && node.definition.id === trigger.type ? node : undefined
}

/** The original start, or the one that the edited event makes. */
function startOf({ origin, plan, input }: Replay, trigger: PlanTrigger): TriggerStart {
  const { mask } = plan
  const [first] = origin.steps
  if (first === undefined) throw noSuchStep(origin)
  const outputs = mask.open(first.outputs)
  if (input !== undefined) return trigger.module.start(trigger.inputs, eventOf(origin, outputs, input))
  const { contact, address } = origin
  return {
    outputs,
    variables: mask.open(first.variables),
    item: mask.open(origin.input),
    warnings: first.warnings,
    ...(contact === null ? {} : { contact }),
    ...(address === null ? {} : { address }),
  }
}

/** Messages carry contact and address beside their data; other events carry them in the data. */
function eventOf(origin: RunDetail, outputs: JsonObject, input: JsonObject): TriggerEvent {
  const data = { ...outputs, ...input }
  const [first] = origin.steps
  const startedBy = startedByOf(first?.inputs)
  const known = startedBy === null ? {} : { startedBy }
  if (origin.address === null || !('from' in outputs && 'to' in outputs)) return { data, ...known }
  const address = { ...origin.address, value: String(data.to ?? '') }
  return { data, contact: String(data.from ?? ''), address, ...known }
}

function takeOverSteps({ run, record }: BegunRun, { origin, plan, fromStep }: Replay): BegunRun {
  const copiedSteps = origin.steps.slice(1, fromStep - 1)
  for (const step of copiedSteps) {
    run.visits.set(step.nodeId, step.visit)
    const node = plan.nodes.get(step.nodeId)
    if (node !== undefined) addStep(run.scope, node, openedStep(step, plan.mask))
  }
  run.seq = 1 + copiedSteps.length
  const nextNodeId = (fromStep === 1 ? undefined : origin.steps[fromStep - 1]?.nodeId) ?? run.nextNodeId
  run.nextNodeId = nextNodeId
  run.part = partOf(copiedSteps.at(-1), nextNodeId, plan)
  const { final, ...rest } = record
  const isOver = nextNodeId === null && final !== undefined
  const replay = { runId: origin.id, fromStep }
  return { run, record: { ...rest, nextNodeId, copiedSteps, replay, ...(isOver ? { final } : {}) } }
}

function noSuchStep({ steps }: RunDetail): AppError {
  const message = `fromStep has to be a step of the run: 1 to ${steps.length}.`
  return new AppError('INVALID_INPUT', message, { errors: [{ path: 'fromStep', message }] })
}
