import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database.ts'
import type { PgliteDriver } from '../pglite/driver.ts'
import { createJournal, type Journal } from './journal.ts'
import { JOURNAL, openJournalFile } from './journal-file.ts'
import { createKnownState } from './known-state.ts'
import { readKnownState } from './read-known-state.ts'
import { replayJournal } from './replay.ts'
import { replayFromStart } from './replay-from.ts'

export interface JournalPlace {
  /** Folder of the database's files. */
  readonly files: string
  readonly turns: PgliteDriver
  /** @throws Error when the process must not write into the folder any more */
  assertHeld(): void
}

/**
 * Opens the journal of the embedded database and writes the records that the last process left to the tables.
 * @throws Error when the journal was written by a later version of Patchbay
 */
export async function openJournal(database: Database, { files, turns, assertHeld }: JournalPlace): Promise<Journal> {
  const { records, eventWants } = database
  const path = join(files, JOURNAL)
  const { file, entries, damage } = await openJournalFile(path, { assertHeld })
  try {
    if (damage !== undefined) await keepDamaged(path, damage)
    await replayJournal(database, entries, reportLost)
    await file.clear()
    await replayFromStart(database.kysely)
  } catch (error) {
    await file.close()
    throw error
  }
  const takeTurn = async () => (await turns.acquireConnection()).end()
  const known = createKnownState()
  const journal = createJournal({ records, file, known, takeTurn, onLost: reportLost })
  turns.beforeTurn((turn) =>
    journal.settle({ records, eventWants, prepared: (...request) => turn.executePrepared(...request) }),
  )
  // Not waited for: until it is known, the tables decide.
  void readKnownState(database, known).catch(() => undefined)
  return journal
}

/** Keeps a copy of a damaged journal, which is about to be overwritten, and says so. */
async function keepDamaged(path: string, damage: string): Promise<void> {
  const copy = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`
  await copyFile(path, copy)
  process.stderr.write(
    `The journal ${path} is damaged: ${damage}. Runs that were answered in the last ` +
      `seconds before the stop may be missing. Everything before them is there. The file is kept as ${copy}.\n`,
  )
}

/** Only logs, since no caller waits for these records. The journal keeps them until it starts over. */
function reportLost(error: unknown, runIds: readonly string[]): void {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`Records of runs could not be put into the tables (${runIds.join(', ')}): ${reason}\n`)
}
