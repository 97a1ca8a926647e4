import type { Plan, PlanNode } from './plan.ts'

/** Whether the end of a run that began at `start` starts the Flow Exit of its flow. Items of a list have none. */
export function hasExit({ endTrigger }: Plan, start: PlanNode | undefined): boolean {
  return endTrigger !== undefined && start?.kind === 'trigger' && start !== endTrigger
}
