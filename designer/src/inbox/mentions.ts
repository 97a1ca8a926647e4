interface Named {
  readonly name: string
}

/** The people whom a note names with `@`: of "Ann" and "Anna", `@Anna` names only Anna. */
export function namedIn<Person extends Named>(text: string, people: readonly Person[]): readonly Person[] {
  const named = new Set(withMentions(text, people).flatMap(({ part, isMention }) => (isMention ? [part] : [])))
  return people.filter(({ name }) => named.has(`@${name}`))
}

/** The text in parts; a colleague who is named is a part. Where two names fit, the longer one is meant. */
export function withMentions(text: string, people: readonly Named[]) {
  const names = people.map(({ name }) => `@${name}`).toSorted((one, other) => other.length - one.length)
  if (names.length === 0) return [{ part: text, isMention: false }]
  const pattern = new RegExp(`(${names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`)
  return text.split(pattern).map((part) => ({ part, isMention: names.includes(part) }))
}
