/** Words of what happened with a contact in outside services. */
export const interactionTexts = {
  title: 'In other systems',
  nothing: 'Nothing about this contact.',
  refresh: (name: string) => `Ask ${name} again`,
  notRefreshed: 'Not asked again',
  listOf: (name: string) => `What happened in ${name}`,
  showAll: (amount: number) => `Show all ${amount}`,
  showFewer: 'Show fewer',
  due: (time: string) => `Due ${time}`,
  opens: (subject: string, name: string) => `${subject}, opens ${name} in a new tab`,
  /** Words of services as people write them: `high` becomes `High priority`; what goes without saying is left out. */
  priority: (word: string) => (['', 'none', 'normal'].includes(word) ? '' : `${asTitle(word)} priority`),
  word: (word: string) => asTitle(word),
}

function asTitle(word: string): string {
  const [first = '', ...others] = [...word.replaceAll('_', ' ')]
  return `${first.toUpperCase()}${others.join('')}`
}
