import { type AgentPage, afterOffset, type OffsetTrail, trailStart } from '@patchbay/shared/bridges'
import { DAY_MS } from '@patchbay/shared/time'
import { markUnseenAgents, noteAgents, storeAgents } from './agent-repository.ts'
import { runAsJson } from './run-as-json.ts'
import type { AfterPage, StorePart, SyncPlace, SyncSubject } from './sync-subject.ts'

/** The people who work in a service. All of them are read each time. */
export const agentSync: SyncSubject = {
  subject: 'agents',
  everyMs: DAY_MS,
  isOffered: ({ agents }) => agents !== undefined,
  async page({ account, directory }, place, call) {
    const trail = trailOf(place)
    const answer = await directory.agents?.(account, trail.offset, call)
    if (answer === undefined) throw new Error('The service offers no agents.')
    const { value: page, faults } = answer
    const next = afterPage(trail, page)
    const synchronization = { accountId: account.id, beganAt: place.startedAt }
    const store: StorePart = async (transaction, at) => {
      const stored = await storeAgents(transaction, synchronization, page.agents)
      await noteAgents(transaction, synchronization, page.leftOutIds)
      const isLast = 'checkpoint' in next
      const missing = isLast ? await markUnseenAgents(transaction, { ...synchronization, at }) : 0
      return { counts: { ...stored, missing, leftOut: page.leftOut, damaged: page.damaged }, problems: faults }
    }
    return { next, parts: [store] }
  },
}

function trailOf({ run }: SyncPlace): OffsetTrail {
  // Only `afterPage` writes it.
  return run === null ? trailStart : { ...trailStart, ...(run as unknown as Partial<OffsetTrail>) }
}

function afterPage(trail: OffsetTrail, { nextOffset }: AgentPage): AfterPage {
  if (nextOffset === undefined) return { checkpoint: null }
  const after = afterOffset(trail, nextOffset)
  return 'fault' in after ? after : { run: runAsJson({ ...after.trail }) }
}
