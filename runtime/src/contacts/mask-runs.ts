import type { Json } from '@patchbay/shared/json'
import { sql, type Transaction } from 'kysely'
import type { ErasedContact } from '../kit/erased-contact.ts'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'
import { ERASED } from './mask-json.ts'

export interface ContactRuns {
  /** Runs of the contact, those that wrote to it, and the runs that these have started: nothing said in them stays. */
  readonly own: readonly string[]
  /** Runs that have started one of them, perhaps for many contacts: only the words of this contact go. */
  readonly above: readonly string[]
}

/** The runs that know something of a contact. */
export async function runsOfContact(
  transaction: Transaction<Tables>,
  pointIds: readonly string[],
): Promise<ContactRuns> {
  const { rows } = await sql<{ readonly id: string; readonly isOwn: boolean }>`
    with recursive met as (
      select run.id, run.parent_id from run join contact_point as point on point.id = any (${pointIds}::uuid[])
        and run.contact = point.value and (run.channel is null or run.channel = point.channel)
      union
      select run.id, run.parent_id from run where id in (
        select run_id from message join conversation on conversation.id = message.conversation_id
        where contact_point_id = any (${pointIds}::uuid[]))
    ), own as (
      select id, parent_id from met
      union
      select run.id, run.parent_id from run join own on run.parent_id = own.id
    ), above as (
      select parent_id as id from own where parent_id is not null
      union
      select run.parent_id from run join above on run.id = above.id where run.parent_id is not null
    )
    select id, true as is_own from own
    union all select id, false from above where id not in (select id from own)`.execute(transaction)
  const idsOf = (isOwn: boolean) => rows.filter((row) => row.isOwn === isOwn).map(({ id }) => id)
  return { own: idsOf(true), above: idsOf(false) }
}

/** How many runs and steps are in memory at a time. */
const AT_ONCE = 100

/** Takes a contact out of runs that have ended. What a run did, when and how it ended stays. */
export async function maskRuns(
  transaction: Transaction<Tables>,
  { own, above }: ContactRuns,
  { hideAll, hideWords }: Pick<ErasedContact, 'hideAll' | 'hideWords'>,
): Promise<void> {
  for (const { ids, mask } of [
    { ids: own, mask: hideAll },
    { ids: above, mask: hideWords },
  ]) {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const batch = ids.slice(start, start + AT_ONCE)
      await maskRows(transaction, batch, mask)
      await maskSteps(transaction, batch, mask)
    }
  }
  if (own.length === 0) return
  await transaction.updateTable('run').set({ contact: null, wait: null, wake: null }).where('id', 'in', own).execute()
  await sql`update dedupe_key set key = ${`${ERASED} `} || run_id || ' ' || md5(key)
    where run_id = any (${own}::uuid[])`.execute(transaction)
  await sql`update data_step set result = '{"count":0,"rows":[]}' where run_id = any (${own}::uuid[])`.execute(
    transaction,
  )
}

type Mask = (value: Json) => Json

async function maskRows(transaction: Transaction<Tables>, ids: readonly string[], mask: Mask): Promise<void> {
  const rows = await transaction
    .selectFrom('run')
    .select(['id', 'input', 'result', 'error', 'wait'])
    .where('id', 'in', ids)
    .execute()
  for (const { id, input, result, error, wait } of rows) {
    await transaction
      .updateTable('run')
      .set({
        input: masked(mask, input),
        result: maskedOrNull(mask, result),
        error: withoutWords(error),
        // A run that has started others may still wait: only the values of people go, the step needs the rest.
        wait: wait === null ? null : jsonText({ ...wait, ...(wait.people && { people: mask(wait.people) }) }),
      })
      .where('id', '=', id)
      .execute()
  }
}

async function maskSteps(transaction: Transaction<Tables>, ids: readonly string[], mask: Mask): Promise<void> {
  const steps = await transaction
    .selectFrom('runStep')
    .select(['runId', 'seq', 'inputs', 'outputs', 'variables', 'error'])
    .where('runId', 'in', ids)
    .execute()
  for (const { runId, seq, inputs, outputs, variables, error } of steps) {
    await transaction
      .updateTable('runStep')
      .set({
        inputs: masked(mask, inputs),
        outputs: masked(mask, outputs),
        variables: masked(mask, variables),
        warnings: '[]',
        attempts: null,
        error: withoutWords(error),
      })
      .where('runId', '=', runId)
      .where('seq', '=', seq)
      .execute()
  }
}

function masked(mask: Mask, value: Json): string {
  return jsonText(mask(value))
}

function maskedOrNull(mask: Mask, value: Json): string | null {
  return value === null ? null : masked(mask, value)
}

/** The code says what went wrong; the sentence beside it may name the contact. */
function withoutWords(error: { readonly code: string } | null): string | null {
  return error === null ? null : jsonText({ code: error.code, message: 'Erased with the contact.' })
}
