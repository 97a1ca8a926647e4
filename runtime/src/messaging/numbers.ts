import { type AddNumber, type NumberResource, type Page, SIMULATOR } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { LiveFlows } from '../engine/live-flows.ts'
import { requireId } from '../services/ids.ts'
import type { PageRequest } from '../services/page.ts'
import type { SettingRepository } from '../store/repositories/setting-repository.ts'
import type { NumberRecord, NumberRepository } from './address-repository.ts'

/** The account of the built-in phone. */

export interface Numbers {
  list(search: string | undefined, page: PageRequest): Promise<Page<NumberResource>>
  /** @throws AppError INVALID_INPUT, NUMBER_EXISTS */
  add(number: AddNumber): Promise<NumberResource>
  /** @throws AppError NUMBER_NOT_FOUND */
  remove(number: string): Promise<void>
  /** @throws AppError NUMBER_IN_USE with `extra.flows` unless `replace`, NUMBER_NOT_FOUND, FLOW_NOT_FOUND */
  assign(flowId: string, numbers: readonly string[], replace: boolean): Promise<readonly NumberResource[]>
  /** @throws AppError NUMBER_NOT_FOUND */
  clear(numbers: readonly string[]): Promise<readonly NumberResource[]>
  /** Puts the simulator's numbers in place at the first start; who removes them is not given new ones. */
  seed(): Promise<void>
}

/** Four numbers of the range kept for fiction. */
const seeds = [
  { number: '+17865550100', label: 'Weather line' },
  { number: '+13055550142', label: 'Front desk' },
  { number: '+13055550164', label: '' },
  { number: '+13055550187', label: '' },
] as const

const capabilities = ['sms', 'mms'] as const

/** Setting that says when the numbers were put in place. */
const SEEDED = 'simulator-numbers-seeded'

export function createNumbers(options: {
  readonly numbers: NumberRepository
  readonly settings: SettingRepository
  readonly liveFlows: LiveFlows
  /** Whether numbers can belong to this account. */
  readonly ownsNumbers: (accountId: string) => Promise<boolean>
  readonly now: () => Date
}): Numbers {
  const { numbers, settings, liveFlows, ownsNumbers, now } = options

  async function flowsOf(values: readonly string[]): Promise<string[]> {
    const found = await Promise.all(values.map((value) => numbers.find(value)))
    return found.flatMap((number) => number?.flowId ?? [])
  }

  /** Makes the live flows that gained or lost a number know it. */
  async function refresh(flowIds: readonly string[]): Promise<void> {
    for (const flowId of new Set(flowIds)) await liveFlows.refresh(flowId)
  }

  return {
    async list(search, page) {
      const text = search?.trim() ?? ''
      const { items, next } = await numbers.list({ ...page, ...(text === '' ? {} : { search: text }) })
      return { items: items.map(toResource), next }
    },
    async add({ number, label, accountId = SIMULATOR }) {
      if (!(await ownsNumbers(accountId))) {
        throw invalid('accountId', 'There is no such account, or it is of a type without numbers.')
      }
      const value = readPhoneNumber(number)
      const added = { number: value, label: label ?? '', accountId, capabilities, at: now() }
      return toResource(await numbers.add(added))
    },
    async remove(number) {
      const flowIds = await flowsOf([number])
      await numbers.remove(number)
      await refresh(flowIds)
    },
    async assign(flowId, values, replace) {
      const id = requireId(flowId, 'FLOW_NOT_FOUND', 'There is no such flow.')
      const before = await flowsOf(values)
      const assigned = await numbers.assign({ flowId: id, numbers: [...new Set(values)], replace })
      await refresh([...before, id])
      return assigned.map(toResource)
    },
    async clear(values) {
      const before = await flowsOf(values)
      const cleared = await numbers.clear([...new Set(values)])
      await refresh(before)
      return cleared.map(toResource)
    },
    async seed() {
      if ((await settings.get(SEEDED)) !== undefined) return
      for (const seed of seeds) {
        const number = { ...seed, accountId: SIMULATOR, capabilities, at: now() }
        await numbers.add(number).catch(ignoreExisting)
      }
      await settings.set(SEEDED, now().toISOString())
    },
  }
}

/** Another process that starts at the same time may have been faster. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'NUMBER_EXISTS')) throw error
}

/** E.164 of what somebody typed, with spaces, brackets and dashes. Numbers without a plus are read as +1. */
function readPhoneNumber(text: string): string {
  const parsed = parsePhoneNumberFromString(text, 'US')
  if (parsed?.isPossible() === true && /^\+[1-9][0-9]{6,14}$/.test(parsed.number)) return parsed.number
  throw invalid('number', 'Write the number with its country code, such as +1 305 555 0142.')
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}

function toResource(record: NumberRecord): NumberResource {
  const { number, label, accountId, flowId, flowName } = record
  return {
    number,
    label,
    accountId,
    accountName: accountId === SIMULATOR ? 'Simulator' : (record.accountName ?? accountId),
    capabilities: capabilities.filter((capability) => record.capabilities.includes(capability)),
    assignments: { sms: flowId },
    flowName,
  }
}
