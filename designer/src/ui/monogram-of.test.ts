import { expect, it } from 'vitest'
import { monogramOf } from './monogram-of.ts'

it.each([
  ['sms', 'SMS', 'SMS'],
  ['pigeon', 'Pigeon', 'PI'],
  ['telegram', 'Telegram', 'TG'],
  ['snapchat', 'SnapChat', 'SC'],
  ['web-chat', 'Web Chat', 'WC'],
])('channel %s, called %s, is %s', (id, title, monogram) => {
  expect(monogramOf({ id, title })).toBe(monogram)
})
