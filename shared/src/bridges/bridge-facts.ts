/** What holds for every call to a bridge. */
export const bridgeLimits = {
  /** A bridge has this long for its whole answer, unless an action says otherwise. */
  timeoutMs: 10_000,
  /** Bytes of an answer, without content codings. */
  answerBytes: 1024 * 1024,
  /** Pages of one synchronization. A bridge that never ends would otherwise be asked for ever. */
  pages: 20_000,
  /** Characters of an id. */
  id: 500,
  /** Characters of an offset or a checkpoint: cursors may hold a whole query. */
  mark: 8_000,
  /** Characters of the name of a contact or an agent: as many as a field of a contact has. */
  name: 2_000,
  /** Characters of an e-mail address (RFC 5321 4.5.3.1.3). */
  email: 254,
  /** Characters of an address that becomes a link. */
  link: 2_000,
  /** Characters of any other text. */
  text: 10_000,
  /** E-mail addresses, phones or websites of one contact. */
  list: 100,
  /** Values that a bridge has kept with an account. */
  granted: 50,
} as const

export const interactionPriorities = ['none', 'low', 'normal', 'high', 'urgent'] as const
export const interactionStatuses = ['new', 'open', 'pending', 'solved', 'closed'] as const
