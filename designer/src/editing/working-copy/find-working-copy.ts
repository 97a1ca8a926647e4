import type { FlowResource, WorkingCopyResource } from '@patchbay/shared/api'
import { browserId } from './identity.ts'
import { readJournal } from './journal.ts'
import { createJournalStorage, type JournalStorage } from './journal-storage.ts'
import { decideOpening, type Opening } from './opening.ts'

/** Where the working copy of the open flow is kept, and what was found there. */
export interface WorkingCopyPlace {
  readonly storage: JournalStorage
  /** Id of this browser, and of its copy on the server. */
  readonly browser: string
  readonly opening: Opening
}

/** Looks for what the person has left unsaved. `copies` null: the server could not be asked. */
export function findWorkingCopy(
  flow: FlowResource,
  userId: string,
  copies: readonly WorkingCopyResource[] | null,
): WorkingCopyPlace {
  const storage = createJournalStorage(userId, flow.id, window.localStorage)
  const browser = browserId()
  const journal = readJournal(storage.read(), flow.document)
  return { storage, browser, opening: decideOpening({ flow, journal, sent: storage.sent(), copies, browser }) }
}
