import { nextTicks, type Schedule } from '@patchbay/shared/schedules'
import type { Plan } from '../engine/plan.ts'
import { readSchedule } from '../nodes/triggers/schedule/schedule-of.ts'
import type { ScheduleRow } from '../store/repositories/schedule-repository.ts'

/** The Schedules of a flow version in the form in which they are stored when it goes live. */
export function schedulesOf(plan: Plan, liveAt: Date): ScheduleRow[] {
  return [...plan.nodes.values()].flatMap((node) => {
    const schedule = scheduleAt(plan, node.id)
    if (schedule === undefined) return []
    const { flowId, version, settings } = plan
    const [nextAt = null] = nextTicks(schedule, liveAt, settings.timeZone, 1)
    return [{ flowId, nodeId: node.id, version, rule: ruleOf(schedule, settings.timeZone), nextAt }]
  })
}

export function scheduleAt(plan: Plan, nodeId: number): Schedule | undefined {
  const node = plan.nodes.get(nodeId)
  if (node?.kind !== 'trigger') return undefined
  const { listens } = node.definition
  if (listens === undefined || !('schedule' in listens)) return undefined
  return readSchedule(node.inputs)
}

/** Equal texts for schedules and time zones with the same meaning. */
function ruleOf(schedule: Schedule, timeZone: string): string {
  return JSON.stringify([schedule, timeZone])
}
