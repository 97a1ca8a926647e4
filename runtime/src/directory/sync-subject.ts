import type { Synchronization, SyncSubjectName } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import type { Transaction } from 'kysely'
import type { OpenAccount } from '../kit/account.ts'
import type { Directory, DirectoryCall } from '../kit/directory.ts'
import type { Tables } from '../store/schema/tables.ts'

/** One kind of people that services have, and how their pages are stored. */
export interface SyncSubject {
  readonly subject: SyncSubjectName
  /** From the end of one synchronization to the beginning of the next one. */
  readonly everyMs: number
  isOffered(directory: Directory): boolean
  /** In the transaction in which a synchronization begins, or begins anew. */
  begin?(transaction: Transaction<Tables>, accountId: string): Promise<void>
  /** Asks for the next page. Nothing is stored yet. @throws DirectoryError */
  page(source: SyncSource, place: SyncPlace, call: DirectoryCall): Promise<SyncPage>
}

export interface SyncSource {
  readonly account: OpenAccount
  readonly directory: Directory
}

/** Where a synchronization stands. */
export interface SyncPlace {
  /** It asks for everybody. */
  readonly isWhole: boolean
  readonly startedAt: Date
  /** What the last complete one ended with. Null: nothing. */
  readonly checkpoint: Json
  /** What the page before said of the next one. Null: the first page is next. */
  readonly run: Json
}

export interface SyncPage {
  readonly next: AfterPage
  /**
   * Store the page, one after another and each in a transaction of its own, so that a large page keeps nobody else from the
   * database for long. That of the last one stores where the synchronization stands. Storing again what is stored already
   * changes nothing.
   */
  readonly parts: readonly [...StorePart[], StorePart]
}

/**
 * Is repeated at once when it throws for contention, see `repeatContended`.
 * @param isLastTry who is changed by others at each try is left out
 */
export type StorePart = (transaction: Transaction<Tables>, at: Date, isLastTry: boolean) => Promise<StoredPart>

/** The next page, the end with what the next synchronization begins with, or a fault that ends it. */
export type AfterPage = { readonly run: Json } | { readonly checkpoint: Json } | { readonly fault: string }

export interface StoredPart {
  /** People by what became of them. */
  readonly counts: Readonly<Record<string, number>>
  /** Without personal data but the id in the service, which goes when the contact is erased. */
  readonly problems: readonly SyncProblem[]
}

export type SyncProblem = Synchronization['problems'][number]
