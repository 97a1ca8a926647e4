import type { FlowResource, WorkingCopyResource } from '@patchbay/shared/api'
import { nextNodeId, sameJson } from '@patchbay/shared/flow'
import { emptySelection } from '../store/editor-state.ts'
import type { Journal } from './journal.ts'

/** What is known when a flow is opened. */
export interface Found {
  readonly flow: FlowResource
  readonly journal: Journal | null
  /** The last edit of the journal that the server had. */
  readonly sent: number
  /** The person's copies on the server; null when they could not be asked for. */
  readonly copies: readonly WorkingCopyResource[] | null
  /** Id of this browser, and so of its own copy. */
  readonly browser: string
}

/** What the board begins with. */
export interface Opening {
  /** Put on the board as it was left; null: the draft is. */
  readonly restored: Journal | null
  /** The draft was saved since the restored copy began: the builder is asked what to keep. */
  readonly isStale: boolean
  /** Unsaved copies of other browsers, for the builder to choose. */
  readonly elsewhere: readonly WorkingCopyResource[]
  /** The edit that the server holds of this browser; 0: none. */
  readonly sent: number
}

/** Decides what is put on the board, what is asked, and what is let go. */
export function decideOpening(found: Found): Opening {
  const { flow, copies, browser } = found
  const own = copies?.find(({ id }) => id === browser)
  const restored = usable(newest(found, own), found, own)
  return {
    restored,
    isStale: restored !== null && restored.revision !== flow.revision,
    elsewhere: (copies ?? []).filter((copy) => copy.id !== browser && !sameJson(copy.document, flow.document)),
    sent: copies === null ? found.sent : (own?.edit ?? 0),
  }
}

/** Where a browser was killed before its storage was on disk, the server knows more than the browser. */
function newest({ journal }: Found, own: WorkingCopyResource | undefined): Journal | null {
  if (own === undefined || own.edit <= (journal?.edit ?? 0)) return journal
  const begin = journal?.revision === own.revision ? journal : null
  const step = begin === null ? [] : [{ document: begin.document, selection: emptySelection }]
  return { ...toJournal(own), past: [...(begin?.past ?? []), ...step] }
}

function usable(journal: Journal | null, found: Found, own: WorkingCopyResource | undefined): Journal | null {
  const { flow, sent, copies } = found
  if (journal === null) return null
  if (journal.revision === flow.revision) return journal
  if (!journal.unsaved || sameJson(journal.document, flow.document)) return null
  // All of it was on the server, it is no more, and the draft was saved since: somebody went on with it elsewhere.
  const isTaken = copies !== null && own === undefined && sent >= journal.edit && flow.revision > journal.revision
  return isTaken ? null : journal
}

/** A copy from the server as a working copy without steps. */
export function toJournal({ revision, edit, document }: WorkingCopyResource): Journal {
  return {
    revision,
    edit,
    document,
    nextNodeId: nextNodeId(document),
    past: [],
    future: [],
    unsaved: true,
    stamp: `server ${edit}`,
    follows: '',
    secretsLeftOut: false,
  }
}
