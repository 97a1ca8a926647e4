import type { Address } from '@patchbay/shared/api'
import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import type { AddressRecord } from './address-repository.ts'
import { sms } from './channels/sms.ts'

export function addressNotFound(channel: string, values: readonly string[]): AppError {
  const word = wordOf(channel)
  const message =
    values.length === 1 ? `There is no ${word} ${values[0]}.` : `There are no ${pluralOf(word)} ${values.join(', ')}.`
  return new AppError(codeOf(channel, 'NUMBER_NOT_FOUND', 'ADDRESS_NOT_FOUND'), message)
}

/** For a message from a provider to an address that its account does not own. */
export function addressOfOthers({ channel, value }: Address): AppError {
  const message = `${value} is not ${channel === sms.id ? 'a number' : 'an address'} of this account. Add it under Numbers.`
  return new AppError(codeOf(channel, 'NUMBER_NOT_FOUND', 'ADDRESS_NOT_FOUND'), message)
}

export function addressExists({ channel, value }: Address, cause: unknown): AppError {
  const code = codeOf(channel, 'NUMBER_EXISTS', 'ADDRESS_EXISTS')
  return new AppError(code, `The ${wordOf(channel)} ${value} is here already.`, { cause })
}

/** @param taken at least one address that starts another flow */
export function addressInUse(taken: readonly AddressRecord[]): AppError {
  const list = taken.map(({ value, flowName }) => `${value} starts "${flowName}"`).join(', ')
  const isNumber = taken.every(({ channel }) => channel === sms.id)
  const message = `${list}. Choose another ${isNumber ? 'number' : 'address'}, or take it over from that flow.`
  const flows = taken.map(({ channel, value, flowId, flowName }) => ({
    ...(channel === sms.id ? { number: value } : {}),
    channel,
    value,
    flowId,
    flowName,
  }))
  return new AppError(isNumber ? 'NUMBER_IN_USE' : 'ADDRESS_IN_USE', message, { extra: { flows } })
}

/** Callers of `/api/numbers` expect the codes of numbers. */
function codeOf(channel: string, ofNumber: ErrorCode, ofAddress: ErrorCode): ErrorCode {
  return channel === sms.id ? ofNumber : ofAddress
}

function wordOf(channel: string): string {
  return channel === sms.id ? 'number' : 'address'
}

function pluralOf(word: string): string {
  return word === 'address' ? 'addresses' : `${word}s`
}
