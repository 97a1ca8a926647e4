import { type Kysely, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { start } from './0001-start.ts'
import { signIn } from './0002-sign-in.ts'
import { accounts } from './0003-accounts.ts'
import { waiting } from './0004-waiting.ts'
import { schedules } from './0005-schedules.ts'
import { cluster } from './0006-cluster.ts'
import { workingCopies } from './0007-working-copies.ts'
import { runRecords } from './0008-run-records.ts'
import { addresses } from './0009-addresses.ts'
import { secretPlaces } from './0010-secret-places.ts'
import { catalogCounter } from './0011-catalog-counter.ts'
import { tokensOfUsers } from './0012-tokens-of-users.ts'
import { conversations } from './0013-conversations.ts'
import { consent } from './0014-consent.ts'
import { messageChanges } from './0015-message-changes.ts'
import { runWaits } from './0017-run-waits.ts'
import { media } from './0018-media.ts'
import { childRuns } from './0019-child-runs.ts'
import { replays } from './0020-replays.ts'
import { caughtFailures } from './0021-caught-failures.ts'
import { inbox } from './0022-inbox.ts'
import { heldPace } from './0023-held-pace.ts'
import { accountTokens } from './0024-account-tokens.ts'
import { dataTables } from './0025-data-tables.ts'
import { tests } from './0026-tests.ts'
import { messageParts } from './0027-message-parts.ts'
import { callbackLog } from './0028-callback-log.ts'
import { contacts } from './0029-contacts.ts'
import { events } from './0030-events.ts'
import { rolesOfUsers } from './0031-roles.ts'
import { inboxTogether } from './0032-inbox-together.ts'
import { answersOfProcesses } from './0033-answers-of-processes.ts'
import { mergedContacts } from './0034-merged-contacts.ts'
import { webhookOff } from './0035-webhook-off.ts'
import { watsonSessions } from './0036-watson-sessions.ts'
import { deliveriesByTime } from './0037-deliveries-by-time.ts'
import { contactNames } from './0038-contact-names.ts'
import { integrations } from './0039-integrations.ts'
import { grantedAccounts } from './0040-granted-accounts.ts'
import { directories } from './0041-directories.ts'
import { accountAgents } from './0042-account-agents.ts'
import { integrationPictures } from './0043-integration-pictures.ts'
import { attentionKinds } from './0044-attention-kinds.ts'
import { pictureProblems } from './0045-picture-problems.ts'
import { typesOfIds } from './0046-types-of-ids.ts'

/** Statements by name, in order of the names. A migration that has shipped never changes. */
export const migrations: Readonly<Record<string, readonly string[]>> = {
  '0001-start': start,
  '0002-sign-in': signIn,
  '0003-accounts': accounts,
  '0004-waiting': waiting,
  '0005-schedules': schedules,
  '0006-cluster': cluster,
  '0007-working-copies': workingCopies,
  '0008-run-records': runRecords,
  '0009-addresses': addresses,
  '0010-secret-places': secretPlaces,
  '0011-catalog-counter': catalogCounter,
  '0012-tokens-of-users': tokensOfUsers,
  '0013-conversations': conversations,
  '0014-consent': consent,
  '0015-message-changes': messageChanges,
  '0017-run-waits': runWaits,
  '0018-media': media,
  '0019-child-runs': childRuns,
  '0020-replays': replays,
  '0021-caught-failures': caughtFailures,
  '0022-inbox': inbox,
  '0023-held-pace': heldPace,
  '0024-account-tokens': accountTokens,
  '0025-data-tables': dataTables,
  '0026-tests': tests,
  '0027-message-parts': messageParts,
  '0028-callback-log': callbackLog,
  '0029-contacts': contacts,
  '0030-events': events,
  '0031-roles': rolesOfUsers,
  '0032-inbox-together': inboxTogether,
  '0033-answers-of-processes': answersOfProcesses,
  '0034-merged-contacts': mergedContacts,
  '0035-webhook-off': webhookOff,
  '0036-watson-sessions': watsonSessions,
  '0037-deliveries-by-time': deliveriesByTime,
  '0038-contact-names': contactNames,
  '0039-integrations': integrations,
  '0040-granted-accounts': grantedAccounts,
  '0041-directories': directories,
  '0042-account-agents': accountAgents,
  '0043-integration-pictures': integrationPictures,
  '0044-attention-kinds': attentionKinds,
  '0045-picture-problems': pictureProblems,
  '0046-types-of-ids': typesOfIds,
}

const provider: MigrationProvider = {
  getMigrations: () =>
    Promise.resolve(Object.fromEntries(Object.entries(migrations).map(([name, list]) => [name, statements(list)]))),
}

/**
 * Brings the schema up to date, all or nothing. Kysely's Migrator takes an advisory lock, so several processes may
 * start together. The Migrator runs many queries even on a complete database, so the list of finished migrations is
 * read first.
 */
export async function migrate<Schema>(kysely: Kysely<Schema>): Promise<void> {
  if (await isUpToDate(kysely)) return
  const { error, results } = await new Migrator({ db: kysely, provider }).migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')
  const name = failed === undefined ? '' : ` (${failed.migrationName})`
  throw new Error(`The database schema could not be brought up to date${name}.`, { cause: error })
}

async function isUpToDate<Schema>(kysely: Kysely<Schema>): Promise<boolean> {
  const { rows: tables } = await sql<{ done: string | null }>`
    select to_regclass(${DEFAULT_MIGRATION_TABLE})::text as done`.execute(kysely)
  if (tables[0]?.done == null) return false
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(kysely)
  const done = new Set(rows.map(({ name }) => name))
  // A migration that is not known here is from a later version: the Migrator then refuses to start.
  return done.size === Object.keys(migrations).length && Object.keys(migrations).every((name) => done.has(name))
}

function statements(list: readonly string[]): Migration {
  return {
    async up(kysely) {
      for (const statement of list) await sql.raw(statement).execute(kysely)
    },
  }
}
