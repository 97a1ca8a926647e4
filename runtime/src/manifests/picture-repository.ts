import { createHash } from 'node:crypto'
import type { PictureProblem } from '@patchbay/shared/api'
import { type Kysely, sql, type Transaction } from 'kysely'
import { countCatalogChange } from '../store/repositories/change-counter.ts'
import type { Tables } from '../store/schema/tables.ts'
import type { FetchedPicture, Picture } from './fetch-picture.ts'
import type { ManifestHead } from './manifest-repository.ts'

/** A picture of an integration as it was looked for. */
export type LookedFor = FetchedPicture & { readonly kind: 'logo' | 'icon'; readonly url: string }

/** Where this server has the pictures of an integration. */
export interface PictureAddresses {
  readonly logo?: string
  readonly icon?: string
}

/** Pictures of imported integrations. A change of them is one of the catalog. */
export interface PictureRepository {
  /** By integration, without those that have none. */
  addresses(): Promise<ReadonlyMap<string, PictureAddresses>>
  open(name: string, digest: string): Promise<Picture | undefined>
  /** What could not be fetched of an integration when it was looked for last. */
  problems(name: string): Promise<readonly PictureProblem[]>
  /** Integrations with a newest version for which no picture has been looked for. */
  wanted(): Promise<readonly string[]>
  /**
   * Stores what was found for a version. A picture that is there stays where it cannot be had now at the same address.
   * @returns whether there are other pictures or other problems than before; false when another version is the newest by now
   */
  keep(head: ManifestHead, pictures: readonly LookedFor[]): Promise<boolean>
}

export function createPictureRepository(kysely: Kysely<Tables>): PictureRepository {
  return {
    async addresses() {
      const rows = await kysely
        .selectFrom('integrationPicture')
        .select(['name', 'kind', 'digest'])
        .where('digest', 'is not', null)
        .execute()
      const byName = Map.groupBy(rows, ({ name }) => name)
      return new Map(
        [...byName].map(([name, own]) => [
          name,
          Object.fromEntries(own.map(({ kind, digest }) => [kind, `/api/integrations/${name}/pictures/${digest}`])),
        ]),
      )
    },
    async open(name, digest) {
      const row = await kysely
        .selectFrom('integrationPicture')
        // As base64, because the embedded database reads and writes bytes a digit at a time, which is far slower.
        .select(['type', sql<string>`encode(bytes, 'base64')`.as('text')])
        .where('name', '=', name)
        .where('digest', '=', digest)
        .limit(1)
        .executeTakeFirst()
      return row === undefined || row.type === null
        ? undefined
        : { type: row.type, bytes: Buffer.from(row.text, 'base64') }
    },
    async problems(name) {
      const rows = await kysely
        .selectFrom('integrationPicture')
        .select(['kind', 'url', 'problem', 'digest'])
        .where('name', '=', name)
        .orderBy('kind', 'desc')
        .execute()
      return rows.flatMap(({ kind, url, problem, digest }) => {
        if (problem === null) return []
        return [{ kind, url, message: digest === null ? problem : `${problem} The copy from before is still shown.` }]
      })
    },
    async wanted() {
      const rows = await kysely
        .selectFrom('integration')
        .select('name')
        .where('removedAt', 'is', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('integrationPicture as picture')
                .select('picture.name')
                .whereRef('picture.name', '=', 'integration.name')
                .whereRef('picture.version', '=', 'integration.version'),
            ),
          ),
        )
        .execute()
      return rows.map(({ name }) => name)
    },
    keep: (head, pictures) => kysely.transaction().execute((transaction) => keep(transaction, head, pictures)),
  }
}

async function keep(
  transaction: Transaction<Tables>,
  { name, version }: ManifestHead,
  pictures: readonly LookedFor[],
): Promise<boolean> {
  const current = await transaction
    .selectFrom('integration')
    .select('version')
    .where('name', '=', name)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (current?.version !== version) return false
  const before = await transaction
    .selectFrom('integrationPicture')
    .select(['kind', 'url', 'digest', 'problem'])
    .where('name', '=', name)
    .execute()
  let isChanged = false
  for (const { kind, url, picture, problem = null } of pictures) {
    const was = before.find((one) => one.kind === kind)
    const staysAsItWas = picture === undefined && was?.url === url
    const found = { version, url, problem, ...columnsOf(picture) }
    await transaction
      .insertInto('integrationPicture')
      .values({ name, kind, ...found })
      .onConflict((conflict) =>
        conflict.columns(['name', 'kind']).doUpdateSet(staysAsItWas ? { version, problem } : found),
      )
      .execute()
    const isOther = !staysAsItWas && (was?.digest ?? null) !== found.digest
    isChanged ||= isOther || (was?.problem ?? null) !== problem
  }
  if (isChanged) await countCatalogChange(transaction)
  return isChanged
}

function columnsOf(picture: Picture | undefined) {
  if (picture === undefined) return { digest: null, type: null, bytes: null }
  const { type, bytes } = picture
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return { digest: digestOf(picture), type, bytes: sql<Uint8Array>`decode(${text}, 'base64')` }
}

/** Changes with the picture, so that browsers may keep what they got at its address. */
function digestOf({ type, bytes }: Picture): string {
  return createHash('sha256').update(type).update(bytes).digest('hex').slice(0, 32)
}
