import { bridgeAccountType, type IntegrationManifest } from '@patchbay/shared/api'
import { type Kysely, sql, type Transaction } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import { countCatalogChange } from '../store/repositories/change-counter.ts'
import type { Tables } from '../store/schema/tables.ts'

/** An imported integration in its newest version. */
export interface ManifestRecord {
  readonly name: string
  readonly version: number
  readonly manifest: IntegrationManifest
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly modifiedBy: string
}

/** A version of an integration, by its number. */
export interface ManifestHead {
  readonly name: string
  readonly version: number
}

/** The newest version of an integration. */
export interface NewestHead extends ManifestHead {
  readonly isRemoved: boolean
}

export interface ManifestVersion extends ManifestHead {
  readonly manifest: IntegrationManifest
}

/** Who has stored a version, and when. */
export interface StoredVersion {
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
}

export interface NextManifest {
  readonly manifest: IntegrationManifest
  /** The version that it replaces; 0 where there was never one. */
  readonly replaces: number
  readonly by: string
  readonly at: Date
}

/** Manifests of integrations with all their versions. Every change of them is one of the catalog. */
export interface ManifestRepository {
  /** By name, without those that were removed. */
  list(): Promise<readonly ManifestRecord[]>
  find(name: string): Promise<ManifestRecord | undefined>
  /** The number of the newest version, of a removed integration, too; 0 where there was never one. */
  newest(name: string): Promise<number>
  /** Stores the next version. Undefined when another one came in between. */
  put(next: NextManifest): Promise<ManifestRecord | undefined>
  /** Returns how many accounts keep it from being removed. Its pictures go with it. */
  remove(name: string, by: string, at: Date): Promise<number>
  /** Newest first. Empty for an integration that was removed. */
  versions(name: string): Promise<readonly StoredVersion[]>
  /** Undefined when there is no such version, or the integration was removed. */
  manifest(head: ManifestHead): Promise<IntegrationManifest | undefined>
  /** The newest version of each integration, by name; of removed ones, too. */
  heads(): Promise<readonly NewestHead[]>
  /** All versions after these, oldest first; with 0, all of an integration. */
  newer(than: readonly ManifestHead[]): Promise<readonly ManifestVersion[]>
  /** How many accounts each integration has. */
  accounts(): Promise<ReadonlyMap<string, number>>
}

export function createManifestRepository(kysely: Kysely<Tables>): ManifestRepository {
  const current = () =>
    kysely
      .selectFrom('integration')
      .innerJoin('integrationVersion as newest', (join) =>
        join.onRef('newest.name', '=', 'integration.name').onRef('newest.version', '=', 'integration.version'),
      )
      .selectAll('integration')
      .select('newest.manifest')
      .where('integration.removedAt', 'is', null)
  const versions = () =>
    kysely
      .selectFrom('integrationVersion as stored')
      .innerJoin('integration', 'integration.name', 'stored.name')
      .where('integration.removedAt', 'is', null)

  return {
    list: async () => (await current().orderBy('integration.name').execute()).map(toRecord),
    async find(name) {
      const row = await current().where('integration.name', '=', name).executeTakeFirst()
      return row === undefined ? undefined : toRecord(row)
    },
    async newest(name) {
      const row = await kysely.selectFrom('integration').select('version').where('name', '=', name).executeTakeFirst()
      return row?.version ?? 0
    },
    put: (next) => kysely.transaction().execute((transaction) => put(transaction, next)),
    remove: (name, by, at) =>
      kysely.transaction().execute(async (transaction) => {
        // Waits for accounts that are being made, see `holdIntegration`. Those that come later find it removed.
        const held = await transaction
          .selectFrom('integration')
          .select('name')
          .where('name', '=', name)
          .where('removedAt', 'is', null)
          .forUpdate()
          .executeTakeFirst()
        if (held === undefined) return 0
        const { count } = await transaction
          .selectFrom('account')
          .select(({ fn }) => fn.countAll().as('count'))
          .where('type', '=', bridgeAccountType(name))
          .executeTakeFirstOrThrow()
        if (Number(count) > 0) return Number(count)
        await transaction
          .updateTable('integration')
          .set({ removedAt: at, modifiedAt: at, modifiedBy: by })
          .where('name', '=', name)
          .execute()
        await transaction.deleteFrom('integrationPicture').where('name', '=', name).execute()
        await countCatalogChange(transaction)
        return 0
      }),
    versions: async (name) =>
      versions()
        .select(['stored.version', 'stored.createdAt', 'stored.createdBy'])
        .where('stored.name', '=', name)
        .orderBy('stored.version', 'desc')
        .execute(),
    async manifest({ name, version }) {
      const row = await versions()
        .select('stored.manifest')
        .where('stored.name', '=', name)
        .where('stored.version', '=', version)
        .executeTakeFirst()
      return row?.manifest
    },
    heads: async () =>
      kysely
        .selectFrom('integration')
        .select(['name', 'version', sql<boolean>`removed_at is not null`.as('isRemoved')])
        .orderBy('name')
        .execute(),
    async newer(than) {
      const [names, numbers] = [than.map(({ name }) => name), than.map(({ version }) => version)]
      const known = sql<ManifestHead>`unnest(${names}::text[], ${numbers}::int[])`
      return kysely
        .selectFrom('integrationVersion as stored')
        .innerJoin(known.as<'known'>(sql`known (name, version)`), (join) =>
          join.onRef('stored.name', '=', 'known.name').onRef('stored.version', '>', 'known.version'),
        )
        .select(['stored.name', 'stored.version', 'stored.manifest'])
        .orderBy('stored.version')
        .execute()
    },
    async accounts() {
      const rows = await kysely
        .selectFrom('account')
        .select(['type', ({ fn }) => fn.countAll().as('count')])
        .where('type', 'like', `${bridgeAccountType('')}%`)
        .groupBy('type')
        .execute()
      return new Map(rows.map(({ type, count }) => [type.slice(bridgeAccountType('').length), Number(count)]))
    },
  }
}

async function put(
  transaction: Transaction<Tables>,
  { manifest, replaces, by, at }: NextManifest,
): Promise<ManifestRecord | undefined> {
  const { name } = manifest.integration
  const version = replaces + 1
  const row = await transaction
    .insertInto('integration')
    .values({ name, version, removedAt: null, createdAt: at, modifiedAt: at, modifiedBy: by })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ version, removedAt: null, modifiedAt: at, modifiedBy: by })
        .where('integration.version', '=', replaces),
    )
    .returningAll()
    .executeTakeFirst()
  // A first version that somebody else has stored meanwhile is no 0.
  if (row === undefined) return undefined
  await transaction
    .insertInto('integrationVersion')
    .values({ name, version, manifest: jsonText(manifest), createdAt: at, createdBy: by })
    .execute()
  await countCatalogChange(transaction)
  return toRecord({ ...row, manifest })
}

function toRecord(row: ManifestRecord): ManifestRecord {
  const { name, version, manifest, createdAt, modifiedAt, modifiedBy } = row
  return { name, version, manifest, createdAt, modifiedAt, modifiedBy }
}
