import { type AgentPage, type BridgeMark, offsetFault } from '@patchbay/shared/bridges'
import type { JsonObject } from '@patchbay/shared/json'
import { DAY_MS } from '@patchbay/shared/time'
import { markUnseenAgents, noteAgents, storeAgents } from './agent-repository.ts'
import type { AfterPage, StorePart, SyncPlace, SyncSubject } from './sync-subject.ts'

/** The people who work in a service. All of them are read each time. */
export const agentSync: SyncSubject = {
  subject: 'agents',
  everyMs: DAY_MS,
  isOffered: ({ agents }) => agents !== undefined,
  async page({ account, directory }, place, call) {
    const run = runOf(place)
    const answer = await directory.agents?.(account, run.offset, call)
    if (answer === undefined) throw new Error('The service offers no agents.')
    const { value: page, faults } = answer
    const next = afterPage(run, page)
    const synchronization = { accountId: account.id, beganAt: place.startedAt }
    const store: StorePart = async (transaction, at) => {
      const stored = await storeAgents(transaction, synchronization, page.agents)
      await noteAgents(transaction, synchronization, page.leftOutIds)
      const isLast = 'checkpoint' in next
      const missing = isLast ? await markUnseenAgents(transaction, { ...synchronization, at }) : 0
      return { counts: { ...stored, missing, leftOut: page.leftOut }, problems: faults }
    }
    return { next, parts: [store] }
  },
}

interface AgentRun {
  /** Undefined: the first page is next. */
  readonly offset?: BridgeMark
  /** Pages so far. */
  readonly pages: number
}

function runOf({ run }: SyncPlace): AgentRun {
  // Only `afterPage` writes it.
  return run === null ? { pages: 0 } : (run as unknown as AgentRun)
}

function afterPage({ offset, pages }: AgentRun, { nextOffset }: AgentPage): AfterPage {
  if (nextOffset === undefined) return { checkpoint: null }
  const fault = offsetFault(offset, nextOffset, pages + 1)
  if (fault !== undefined) return { fault: `The bridge sent pages without an end. ${fault}` }
  const run: JsonObject = { offset: nextOffset, pages: pages + 1 }
  return { run }
}
