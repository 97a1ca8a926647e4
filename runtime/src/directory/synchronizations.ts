import type { Synchronization } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { AccountRecord } from '../accounts/account-repository.ts'
import type { Attention } from '../kit/attention.ts'
import type { DirectoryService } from '../kit/directory.ts'
import { isForeignKeyViolation } from '../store/store-errors.ts'
import { isUnderWay, neverSynchronized, type SyncRecord, type SyncRepository } from './sync-repository.ts'
import type { SyncSubject } from './sync-subject.ts'

/** Synchronizations as people see and change them. All throw ACCOUNT_NOT_FOUND, and NOT_FOUND for what is not offered. */
export interface Synchronizations {
  /** One for each kind of people that the service of the account offers, and what is still switched on besides. */
  list(accountId: string): Promise<readonly Synchronization[]>
  /** Switched on, the first one begins at once. */
  switch(accountId: string, subject: string, isOn: boolean): Promise<Synchronization>
  /** @throws AppError SYNCHRONIZATION_OFF */
  start(accountId: string, subject: string, options: { readonly isWhole: boolean }): Promise<Synchronization>
}

export interface SynchronizationsOptions {
  readonly repository: SyncRepository
  readonly subjects: readonly SyncSubject[]
  readonly findAccount: (id: string) => Promise<AccountRecord | undefined>
  readonly services: () => readonly DirectoryService[]
  readonly attention: Pick<Attention, 'switchedOff'>
  /** Called when one may be due. */
  readonly onDue: () => void
  readonly now: () => Date
}

export function createSynchronizations(options: SynchronizationsOptions): Synchronizations {
  const { repository, subjects, findAccount, services, onDue, now } = options

  /** One that is switched on stays until it is switched off, although the service offers it no more. */
  async function records(accountId: string): Promise<readonly SyncRecord[]> {
    const account = await findAccount(accountId)
    if (account === undefined) throw noAccount()
    const directory = services().find((service) => service.account.id === account.type)?.directory ?? {}
    const stored = await repository.list(accountId)
    return subjects.flatMap(({ subject, isOffered }) => {
      const record = stored.find((one) => one.subject === subject) ?? { ...neverSynchronized, accountId, subject }
      return record.isOn || isOffered(directory) ? [record] : []
    })
  }

  async function find(accountId: string, name: string): Promise<SyncRecord> {
    const record = (await records(accountId)).find(({ subject }) => subject === name)
    if (record !== undefined) return record
    throw new AppError('NOT_FOUND', 'The service of this account does not offer such a synchronization.')
  }

  const put: SyncRepository['put'] = async (...change) => {
    try {
      return await repository.put(...change)
    } catch (error) {
      // It was removed meanwhile.
      throw isForeignKeyViolation(error) ? noAccount() : error
    }
  }

  return {
    list: async (accountId) => (await records(accountId)).map(shown),
    async switch(accountId, name, isOn) {
      const record = await find(accountId, name)
      if (record.isOn === isOn) return shown(record)
      const change = isOn ? { dueAt: now() } : { dueAt: null, ...ended(record), failures: 0 }
      const changed = await put(record, { isOn, ...change }, { isTakenAway: true })
      if (!isOn) await options.attention.switchedOff(accountId, record.subject)
      onDue()
      return shown(changed)
    },
    async start(accountId, name, { isWhole }) {
      const record = await find(accountId, name)
      if (!record.isOn) throw new AppError('SYNCHRONIZATION_OFF', 'Switch the synchronization on first.')
      const anew = isWhole ? { checkpoint: null, ...ended(record) } : {}
      const changed = await put(record, { dueAt: now(), ...anew }, { isTakenAway: isWhole })
      onDue()
      return shown(changed)
    },
  }
}

function noAccount(): AppError {
  return new AppError('ACCOUNT_NOT_FOUND', 'There is no such account.')
}

/** The one under way ends here, and what it has brought stays. */
function ended(record: SyncRecord) {
  return isUnderWay(record) ? { run: null, endedAt: record.startedAt, message: '', tries: 0, tryingSince: null } : {}
}

function shown(record: SyncRecord): Synchronization {
  const { subject, isOn, dueAt, startedAt, endedAt, outcome, message, whole, pages, counts, problems } = record
  const time = (at: Date | null) => at?.toISOString() ?? null
  return {
    subject,
    isOn,
    state: isOn ? (isUnderWay(record) ? 'under_way' : 'waiting') : 'off',
    dueAt: time(dueAt),
    startedAt: time(startedAt),
    endedAt: time(endedAt),
    outcome,
    message,
    isWhole: whole,
    pages,
    counts,
    problems,
  }
}
