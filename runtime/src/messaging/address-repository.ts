import { type Address, addressKey, type Page } from '@patchbay/shared/api'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { asTaken } from '../store/as-taken.ts'
import { jsonText } from '../store/json-text.ts'
import { containing, toPage } from '../store/paging.ts'
import { lockFlow } from '../store/repositories/flow-rows.ts'
import type { Tables } from '../store/schema/tables.ts'
import { addressExists, addressInUse, addressNotFound } from './address-errors.ts'
import type { ChannelKinds } from './channel-kinds.ts'

export interface AddressRecord extends Address {
  readonly label: string
  readonly accountId: string
  /** Null for the built-in account. */
  readonly accountType: string | null
  readonly accountName: string | null
  readonly capabilities: readonly string[]
  readonly flowId: string | null
  readonly flowName: string | null
}

export interface NewAddress extends Address {
  readonly label: string
  readonly accountId: string
  readonly capabilities: readonly string[]
  readonly at: Date
}

export interface AddressListOptions {
  readonly channel?: string
  /** A part of value, label or flow name; case is ignored. */
  readonly search?: string
  readonly limit: number
  /** `next` of the previous page. */
  readonly after?: string
}

/** Our addresses. Error codes begin with NUMBER for channel `sms`, and with ADDRESS for any other. */
export interface AddressRepository {
  /** In order of channel and value. */
  list(options: AddressListOptions): Promise<Page<AddressRecord>>
  /** @throws ADDRESS_EXISTS */
  add(address: NewAddress): Promise<AddressRecord>
  /** @throws ADDRESS_NOT_FOUND */
  remove(address: Address): Promise<void>
  /** @throws ADDRESS_NOT_FOUND */
  rename(address: Address, label: string): Promise<AddressRecord>
  /**
   * Lets all these addresses start the flow, or none of them.
   * @throws ADDRESS_NOT_FOUND, FLOW_NOT_FOUND; ADDRESS_IN_USE with `extra.flows` (`{ channel, value, flowId, flowName
   * }`) when one of them starts another flow and `replace` is not set
   */
  assign(change: AddressAssignment): Promise<readonly AddressRecord[]>
  /** Addresses that start no flow are left unchanged. @throws ADDRESS_NOT_FOUND */
  clear(addresses: readonly Address[]): Promise<readonly AddressRecord[]>
  find(address: Address): Promise<AddressRecord | undefined>
  /** Addresses of these flows by flow id, each list in order. */
  ofFlows(flowIds: readonly string[]): Promise<ReadonlyMap<string, readonly Address[]>>
  count(): Promise<number>
  /** Addresses of one account, in order. */
  ofAccount(accountId: string): Promise<readonly AddressRecord[]>
}

export interface AddressAssignment {
  readonly flowId: string
  readonly addresses: readonly Address[]
  /** Takes addresses away from other flows. */
  readonly replace?: boolean
}

