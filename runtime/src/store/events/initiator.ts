/** Who caused an event. */
export type Initiator =
  | { readonly type: 'USER' | 'CONTACT' | 'FLOW'; readonly id: string }
  /** Time, or Patchbay itself. */
  | { readonly type: 'SYSTEM' }

/** How `event.initiator` has it: `user:<id>`, `contact:<id>`, `flow:<id>`, `run:<id>` for the flow of a run, or nothing. */
export function initiatorText(initiator: Initiator): string {
  return initiator.type === 'SYSTEM' ? '' : `${initiator.type.toLowerCase()}:${initiator.id}`
}

/** @param owner as `working_copy.owner`, or `flow:<id>`; whatever is neither a person nor a flow counts as the system */
export function initiatorOf(owner: string): Initiator {
  const [kind, id = ''] = owner.split(/:(.*)/s)
  if (id === '' || (kind !== 'user' && kind !== 'flow')) return { type: 'SYSTEM' }
  return { type: kind === 'user' ? 'USER' : 'FLOW', id }
}
