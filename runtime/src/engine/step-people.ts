import type { ContactStep } from '../kit/contacts.ts'
import type { StepServices } from '../kit/node.ts'
import type { StepPeople } from '../kit/step-people.ts'
import type { KeepingServices } from '../messaging/keeping-sender.ts'
import type { ActiveRun } from './active-run.ts'
import { contactKeyOf, conversationKeyOf } from './people.ts'

type PeopleOfStep = KeepingServices & Pick<StepServices, 'contacts' | 'conversations' | 'agents'>

/** The people of a run, as outside services know them. They are looked for when a step asks. */
export function createStepPeople(run: ActiveRun, services: PeopleOfStep, step: ContactStep): StepPeople {
  const { contacts, conversations, agents } = services

  /** A run that a person starts acts for that person, whoever has the conversation. */
  async function actingUser(): Promise<string | undefined> {
    const [kind, id] = run.startedBy?.split(':') ?? []
    if (kind === 'user') return id
    const key = await conversationKeyOf(run, services)
    return key === undefined ? undefined : conversations.personWith(key)
  }

  return {
    async idsAt(accountId) {
      const key = await contactKeyOf(run, services)
      const contact = key === undefined ? undefined : await contacts.externalIdOf(key, accountId)
      const user = await actingUser()
      const agent = user === undefined ? undefined : await agents.externalIdOf(accountId, user)
      return { ...(contact === undefined ? {} : { contact }), ...(agent === undefined ? {} : { agent }) }
    },
    async noteContact(accountId, noted) {
      const key = await contactKeyOf(run, services)
      return key === undefined || contacts.addExternalId(key, { source: accountId, ...noted }, step)
    },
  }
}