/** @param wordsOf how errors speak of the addresses of a channel */
export function createAddressRepository(kysely: Kysely<Tables>, wordsOf: ChannelKinds['wordsOf']): AddressRepository {
  async function find(address: Address): Promise<AddressRecord | undefined> {
    return selectAddresses(kysely)
      .where(isOneOf([address]))
      .executeTakeFirst()
  }

  return {
    list: (options) => listAddresses(kysely, options),
    async add({ channel, value, accountId, label, capabilities, at }) {
      const row = { channel, value, accountId, label, capabilities: jsonText(capabilities), createdAt: at }
      const inserting = kysely.insertInto('address').values(row).execute()
      await asTaken(inserting, (cause) => addressExists(row, wordsOf(channel), cause))
      const added = await find(row)
      if (added === undefined) throw addressNotFound(channel, [value], wordsOf(channel))
      return added
    },
    async remove(address) {
      const removed = await kysely
        .deleteFrom('address')
        .where(isOneOf([address]))
        .returning('value')
        .executeTakeFirst()
      if (removed === undefined) throw addressNotFound(address.channel, [address.value], wordsOf(address.channel))
    },
    async rename(address, label) {
      await kysely
        .updateTable('address')
        .set({ label })
        .where(isOneOf([address]))
        .execute()
      const renamed = await find(address)
      if (renamed === undefined) throw addressNotFound(address.channel, [address.value], wordsOf(address.channel))
      return renamed
    },
    assign: ({ flowId, addresses, replace }) =>
      kysely.transaction().execute(async (transaction) => {
        await lockFlow(transaction, flowId)
        const stored = await lockAddresses(transaction, addresses, wordsOf)
        const taken = stored.filter((address) => address.flowId !== null && address.flowId !== flowId)
        if (taken.length > 0 && replace !== true) throw addressInUse(taken, wordsOf)
        return setFlow(transaction, addresses, flowId)
      }),
    clear: (addresses) =>
      kysely.transaction().execute(async (transaction) => {
        await lockAddresses(transaction, addresses, wordsOf)
        return setFlow(transaction, addresses, null)
      }),
    find,
    async ofFlows(flowIds) {
      const byFlow = new Map<string, Address[]>(flowIds.map((flowId) => [flowId, []]))
      if (flowIds.length === 0) return byFlow
      const rows = await inOrder(selectAddresses(kysely).where('address.flowId', 'in', flowIds)).execute()
      for (const { flowId, channel, value } of rows) {
        if (flowId !== null) byFlow.get(flowId)?.push({ channel, value })
      }
      return byFlow
    },
    async count() {
      const { count } = await kysely
        .selectFrom('address')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    ofAccount: (accountId) => inOrder(selectAddresses(kysely).where('address.accountId', '=', accountId)).execute(),
  }
}

async function listAddresses(
  kysely: Kysely<Tables>,
  { channel, search, limit, after }: AddressListOptions,
): Promise<Page<AddressRecord>> {
  let query = selectAddresses(kysely)
  if (channel !== undefined) query = query.where('address.channel', '=', channel)
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
  if (after !== undefined) query = query.where(isAfter(after))
  const rows = await inOrder(query)
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, addressKey)
}

/** @param cursor an `addressKey`. Its separator is a space, which no channel's name contains. */
function isAfter(cursor: string): RawBuilder<boolean> {
  const space = cursor.indexOf(' ')
  return sql<boolean>`(address.channel, address.value) > (${cursor.slice(0, space)}, ${cursor.slice(space + 1)})`
}

function selectAddresses(kysely: Kysely<Tables>) {
  return kysely
    .selectFrom('address')
    .leftJoin('flow', 'flow.id', 'address.flowId')
    .leftJoin('account', (join) => join.on(ownsAddress))
    .select(['address.channel', 'address.value', 'address.label', 'address.accountId', 'address.capabilities'])
    .select(['address.flowId', 'flow.name as flowName', 'account.type as accountType', 'account.name as accountName'])
}

/** `address.account_id` is text, because the built-in account's id is a word. */
const ownsAddress = sql<boolean>`account.id::text = address.account_id`

function inOrder(query: ReturnType<typeof selectAddresses>) {
  return query.orderBy('address.channel').orderBy('address.value')
}

function isOneOf(addresses: readonly Address[]): RawBuilder<boolean> {
  const rows = addresses.map(({ channel, value }) => sql`(${channel}, ${value})`)
  return sql<boolean>`(address.channel, address.value) in (${sql.join(rows)})`
}

/** Locks rows in one fixed order, so that two assignments cannot deadlock. @throws ADDRESS_NOT_FOUND */
async function lockAddresses(
  transaction: Kysely<Tables>,
  addresses: readonly Address[],
  wordsOf: ChannelKinds['wordsOf'],
): Promise<readonly AddressRecord[]> {
  if (addresses.length === 0) return []
  const stored = await inOrder(selectAddresses(transaction).where(isOneOf(addresses)))
    .forUpdate('address')
    .execute()
  const known = new Set(stored.map(addressKey))
  const missing = addresses.filter((address) => !known.has(addressKey(address)))
  const [first] = missing
  if (first !== undefined) {
    const ofChannel = missing.filter(({ channel }) => channel === first.channel)
    throw addressNotFound(
      first.channel,
      ofChannel.map(({ value }) => value),
      wordsOf(first.channel),
    )
  }
  return stored
}

async function setFlow(
  kysely: Kysely<Tables>,
  addresses: readonly Address[],
  flowId: string | null,
): Promise<readonly AddressRecord[]> {
  if (addresses.length === 0) return []
  await kysely.updateTable('address').set({ flowId }).where(isOneOf(addresses)).execute()
  return inOrder(selectAddresses(kysely).where(isOneOf(addresses))).execute()
}
