import type { Flow } from '@patchbay/shared/flow'
import { type Kysely, sql } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'

/** Copies that a user may have of a flow. Of more browsers than that, the copy untouched for longest is removed. */
export const MOST_COPIES = 10

/** Identifies a copy: one per flow, user and browser. */
export interface WorkingCopyKey {
  readonly flowId: string
  readonly owner: string
  readonly id: string
}

export interface WorkingCopyRecord {
  readonly id: string
  /** Revision of the draft that the copy began from. */
  readonly revision: number
  readonly edit: number
  readonly document: Flow
  readonly modifiedAt: Date
}

export interface WorkingCopyRepository {
  /** Last modified first. */
  list(flowId: string, owner: string): Promise<readonly WorkingCopyRecord[]>
  /** Stores the copy unless a later edit is stored already: requests of a closing page may overtake each other. */
  keep(copy: WorkingCopyKey & WorkingCopyRecord): Promise<void>
  /** Does nothing when there is no such copy. */
  remove(key: WorkingCopyKey): Promise<void>
}

export function createWorkingCopyRepository(kysely: Kysely<Tables>): WorkingCopyRepository {
  return {
    list: (flowId, owner) =>
      kysely
        .selectFrom('workingCopy')
        .select(['id', 'revision', 'edit', 'document', 'modifiedAt'])
        .where('flowId', '=', flowId)
        .where('owner', '=', owner)
        .orderBy('modifiedAt', 'desc')
        .orderBy('id')
        .execute(),
    async keep({ flowId, owner, id, revision, edit, document, modifiedAt }) {
      const content = { revision, edit, document: jsonText(document), modifiedAt }
      await kysely
        .insertInto('workingCopy')
        .values({ flowId, owner, id, ...content })
        .onConflict((conflict) =>
          conflict
            .columns(['flowId', 'owner', 'id'])
            .doUpdateSet(content)
            .where(({ eb, ref }) => eb('workingCopy.edit', '<=', ref('excluded.edit'))),
        )
        .execute()
      await removeSurplus(kysely, flowId, owner)
    },
    async remove({ flowId, owner, id }) {
      await kysely
        .deleteFrom('workingCopy')
        .where('flowId', '=', flowId)
        .where('owner', '=', owner)
        .where('id', '=', id)
        .execute()
    },
  }
}

async function removeSurplus(kysely: Kysely<Tables>, flowId: string, owner: string): Promise<void> {
  await sql`
    delete from working_copy where flow_id = ${flowId} and owner = ${owner} and id in (
      select id from working_copy where flow_id = ${flowId} and owner = ${owner}
      order by modified_at desc, id offset ${sql.lit(MOST_COPIES)})`.execute(kysely)
}
