import { expect, test } from 'vitest'
import { addressWords } from './address-words.ts'

test('the addresses of a channel are called as its kind says, with an s for many', () => {
  expect(addressWords()).toMatchObject({ title: 'Number', one: 'number', many: 'numbers', message: 'text' })
  const bot = addressWords({ id: 'telegram', addressTitle: 'Bot' })
  expect(bot).toMatchObject({ title: 'Bot', one: 'bot', many: 'bots', message: 'message' })
  expect(addressWords({ id: 'x', addressTitle: 'Address' }).many).toBe('addresses')
})
