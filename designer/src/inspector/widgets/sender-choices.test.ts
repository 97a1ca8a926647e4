import type { AddressResource } from '@patchbay/shared/api'
import { expect, it, test } from 'vitest'
import { findSender, readSender, senderText } from './sender-choices.ts'

const address = (channel: string, value: string, shown = value): AddressResource => ({
  channel,
  value,
  shown,
  label: '',
  accountId: 'simulator',
  accountName: 'Simulator',
  capabilities: [],
  flowId: null,
  flowName: null,
})

const line = address('sms', '+17865550100', '+1 786 555 0100')
const page = address('messenger', '4711', 'Corner Shop')
const bot = address('telegram', '4711', '@corner_bot')
const all = [line, page, bot]

it.each(['', '  '])('has nothing chosen in %j', (text) => {
  expect(readSender(text, all)).toEqual({ kind: 'none' })
})

it('knows the address that was written to', () => {
  expect(readSender(' $DNIS ', all)).toEqual({ kind: 'same' })
})

it.each(['$sender', '{{sender}}', 'messenger:$page'])('leaves the variable in %j to the run', (text) => {
  expect(readSender(text, all)).toEqual({ kind: 'variable', text })
})

it.each(['+17865550100', '+1 786 555 0100', 'sms:+17865550100', ' +17865550100 '])('finds our number as %j', (text) => {
  expect(readSender(text, all)).toEqual({ kind: 'own', address: line })
})

it('takes an address of two channels for neither, until the channel is named', () => {
  expect(readSender('4711', all)).toEqual({ kind: 'foreign', text: '4711' })
  expect(readSender('telegram:4711', all)).toEqual({ kind: 'own', address: bot })
})

it('keeps an address that is none of ours as it was written', () => {
  expect(readSender(' +13055550199 ', all)).toEqual({ kind: 'foreign', text: '+13055550199' })
})

test.each([true, false])(
  'what the document holds is read as the same address, with its channel beside it: %j',
  (hasChannel) => {
    const text = senderText(page, hasChannel)
    expect(text).toBe(hasChannel ? '4711' : 'messenger:4711')
    expect(readSender(text, hasChannel ? [page] : all)).toEqual({ kind: 'own', address: page })
  },
)

test('an option leads back to its address, of one channel only', () => {
  expect(findSender('telegram 4711', all)).toBe(bot)
  expect(findSender('sms 4711', all)).toBeUndefined()
})
