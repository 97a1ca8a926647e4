import type { SyncSubjectName } from '@patchbay/shared/api'

/**
 * Where the trouble of an account has shown.
 * - `contacts`, `agents`: their synchronization failed
 * - `interactions`, and `action:` with its name: the service refused the account in a call of this kind
 * - `account`: the service refused it when a person connected it
 */
export type AttentionKind = SyncSubjectName | 'interactions' | `action:${string}` | 'account'

/** True for a mark that a refused call sets. Those of synchronizations are set by how these end. */
export function isRefusal(kind: AttentionKind): kind is Exclude<AttentionKind, SyncSubjectName> {
  return kind !== 'contacts' && kind !== 'agents'
}

/**
 * True when a mark is over because something has gone well. A service may refuse an account in one kind of calls and take
 * it in all others, so only the same kind ends a mark. The account as a whole is taken wherever anything goes well, and
 * once a person had it tested, no refusal counts that came before.
 */
export function isOver(mark: AttentionKind, wentWell: AttentionKind): boolean {
  return mark === wentWell || mark === 'account' || (wentWell === 'account' && isRefusal(mark))
}

/**
 * Notes which accounts are in trouble. An account has one mark, the first, until what it is for has gone well; saving or
 * connecting the account ends any. People are told once of a mark, whichever process sets it. An account whose access was
 * withdrawn is not marked besides: they were told of that by its tokens.
 */
export interface Attention {
  /** @param problem a sentence without secrets */
  mark(accountId: string, kind: AttentionKind, problem: string): Promise<void>
  /** Called after a call or a synchronization of this kind, or Test Connection (`account`). */
  wentWell(accountId: string, kind: AttentionKind): Promise<void>
  /** Called when a synchronization was switched off: no other one would end its mark. */
  switchedOff(accountId: string, subject: SyncSubjectName): Promise<void>
}
