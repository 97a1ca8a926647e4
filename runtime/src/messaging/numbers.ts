import type { AddNumber, AddressResource, NumberResource, Page } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { PageRequest } from '../services/page.ts'
import type { Addresses, AssignmentOptions } from './addresses.ts'
import { sms } from './channels/sms.ts'

/** The addresses of channel `sms`, in the shape of `/api/numbers`. */
export interface Numbers {
  list(search: string | undefined, page: PageRequest): Promise<Page<NumberResource>>
  /** @throws AppError INVALID_INPUT, NUMBER_EXISTS */
  add(number: AddNumber): Promise<NumberResource>
  /** @throws AppError NUMBER_NOT_FOUND */
  remove(number: string): Promise<void>
  /** Errors as in `Addresses`, with the codes of numbers. */
  assign(flowId: string, numbers: readonly string[], how: AssignmentOptions): Promise<readonly NumberResource[]>
  /** @throws AppError NUMBER_NOT_FOUND */
  clear(numbers: readonly string[]): Promise<readonly NumberResource[]>
}

export function createNumbers(addresses: Addresses): Numbers {
  return {
    async list(search, page) {
      const { items, next } = await addresses.list({ channel: sms.id, search }, page)
      return { items: items.map(toNumber), next }
    },
    async add({ number, ...rest }) {
      return toNumber(await addresses.add({ channel: sms.id, value: number, ...rest }).catch(throwByNumber))
    },
    remove: (number) => addresses.remove(addressOf(number)),
    async assign(flowId, numbers, how) {
      return (await addresses.assign(flowId, numbers.map(addressOf), how)).map(toNumber)
    },
    async clear(numbers) {
      return (await addresses.clear(numbers.map(addressOf))).map(toNumber)
    },
  }
}

function addressOf(number: string) {
  return { channel: sms.id, value: number }
}

function toNumber({ value, label, accountId, accountName, capabilities, flowId, flowName }: AddressResource) {
  return {
    number: value,
    label,
    accountId,
    accountName,
    capabilities: (['sms', 'mms'] as const).filter((capability) => capabilities.includes(capability)),
    assignments: { sms: flowId },
    flowName,
  }
}

/** Renames the field in an error, because the caller sent the value as `number`. */
function throwByNumber(error: unknown): never {
  const [field] = error instanceof AppError ? error.errors : []
  if (field?.path !== 'value') throw error
  throw new AppError('INVALID_INPUT', `number: ${field.message}`, {
    errors: [{ ...field, path: 'number' }],
    cause: error,
  })
}
