import {
  type AddAddress,
  type Address,
  type AddressResource,
  addressKey,
  type Page,
  SIMULATOR,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { LiveFlows } from '../engine/live-flows.ts'
import { requireId } from '../kit/ids.ts'
import type { PageRequest } from '../services/page.ts'
import type { SettingRepository } from '../store/repositories/setting-repository.ts'
import type { AddressRecord, AddressRepository } from './address-repository.ts'
import type { ChannelKinds } from './channel-kinds.ts'
import { sms } from './channels/sms.ts'

export interface AddressFilter {
  readonly channel?: string | undefined
  readonly search?: string | undefined
}

/** Our addresses: the account that owns each, and the flow it starts. Error codes as in `AddressRepository`. */
export interface Addresses {
  list(filter: AddressFilter, page: PageRequest): Promise<Page<AddressResource>>
  find(address: Address): Promise<AddressResource | undefined>
  /**
   * @param capabilities what the service says goes through it; absent: what the channel usually carries
   * @throws AppError INVALID_INPUT, ADDRESS_EXISTS
   */
  add(address: AddAddress, capabilities?: readonly string[]): Promise<AddressResource>
  /** @throws AppError ADDRESS_NOT_FOUND, INVALID_INPUT for the address that an account has by itself */
  remove(address: Address): Promise<void>
  /** @throws AppError ADDRESS_NOT_FOUND */
  rename(address: Address, label: string): Promise<AddressResource>
  /**
   * @throws AppError ADDRESS_IN_USE with `extra.flows` unless `replace`, INVALID_INPUT for a flow that their messages
   * cannot start unless `withoutTrigger`, ADDRESS_NOT_FOUND, FLOW_NOT_FOUND
   */
  assign(flowId: string, addresses: readonly Address[], how?: AssignmentOptions): Promise<readonly AddressResource[]>
  /** @throws AppError ADDRESS_NOT_FOUND */
  clear(addresses: readonly Address[]): Promise<readonly AddressResource[]>
  /** Adds the simulator's numbers at the first start. Numbers removed later are not added again. */
  seed(): Promise<void>
}

export interface AssignmentOptions {
  /** Take addresses away from other flows. */
  readonly replace?: boolean | undefined
  /** The flow may have no trigger for the messages yet. */
  readonly withoutTrigger?: boolean | undefined
}

export interface AddressesOptions {
  readonly addresses: AddressRepository
  readonly settings: SettingRepository
  readonly liveFlows: LiveFlows
  readonly kinds: ChannelKinds
  /** True when addresses of this channel can belong to this account. */
  readonly carries: (accountId: string, channel: string) => Promise<boolean>
  /** True when the account has one address, which comes and goes with it. */
  readonly hasOwnAddress: (accountId: string) => Promise<boolean>
  /** Throws INVALID_INPUT when messages of one of these channels cannot start the flow, FLOW_NOT_FOUND without it. */
  readonly requireTriggers: (flowId: string, channels: ReadonlySet<string>) => Promise<void>
  readonly now: () => Date
}

/** Four numbers of the range reserved for fiction. */
const seeds = [
  { value: '+17865550100', label: 'Weather line' },
  { value: '+13055550142', label: 'Front desk' },
  { value: '+13055550164', label: '' },
  { value: '+13055550187', label: '' },
] as const

/** The setting that stores when the numbers were added. */
const SEEDED = 'simulator-numbers-seeded'

export function createAddresses(options: AddressesOptions): Addresses {
  const { addresses, settings, liveFlows, kinds, carries, now } = options

  function toResource(record: AddressRecord): AddressResource {
    const { channel, value, label, accountId, accountName, capabilities, flowId, flowName } = record
    return {
      channel,
      value,
      shown: kinds.get(channel)?.show(value) ?? value,
      label,
      accountId,
      accountName: accountId === SIMULATOR ? 'Simulator' : (accountName ?? accountId),
      capabilities,
      flowId,
      flowName,
    }
  }

  async function flowsOf(changed: readonly Address[]): Promise<string[]> {
    const found = await Promise.all(changed.map((address) => addresses.find(address)))
    return found.flatMap((address) => address?.flowId ?? [])
  }

  /** Updates the index of live flows after flows have gained or lost an address. */
  async function refresh(flowIds: readonly string[]): Promise<void> {
    for (const flowId of new Set(flowIds)) await liveFlows.refresh(flowId)
  }

  return {
    async list({ channel, search }, page) {
      const text = search?.trim() ?? ''
      const filter = { ...(channel === undefined ? {} : { channel }), ...(text === '' ? {} : { search: text }) }
      const { items, next } = await addresses.list({ ...page, ...filter })
      return { items: items.map(toResource), next }
    },
    async find(address) {
      const found = await addresses.find(address)
      return found === undefined ? undefined : toResource(found)
    },
    async add({ channel, value, label = '', accountId = SIMULATOR }, given) {
      const kind = kinds.get(channel)
      if (kind === undefined) throw invalid('channel', `There is no channel "${channel}".`)
      if (!(await carries(accountId, channel))) {
        throw invalid('accountId', `There is no such account, or ${kind.title} does not come through it.`)
      }
      const normal = kind.normalise(value, 'person')
      if (normal === undefined) throw invalid('value', whatIsWanted(channel, kind.addressTitle))
      const capabilities = given ?? (channel === sms.id ? ['sms', 'mms'] : [channel])
      return toResource(await addresses.add({ channel, value: normal, label, accountId, capabilities, at: now() }))
    },
    async remove(address) {
      const found = await addresses.find(address)
      if (found !== undefined && (await options.hasOwnAddress(found.accountId))) throw goesWithAccount(found)
      const flowIds = await flowsOf([address])
      await addresses.remove(address)
      await refresh(flowIds)
    },
    rename: async (address, label) => toResource(await addresses.rename(address, label)),
    async assign(flowId, chosen, { replace = false, withoutTrigger = false } = {}) {
      const id = requireId(flowId, 'FLOW_NOT_FOUND', 'There is no such flow.')
      if (!withoutTrigger) await options.requireTriggers(id, new Set(chosen.map(({ channel }) => channel)))
      const before = await flowsOf(chosen)
      const assigned = await addresses.assign({ flowId: id, addresses: unique(chosen), replace })
      await refresh([...before, id])
      return assigned.map(toResource)
    },
    async clear(chosen) {
      const before = await flowsOf(chosen)
      const cleared = await addresses.clear(unique(chosen))
      await refresh(before)
      return cleared.map(toResource)
    },
    async seed() {
      if ((await settings.get(SEEDED)) !== undefined) return
      for (const seed of seeds) {
        const added = { ...seed, channel: sms.id, accountId: SIMULATOR, capabilities: ['sms', 'mms'], at: now() }
        await addresses.add(added).catch(ignoreExisting)
      }
      await settings.set(SEEDED, now().toISOString())
    },
  }
}

function unique(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.map((address) => [addressKey(address), address])).values()]
}

/** Another process that starts at the same time may have added it first. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'NUMBER_EXISTS')) throw error
}

function goesWithAccount({ value, accountName }: AddressRecord): AppError {
  return invalid('value', `${value} is the address of the account "${accountName}". Delete the account instead.`)
}

function whatIsWanted(channel: string, addressTitle: string): string {
  if (channel === sms.id) return 'Write the number with its country code, such as +1 305 555 0142.'
  return `This is no ${addressTitle.toLowerCase()} of the channel.`
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
