import type { BridgeMark } from '@patchbay/shared/bridges'

/** What the service of an account calls the people of a run. Absent: it knows no such person, or there is none. */
export interface PeopleIds {
  readonly contact?: BridgeMark
  /** Of the person who acts: who has started the run, or has the conversation now. */
  readonly agent?: BridgeMark
}

/** What the service of an account calls a contact, and where its page about the contact is. */
export interface NotedContact {
  readonly externalId: string
  /** The service has it as a number. */
  readonly isNumber: boolean
  readonly url: string | null
}

/** The people of a run, as outside services know them (`context.people`). */
export interface StepPeople {
  /** Both as they came from the service where that is known, else as text. */
  idsAt(accountId: string): Promise<PeopleIds>
  /**
   * Notes what the service calls the run's contact, so that `idsAt` has it from then on. Nothing changes where the service
   * has called the contact otherwise before, where the run has no contact, and when it is repeated.
   * @returns false when another contact has the id
   */
  noteContact(accountId: string, noted: NotedContact): Promise<boolean>
}

/** The users, as the services of accounts know them. */
export interface AgentIds {
  /** As it came from the service. Undefined where it has nobody who is this user. */
  externalIdOf(accountId: string, userId: string): Promise<BridgeMark | undefined>
}
