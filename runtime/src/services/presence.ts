import type { Presence, PresentEditor } from '@patchbay/shared/api'
import type { LiveEvents } from '../engine/live-events.ts'
import { requireId } from '../kit/ids.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { PresenceRepository } from '../store/repositories/presence-repository.ts'

/** A page without a request for this long counts as gone. Pages send one every 8 s. */
const HERE_SECONDS = 20
/** Browsers let pages in the background send one a minute. */
const HIDDEN_SECONDS = 90

export interface Visitor {
  /** A kind and an id, such as `user:<id>`. */
  readonly owner: string
  readonly name: string
  /** False for a person who may only look on, who edits nothing whatever the page says. */
  readonly mayEdit: boolean
}

/** Pages that have a flow open. Stored in the database, so that all nodes see the same. */
export interface Presences {
  /** Stores that the page is open, and returns all pages that have the flow open. @throws AppError FLOW_NOT_FOUND */
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
    async enter(flowId, session, { owner, name, mayEdit }, { isEditing, isHidden = false }) {
      const id = flowIdOf(flowId)
      await flows.requireFlow(id)
      const page = { session: sessionOf(session), owner, name, isEditing: isEditing && mayEdit }
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
