export interface Round<Line> {
  /** No two of them are about the same contact. */
  readonly now: readonly Line[]
  readonly later: readonly Line[]
}

/**
 * Parts lines by the contacts that they are about: the second line about a contact has to find what the first one has
 * stored. Behind a line that has to wait, all that share a contact with it wait, too.
 * @param contactsOf what says which contacts a line is about: ids of known ones, keys of others
 */
export function nextRound<Line>(lines: readonly Line[], contactsOf: (line: Line) => readonly string[]): Round<Line> {
  const taken = new Set<string>()
  const [now, later]: [Line[], Line[]] = [[], []]
  for (const line of lines) {
    const contacts = contactsOf(line)
    if (contacts.some((contact) => taken.has(contact))) later.push(line)
    else now.push(line)
    for (const contact of contacts) taken.add(contact)
  }
  return { now, later }
}
