import { expect, test } from 'vitest'
import { addressesTitle, addressWords, wordsOfAllAddresses } from './address-words.ts'

const sms = { id: 'sms', addressTitle: 'Number' }
const telegram = { id: 'telegram', addressTitle: 'Bot' }

test('the addresses of a channel are called as its kind says, with their article and plural', () => {
  const number = { title: 'Number', one: 'number', any: 'a number', many: 'numbers', message: 'text' }
  expect(addressWords()).toMatchObject(number)
  const bot = { title: 'Bot', one: 'bot', any: 'a bot', many: 'bots', message: 'message' }
  expect(addressWords(telegram)).toMatchObject(bot)
  expect(addressWords({ id: 'x', addressTitle: 'Address' })).toMatchObject({ any: 'an address', many: 'addresses' })
})

test('the button that assigns addresses has the ending of their plural in brackets', () => {
  expect(addressWords(sms).assign).toBe('Assign Number(s)')
  expect(addressWords(telegram).assign).toBe('Assign Bot(s)')
  expect(wordsOfAllAddresses([sms, telegram]).assign).toBe('Assign Address(es)')
})

test('all addresses together are numbers until another channel is there', () => {
  expect(addressesTitle([sms])).toBe('Numbers')
  expect(wordsOfAllAddresses([sms])).toEqual(addressWords(sms))
  expect(addressesTitle([sms, telegram])).toBe('Addresses')
  expect(wordsOfAllAddresses([sms, telegram])).toMatchObject({ one: 'address', message: 'message' })
})

test('while the channels are not known, their addresses have the word that fits all', () => {
  expect(addressesTitle([])).toBe('Addresses')
})
