import type { Interactions as Answer, InteractionSource } from '@patchbay/shared/api'
import { bridgeLimits } from '@patchbay/shared/bridges'
import { AppError } from '@patchbay/shared/errors'
import { stringifyJson } from '@patchbay/shared/json'
import type { AccountRecord, AccountRepository } from '../../accounts/account-repository.ts'
import type { OpenAccounts } from '../../accounts/open-accounts.ts'
import type { ContactRecord } from '../../contacts/contact-record.ts'
import type { OpenAccount } from '../../kit/account.ts'
import type { Directory, DirectoryContact, DirectoryService } from '../../kit/directory.ts'
import { type AnswerCache, createAnswerCache, type KeptAnswer } from './answer-cache.ts'
import { interactionProblem } from './interaction-problem.ts'
import { knownContacts } from './known-contact.ts'
import { leftOutSentence } from './left-out-sentence.ts'
import { shownInteractions } from './shown-interactions.ts'

/** Answers are kept for this long. */
const KEEP_MS = 5 * 60_000
/** Failures too, so that a service that is down is not asked by everybody at once, or sooner than it wants. */
const KEEP_FAILURE_MS = 10_000
const KEEP_LONGEST_FAILURE_MS = 60_000
/** Characters of all kept answers. */
const ROOM = 16 * 1024 * 1024
/** Accounts of one service that are shown with a contact. */
const MOST_ACCOUNTS = 20

/** What happened with contacts in outside services. Both throw CONTACT_NOT_FOUND. */
export interface Interactions {
  /** The complete accounts whose service can tell. */
  sources(contactId: string): Promise<readonly InteractionSource[]>
  /**
   * Asks the service, unless it was asked a moment ago. What goes wrong there is a sentence in the answer.
   * @throws AppError ACCOUNT_NOT_FOUND when the account is none of the sources
   */
  of(asked: AskedInteractions): Promise<Answer>
}

export interface AskedInteractions {
  readonly contactId: string
  readonly accountId: string
  /** The service is asked, whatever is known. */
  readonly isFresh: boolean
  readonly signal: AbortSignal
}

export interface InteractionsOptions {
  /** @throws AppError CONTACT_NOT_FOUND */
  readonly contact: (id: string) => Promise<ContactRecord>
  /** The services that have a directory. */
  readonly services: () => readonly DirectoryService[]
  readonly accounts: Pick<AccountRepository, 'list'>
  readonly openAccounts: Pick<OpenAccounts, 'find' | 'openRecord' | 'mask'>
  readonly now: () => Date
  readonly onError: (error: unknown, about?: object) => void
  /** Injectable in tests. */
  readonly timeoutMs?: number
}

interface Source {
  readonly account: OpenAccount
  readonly modifiedAt: Date
  readonly ask: NonNullable<Directory['interactions']>
}

export function createInteractions(options: InteractionsOptions): Interactions {
  const { contact, services, accounts, openAccounts } = options
  const cache: AnswerCache<Answer> = createAnswerCache({ room: ROOM })

  async function sourcesOf({
    account: { id: type, title },
    directory,
  }: DirectoryService): Promise<readonly InteractionSource[]> {
    const { items } = await accounts.list({ type, limit: MOST_ACCOUNTS })
    const complete = items.filter((record) => opened(record) !== undefined)
    const picture = directory.picture ?? null
    return complete.map(({ id, name }) => ({ accountId: id, accountName: name, integrationName: title, picture }))
  }

  function opened(record: AccountRecord): OpenAccount | undefined {
    try {
      return openAccounts.openRecord(record)
    } catch (error) {
      // Its page says that its secrets cannot be read.
      if (error instanceof AppError) return undefined
      throw error
    }
  }

  async function sourceOf(accountId: string): Promise<Source> {
    const record = await openAccounts.find(accountId)
    const account = record === undefined ? undefined : opened(record)
    const service = services().find(({ account: { id } }) => id === record?.type)
    const ask = service?.directory.interactions
    if (record === undefined || account === undefined || ask === undefined) throw noSource()
    return { account, modifiedAt: record.modifiedAt, ask }
  }

  return {
    async sources(contactId) {
      await contact(contactId)
      const offering = services().filter(({ directory }) => directory.interactions !== undefined)
      return (await Promise.all(offering.map(sourcesOf))).flat()
    },
    async of({ contactId, accountId, isFresh, signal }) {
      const record = await contact(contactId)
      const source = await sourceOf(accountId)
      const known = knownContacts(record, accountId)
      const key = keyOf([contactId, accountId, source.modifiedAt.getTime()], known)
      return cache.get(key, (left) => fetchAnswer(source, known, options, left), { isFresh, signal })
    },
  }
}

async function fetchAnswer(
  { account, ask }: Source,
  known: readonly DirectoryContact[],
  { openAccounts, now, onError, timeoutMs = bridgeLimits.timeoutMs }: InteractionsOptions,
  left: AbortSignal,
): Promise<KeptAnswer<Answer>> {
  const limit = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([left, limit])
  const fetchedAt = now().toISOString()
  // A service may repeat the credential that it was sent.
  const mask = openAccounts.mask(account.id)
  try {
    const answers = await Promise.all(known.map((contact) => ask(account, contact, { signal })))
    const told = answers.map(({ value }) => value)
    const items = mask.hide(
      shownInteractions(
        told.flatMap(({ interactions }) => interactions),
        now(),
      ),
    )
    const leftOut = mask.hide(leftOutSentence(told))
    return { value: { items, fetchedAt, leftOut, problem: null }, keepMs: KEEP_MS, size: sizeOf(items) }
  } catch (thrown) {
    if (left.aborted) throw thrown
    const failure = interactionProblem(thrown, { name: account.name, timeoutMs, isLate: limit.aborted })
    if (failure.isFault) onError(thrown, { accountId: account.id })
    const problem = mask.hide(failure.sentence)
    const keepMs = Math.min(Math.max(KEEP_FAILURE_MS, failure.retryAfterMs ?? 0), KEEP_LONGEST_FAILURE_MS)
    return { value: { items: [], fetchedAt, leftOut: null, problem }, keepMs, size: problem.length }
  }
}

/** Whatever changes the question makes another key: nobody sees an answer to an older one. */
function keyOf(place: readonly (string | number)[], known: readonly DirectoryContact[]): string {
  const asked = known.map(({ externalId = null, name, emails, phones }) => {
    return { externalId, name, emails: [...emails], phones: [...phones] }
  })
  // An id may be a number that JSON.stringify does not know.
  return stringifyJson([...place, ...asked])
}

function sizeOf(items: Answer['items']): number {
  return 500 + JSON.stringify(items).length
}

function noSource(): AppError {
  return new AppError('ACCOUNT_NOT_FOUND', 'There is no such account that can tell what happened with contacts.')
}
