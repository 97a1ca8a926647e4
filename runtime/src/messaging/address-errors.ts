import type { Address, AddressWords } from '@patchbay/shared/api'
import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import type { AddressRecord } from './address-repository.ts'
import type { ChannelKinds } from './channel-kinds.ts'
import { sms } from './channels/sms.ts'

export function addressNotFound(channel: string, values: readonly string[], { one, many }: AddressWords): AppError {
  const message =
    values.length === 1 ? `There is no ${one} ${values[0]}.` : `There are no ${many} ${values.join(', ')}.`
  return new AppError(codeOf(channel, 'NUMBER_NOT_FOUND', 'ADDRESS_NOT_FOUND'), message)
}

/** For a message from a provider to an address that its account does not own. */
export function addressOfOthers(
  { channel, value }: Address,
  kinds: Pick<ChannelKinds, 'wordsOf' | 'addressesTitle'>,
): AppError {
  const message = `${value} is not ${kinds.wordsOf(channel).any} of this account. Add it under ${kinds.addressesTitle}.`
  return new AppError(codeOf(channel, 'NUMBER_NOT_FOUND', 'ADDRESS_NOT_FOUND'), message)
}

export function addressExists({ channel, value }: Address, { one }: AddressWords, cause: unknown): AppError {
  const code = codeOf(channel, 'NUMBER_EXISTS', 'ADDRESS_EXISTS')
  return new AppError(code, `The ${one} ${value} is here already.`, { cause })
}

/** @param taken at least one address that starts another flow */
export function addressInUse(taken: readonly AddressRecord[], wordsOf: ChannelKinds['wordsOf']): AppError {
  const list = taken.map(({ value, flowName }) => `${value} starts "${flowName}"`).join(', ')
  const [word = 'address', ...others] = new Set(taken.map(({ channel }) => wordsOf(channel).one))
  const message = `${list}. Choose another ${others.length === 0 ? word : 'address'}, or take it over from that flow.`
  const flows = taken.map(({ channel, value, flowId, flowName }) => ({
    ...(channel === sms.id ? { number: value } : {}),
    channel,
    value,
    flowId,
    flowName,
  }))
  const isNumber = taken.every(({ channel }) => channel === sms.id)
  return new AppError(isNumber ? 'NUMBER_IN_USE' : 'ADDRESS_IN_USE', message, { extra: { flows } })
}

/** Callers of `/api/numbers` expect the codes of numbers. */
function codeOf(channel: string, ofNumber: ErrorCode, ofAddress: ErrorCode): ErrorCode {
  return channel === sms.id ? ofNumber : ofAddress
}
