import type { Address, AddressWords } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { AccountRecord } from './account-repository.ts'

/** @param flows names of the live flows that use the account; none when they have changed meanwhile */
export function inUse({ name }: Pick<AccountRecord, 'name'>, flows: readonly string[]): AppError {
  if (flows.length === 0) {
    return new AppError('ACCOUNT_IN_USE', `The account "${name}" was used a moment ago. Try again.`)
  }
  const list = flows.map((flow) => `"${flow}"`).join(', ')
  const message = `The account "${name}" is used by the live ${flows.length === 1 ? 'flow' : 'flows'} ${list}. Change them or take them off live first.`
  return new AppError('ACCOUNT_IN_USE', message, { extra: { flows } })
}

export function hasAddresses(
  { name }: Pick<AccountRecord, 'name'>,
  addresses: readonly Address[],
  wordsOf: (channel: string) => AddressWords,
): AppError {
  const [word = 'addresses', ...others] = new Set(addresses.map(({ channel }) => wordsOf(channel).many))
  const many = others.length === 0 ? word : 'addresses'
  const owned = `${many.charAt(0).toUpperCase()}${many.slice(1)}`
  const values = addresses.map(({ value }) => value)
  const first = values.slice(0, 3).join(', ')
  const more = values.length > 3 ? ` and ${values.length - 3} more` : ''
  return new AppError('ACCOUNT_IN_USE', `${owned} belong to the account "${name}": ${first}${more}. Remove them first.`)
}
