import type { Flow } from '@patchbay/shared/flow'
import type { Kysely } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import type { ChangeStamp } from './flow-repository.ts'

/** Keeps a saved draft as the version minus its revision: a revision never changes, so each draft is kept once. */
export async function keepDraft(
  kysely: Kysely<Tables>,
  draft: { readonly id: string; readonly revision: number; readonly document: Flow } & ChangeStamp,
): Promise<number> {
  const { id: flowId, revision, document, by, at } = draft
  await kysely
    .insertInto('flowVersion')
    .values({ flowId, version: -revision, document: jsonText(document), deployedAt: at, deployedBy: by })
    // Upkeep then counts it as new again.
    .onConflict((conflict) => conflict.columns(['flowId', 'version']).doUpdateSet({ deployedAt: at }))
    .execute()
  return -revision
}
