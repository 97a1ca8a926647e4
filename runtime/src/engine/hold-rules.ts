import { DAY_MS } from '@patchbay/shared/time'
import { isRecord } from '../platform/is-record.ts'
import type { Plan, PlanNode } from './plan.ts'

/** How long an event of this trigger is held while its flow is paused; undefined: until the resume. */
export function holdMsOf(trigger: PlanNode | undefined, holdTextsMs: number): number | undefined {
  if (trigger?.kind !== 'trigger' || trigger.definition.hold === undefined) return undefined
  const { hold } = trigger.definition
  if (hold === 'messages') return holdTextsMs
  return (numberAt(trigger.inputs, hold.daysField) ?? hold.otherwise) * DAY_MS
}

/**
 * How many held events of the flow start in a minute; undefined: any number. They start in one order whatever trigger they
 * came by, so the slowest trigger sets the pace.
 */
export function heldPerMinute(plan: Plan | undefined): number | undefined {
  const rates: number[] = []
  for (const node of plan?.nodes.values() ?? []) {
    const { hold } = node.definition
    if (node.kind !== 'trigger' || typeof hold !== 'object') continue
    rates.push(numberAt(node.inputs, hold.perMinuteField) ?? Number.POSITIVE_INFINITY)
  }
  const lowest = Math.min(...rates)
  return lowest === Number.POSITIVE_INFINITY ? undefined : lowest
}

function numberAt(inputs: unknown, name: string): number | undefined {
  const value = isRecord(inputs) ? inputs[name] : undefined
  return typeof value === 'number' ? value : undefined
}
