import type { Page } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, sql } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import { containing, toPage } from '../store/paging.ts'
import { lockFlow } from '../store/repositories/flow-rows.ts'
import type { Tables } from '../store/schema/tables.ts'
import { isUniqueViolation } from '../store/store-errors.ts'

/** A number is an address of this channel. */
export const SMS_CHANNEL = 'sms'

export interface NumberRecord {
  /** E.164 with the plus. */
  readonly number: string
  readonly label: string
  readonly accountId: string
  /** Null for the built-in account. */
  readonly accountType: string | null
  readonly accountName: string | null
  readonly capabilities: readonly string[]
  readonly flowId: string | null
  readonly flowName: string | null
}

export interface NumberRepository {
  /** In order of the number; `search` is part of number, label or flow name. */
  list(options: {
    readonly search?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<NumberRecord>>
  /** @throws NUMBER_EXISTS */
  add(number: {
    readonly number: string
    readonly label: string
    readonly accountId: string
    readonly capabilities: readonly string[]
    readonly at: Date
  }): Promise<NumberRecord>
  /** @throws NUMBER_NOT_FOUND */
  remove(number: string): Promise<void>
  /**
   * Lets all these numbers start the flow, or none of them.
   * @throws NUMBER_NOT_FOUND, FLOW_NOT_FOUND; NUMBER_IN_USE with `extra.flows` (`{ number, flowId, flowName }`)
   * when another flow has one and `replace` is not set.
   */
  assign(change: {
    readonly flowId: string
    readonly numbers: readonly string[]
    readonly replace?: boolean
  }): Promise<readonly NumberRecord[]>
  /** Numbers that start nothing are left as they are. @throws NUMBER_NOT_FOUND */
  clear(numbers: readonly string[]): Promise<readonly NumberRecord[]>
  find(number: string): Promise<NumberRecord | undefined>
  /** Of these flows, by flow id, each list in order. */
  ofFlows(flowIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  count(): Promise<number>
  /** Numbers of one account, in order. */
  ofAccount(accountId: string): Promise<readonly string[]>
}

export function createNumberRepository(kysely: Kysely<Tables>): NumberRepository {
  async function find(number: string): Promise<NumberRecord | undefined> {
    return selectNumbers(kysely).where('address.value', '=', number).executeTakeFirst()
  }

  return {
    async list({ search, limit, after }) {
      let query = selectNumbers(kysely)
      if (search !== undefined) {
        const pattern = containing(search)
        query = query.where(({ eb, or }) =>
          or([
            eb('address.value', 'ilike', pattern),
            eb('address.label', 'ilike', pattern),
            eb('flow.name', 'ilike', pattern),
          ]),
        )
      }
      if (after !== undefined) query = query.where('address.value', '>', after)
      const rows = await query
        .orderBy('address.value')
        .limit(limit + 1)
        .execute()
      return toPage(rows, limit, ({ number }) => number)
    },
    async add({ number, label, accountId, capabilities, at }) {
      const row = { channel: SMS_CHANNEL, value: number, accountId, label, createdAt: at }
      try {
        await kysely
          .insertInto('address')
          .values({ ...row, capabilities: jsonText(capabilities) })
          .execute()
      } catch (error) {
        throw isUniqueViolation(error) ? numberExists(number, error) : error
      }
      const added = await find(number)
      if (added === undefined) throw numbersNotFound([number])
      return added
    },
    async remove(number) {
      const removed = await kysely
        .deleteFrom('address')
        .where('channel', '=', SMS_CHANNEL)
        .where('value', '=', number)
        .returning('value')
        .executeTakeFirst()
      if (removed === undefined) throw numbersNotFound([number])
    },
    assign: (change) => assignNumbers(kysely, change),
    clear: (numbers) =>
      kysely.transaction().execute(async (transaction) => {
        await lockNumbers(transaction, numbers)
        return setFlow(transaction, numbers, null)
      }),
    find,
    async ofFlows(flowIds) {
      const byFlow = new Map<string, string[]>(flowIds.map((flowId) => [flowId, []]))
      if (flowIds.length === 0) return byFlow
      const rows = await selectNumbers(kysely).where('address.flowId', 'in', flowIds).orderBy('address.value').execute()
      for (const { flowId, number } of rows) {
        if (flowId !== null) byFlow.get(flowId)?.push(number)
      }
      return byFlow
    },
    async count() {
      const { count } = await kysely
        .selectFrom('address')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('channel', '=', SMS_CHANNEL)
        .executeTakeFirstOrThrow()
      return count
    },
    async ofAccount(accountId) {
      const rows = await selectNumbers(kysely)
        .where('address.accountId', '=', accountId)
        .orderBy('address.value')
        .execute()
      return rows.map(({ number }) => number)
    },
  }
}

function selectNumbers(kysely: Kysely<Tables>) {
  return kysely
    .selectFrom('address')
    .leftJoin('flow', 'flow.id', 'address.flowId')
    .leftJoin('account', (join) => join.on(ownsAddress))
    .select(['address.value as number', 'address.label', 'address.accountId', 'address.capabilities'])
    .select(['address.flowId', 'flow.name as flowName', 'account.type as accountType', 'account.name as accountName'])
    .where('address.channel', '=', SMS_CHANNEL)
}

/** The id of an address's account is text, since the built-in account has a word for it. */
const ownsAddress = sql<boolean>`account.id::text = address.account_id`

async function assignNumbers(
  kysely: Kysely<Tables>,
  { flowId, numbers, replace }: Parameters<NumberRepository['assign']>[0],
): Promise<readonly NumberRecord[]> {
  return kysely.transaction().execute(async (transaction) => {
    await lockFlow(transaction, flowId)
    const stored = await lockNumbers(transaction, numbers)
    const taken = stored.filter((number) => number.flowId !== null && number.flowId !== flowId)
    if (taken.length > 0 && replace !== true) throw numberInUse(taken)
    return setFlow(transaction, numbers, flowId)
  })
}

/** In order of the number, so that two assignments cannot lock each other out. @throws NUMBER_NOT_FOUND */
async function lockNumbers(transaction: Kysely<Tables>, numbers: readonly string[]): Promise<NumberRecord[]> {
  if (numbers.length === 0) return []
  const stored = await selectNumbers(transaction)
    .where('address.value', 'in', numbers)
    .orderBy('address.value')
    .forUpdate('address')
    .execute()
  const known = new Set(stored.map(({ number }) => number))
  const missing = numbers.filter((number) => !known.has(number))
  if (missing.length > 0) throw numbersNotFound(missing)
  return stored
}

async function setFlow(
  kysely: Kysely<Tables>,
  numbers: readonly string[],
  flowId: string | null,
): Promise<readonly NumberRecord[]> {
  if (numbers.length === 0) return []
  await kysely
    .updateTable('address')
    .set({ flowId })
    .where('channel', '=', SMS_CHANNEL)
    .where('value', 'in', numbers)
    .execute()
  return selectNumbers(kysely).where('address.value', 'in', numbers).orderBy('address.value').execute()
}

function numberExists(number: string, cause: unknown): AppError {
  return new AppError('NUMBER_EXISTS', `The number ${number} is here already.`, { cause })
}

function numbersNotFound(numbers: readonly string[]): AppError {
  const message =
    numbers.length === 1 ? `There is no number ${numbers[0]}.` : `There are no numbers ${numbers.join(', ')}.`
  return new AppError('NUMBER_NOT_FOUND', message)
}

function numberInUse(taken: readonly NumberRecord[]): AppError {
  const list = taken.map(({ number, flowName }) => `${number} starts "${flowName}"`).join(', ')
  const message = `${list}. Choose another number, or take it over from that flow.`
  const flows = taken.map(({ number, flowId, flowName }) => ({ number, flowId, flowName }))
  return new AppError('NUMBER_IN_USE', message, { extra: { flows } })
}
