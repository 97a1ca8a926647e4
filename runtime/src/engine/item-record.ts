import type { JsonObject } from '@patchbay/shared/json'
import { type AcceptRecord, ITEM, type Parent } from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { PlanAction } from './plan.ts'

export interface ItemOptions {
  /** The run that starts it. */
  readonly run: ActiveRun
  readonly node: PlanAction
  /** The exit that the item takes. */
  readonly exit: string
  readonly parent: Parent
  readonly outputs: JsonObject
  readonly runId: string
  readonly now: Date
}

/**
 * The record of a run over the branch of one exit of an action. Its first step is that action with the outputs of this
 * item. The other values of its parent are not stored again: it reads them from there (`inherited-scope.ts`).
 */
export function itemRecord({ run, node, exit, parent, outputs, runId, now }: ItemOptions): AcceptRecord {
  const { plan } = run
  const next = node.next.get(exit) ?? null
  const nextNodeId = next === node.id ? null : next
  const isOver = nextNodeId === null
  const step = {
    seq: 1,
    nodeId: node.id,
    visit: 1,
    type: node.definition.id,
    name: node.name,
    exit,
    inputs: {},
    outputs: plan.mask.seal(outputs),
    variables: {},
    warnings: [],
    error: null,
    startedAt: now,
    durationMs: 0,
  }
  return {
    runId,
    flowId: plan.flowId,
    version: plan.version,
    status: 'queued',
    triggerNodeId: node.id,
    triggerType: ITEM,
    contact: run.contact,
    address: null,
    input: {},
    step,
    nextNodeId,
    parent,
    ...(run.test === null ? {} : { test: run.test }),
    ...(isOver ? { final: { status: 'succeeded', error: null, result: null, finishedAt: now } } : {}),
  }
}
