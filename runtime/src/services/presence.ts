import type { Presence, PresentEditor } from '@patchbay/shared/api'
import type { LiveEvents } from '../engine/live-events.ts'
import { requireId } from '../kit/ids.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { PresenceRepository } from '../store/repositories/presence-repository.ts'

/** A page that was not heard of for so long has gone. Pages speak every 8 s. */
const HERE_SECONDS = 20
/** Browsers let pages in the background speak once a minute. */
const HIDDEN_SECONDS = 90

export interface Visitor {
  /** Such as `user:<id>`. */
  readonly owner: string
  readonly name: string
}

/** Who has a flow open. Kept in the database, so that it is the same on all nodes. */
export interface Presences {
  /** The page is here; answers everybody who is. @throws AppError FLOW_NOT_FOUND */
  enter(flowId: string, session: string, visitor: Visitor, presence: Presence): Promise<readonly PresentEditor[]>
  leave(flowId: string, session: string, owner: string): Promise<void>
}

export interface PresencesOptions {
  readonly presences: PresenceRepository
  readonly flows: FlowRepository
  readonly events: LiveEvents
  readonly now: () => Date
}

export function createPresences({ presences, flows, events, now }: PresencesOptions): Presences {
  const tellOthers = (flowId: string) => events.publish({ type: 'presence', flowId, at: now().toISOString() })

  return {
    async enter(flowId, session, { owner, name }, { isEditing, isHidden = false }) {
      const id = flowIdOf(flowId)
      await flows.requireFlow(id)
      const page = { session: sessionOf(session), owner, name, isEditing }
      const isNews = await presences.enter(id, page, isHidden ? HIDDEN_SECONDS : HERE_SECONDS)
      if (isNews) tellOthers(id)
      const present = await presences.list(id)
      return present.map(({ owner: other, ...editor }) => ({ ...editor, isSelf: other === owner }))
    },
    async leave(flowId, session, owner) {
      const id = flowIdOf(flowId)
      if (await presences.leave(id, { session: sessionOf(session), owner })) tellOthers(id)
    },
  }
}

function flowIdOf(id: string): string {
  return requireId(id, 'FLOW_NOT_FOUND', 'There is no such flow.')
}

function sessionOf(id: string): string {
  return requireId(id, 'NOT_FOUND', 'The id of a page is a UUID.')
}
