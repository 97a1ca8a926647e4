import type { JsonObject } from '@patchbay/shared/json'
import type { ColumnType, Generated } from 'kysely'
import type { Time } from './column-types.ts'

/** How the synchronization of one kind of people of an account stands. A row is made when it is first switched on. */
export interface DirectorySyncTable {
  accountId: string
  subject: 'contacts' | 'agents'
  isOn: boolean
  /** JSON text: what the last complete run ended with. Null: the next run asks for everybody. */
  checkpoint: string | null
  /** JSON text: where the run under way stands. Null: none is. */
  run: string | null
  /** The run under way, or else the last one, asked for everybody. */
  whole: Generated<boolean>
  /** Of the run under way, or else the last one. */
  pages: Generated<number>
  /** The claim of the worker that has it, until then unless the worker says so again. */
  claimedBy: string | null
  claimedUntil: Time | null
  /** When the next page is due. Null while it is off. */
  dueAt: Time | null
  startedAt: Time | null
  endedAt: Time | null
  /** Since when calls have failed for a while, and how many. */
  tryingSince: Time | null
  tries: Generated<number>
  /** Runs that have failed in a row. */
  failures: Generated<number>
  /** Of the last run that has ended. */
  outcome: 'done' | 'failed' | null
  message: Generated<string>
  counts: ColumnType<JsonObject, string | undefined, string>
  problems: ColumnType<readonly JsonObject[], string | undefined, string>
}

/** What a whole synchronization under way has brought so far. */
export interface DirectorySeenTable {
  accountId: string
  externalId: string
}
