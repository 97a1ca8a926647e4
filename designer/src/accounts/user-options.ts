import type { AccountAgent } from '@patchbay/shared/api'
import { accountAgentTexts as texts } from '../ui/texts/synchronization.ts'

/** The option that takes back what a person has chosen. No user has this id. */
export const BY_EMAIL = 'by-email'

type Chosen = NonNullable<AccountAgent['user']>

/** Who an agent may be. The user who it is now is among them even while the users are not there. */
export function userOptions(users: readonly Chosen[], { user, matchedBy }: Pick<AccountAgent, 'user' | 'matchedBy'>) {
  const all = user === null || users.some(({ id }) => id === user.id) ? users : [user, ...users]
  const amounts = new Map<string, number>()
  for (const { name } of all) amounts.set(name, (amounts.get(name) ?? 0) + 1)
  const options = all.map(({ id, name, email }) => ({
    value: id,
    label: labelOf(name, email, amounts.get(name) === 1),
  }))
  return matchedBy === 'person' ? [{ value: BY_EMAIL, label: texts.byEmail }, ...options] : options
}

function labelOf(name: string, email: string, isOnly: boolean): string {
  if (name === '') return email
  return isOnly ? name : `${name} (${email})`
}
