import type { ContactField } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { Attention } from '../kit/attention.ts'
import type { DirectoryService } from '../kit/directory.ts'
import type { Database } from '../store/database.ts'
import { agentSync } from './agent-sync.ts'
import { contactSync } from './contacts/contact-sync.ts'
import { createSyncJob, type SyncJob } from './sync-job.ts'
import { createSyncRepository } from './sync-repository.ts'
import type { SyncSource, SyncSubject } from './sync-subject.ts'
import { createSynchronizations, type Synchronizations } from './synchronizations.ts'
import { withoutSecrets } from './without-secrets.ts'

export interface DirectoriesOptions {
  readonly database: Database
  readonly openAccounts: Pick<OpenAccounts, 'find' | 'openRecord' | 'mask'>
  readonly services: () => readonly DirectoryService[]
  readonly contactFields: () => Promise<readonly ContactField[]>
  readonly attention: Attention
  readonly now: () => Date
  readonly onError: (error: unknown, about?: object) => void
}

export interface Directories {
  readonly synchronizations: Synchronizations
  readonly job: SyncJob
}

/** Copies the people of outside services. */
export function createDirectories(options: DirectoriesOptions): Directories {
  const { database, openAccounts, services, contactFields } = options
  const repository = createSyncRepository(database.kysely)
  const subjects: readonly SyncSubject[] = [contactSync({ fields: contactFields }), agentSync]

  async function sourceOf(accountId: string): Promise<SyncSource> {
    const record = await openAccounts.find(accountId)
    const account = record === undefined ? undefined : openAccounts.openRecord(record)
    if (account === undefined) {
      throw new AppError('ACCOUNT_NOT_FOUND', 'The account is not complete any more. Save it again under Accounts.')
    }
    const directory = services().find((service) => service.account.id === record?.type)?.directory ?? {}
    return { account, directory: withoutSecrets(directory, openAccounts) }
  }

  const job = createSyncJob({ ...options, repository, subjects, sourceOf, isAlone: database.kind === 'pglite' })
  return {
    job,
    synchronizations: createSynchronizations({
      ...options,
      repository,
      subjects,
      findAccount: openAccounts.find,
      onDue: job.wake,
    }),
  }
}
