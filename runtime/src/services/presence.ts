import type { Presence, PresentEditor } from '@patchbay/shared/api'
import { requireId } from '../kit/ids.ts'
import type { PresenceRepository } from '../store/repositories/presence-repository.ts'

/**
 * A page without a request for this long counts as gone. Pages send one every 8 s and learn by its answer who is gone,
 * so that a page that died is missed by all within 26 s. Promised are 30.
 */
const HERE_SECONDS = 18
/** Browsers let pages in the background send one a minute. */
const HIDDEN_SECONDS = 90

export interface Visitor {
  /** A kind and an id, such as `user:<id>`. */
  readonly owner: string
  readonly name: string
  /** False for a person who may only look on, who edits nothing whatever the page says. */
  readonly mayEdit: boolean
}

/** Pages that have a flow, or a conversation, open. Stored in the database, so that all nodes see the same. */
export interface Presences {
  /** Stores that the page is open, and returns all pages that have the same open. @throws AppError when there is none */
  enter(id: string, session: string, visitor: Visitor, presence: Presence): Promise<readonly PresentEditor[]>
  leave(id: string, session: string, owner: string): Promise<void>
}

export interface PresencesOptions {
  readonly presences: PresenceRepository
  /** The id in the database's own spelling. @throws AppError when it is none */
  readonly idOf: (id: string) => string
  /** @throws AppError when there is nothing with this id */
  readonly mustExist: (id: string) => Promise<unknown>
  /** Called when somebody has come, gone, or begun or ended to edit. */
  readonly tellOthers: (id: string) => void
}

export function createPresences({ presences, idOf, mustExist, tellOthers }: PresencesOptions): Presences {
  return {
    async enter(given, session, { owner, name, mayEdit }, { isEditing, isHidden = false }) {
      const id = idOf(given)
      await mustExist(id)
      const page = { session: sessionOf(session), owner, name, isEditing: isEditing && mayEdit }
      const isNews = await presences.enter(id, page, isHidden ? HIDDEN_SECONDS : HERE_SECONDS)
      if (isNews) tellOthers(id)
      const present = await presences.list(id)
      return present.map(({ owner: other, ...editor }) => ({ ...editor, isSelf: other === owner }))
    },
    async leave(given, session, owner) {
      const id = idOf(given)
      if (await presences.leave(id, { session: sessionOf(session), owner })) tellOthers(id)
    },
  }
}

function sessionOf(id: string): string {
  return requireId(id, 'NOT_FOUND', 'The id of a page is a UUID.')
}
