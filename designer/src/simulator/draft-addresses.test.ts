import { type AddressResource, SIMULATOR } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { draftAddresses } from './draft-addresses.ts'

const address = (value: string, flowId: string | null, accountId: string = SIMULATOR, channel = 'sms') =>
  // Only these members are read.
  ({ channel, value, flowId, accountId }) as AddressResource

const valuesOf = (all: readonly AddressResource[], listened: readonly string[] = ['sms']) =>
  draftAddresses(all, 'mine', listened).map(({ value }) => value)

test('a draft is written to at the addresses of its flow, whichever account they belong to', () => {
  expect(valuesOf([address('1', 'mine', 'twilio'), address('2', 'mine'), address('3', null)])).toEqual(['1', '2'])
})

test('a draft without an address borrows those of the simulator, free ones first', () => {
  expect(valuesOf([address('1', 'other'), address('2', null), address('3', null, 'twilio')])).toEqual(['2'])
  expect(valuesOf([address('1', 'other'), address('3', null, 'twilio')])).toEqual(['1'])
})

test('only addresses that a trigger of the draft listens to count', () => {
  const all = [address('1', 'mine', SIMULATOR, 'telegram'), address('2', null)]
  expect(valuesOf(all)).toEqual(['2'])
  expect(valuesOf(all, ['*'])).toEqual(['1'])
})
