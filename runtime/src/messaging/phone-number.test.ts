import { describe, expect, it } from 'vitest'
import { readPhoneNumber } from './phone-number.ts'

describe('readPhoneNumber', () => {
  it.each([
    ['+17865550100', '+17865550100'],
    ['+1 (786) 555-0100', '+17865550100'],
    ['1.786.555.0100', '+17865550100'],
    ['00 44 20 7946 0958', '+442079460958'],
    [' +49 30/123456 ', '+4930123456'],
  ])('reads %j', (text, number) => {
    expect(readPhoneNumber(text)).toBe(number)
  })

  it.each([
    '',
    '7865550100',
    '27865550100',
    '+0123456789',
    '+12345',
    '+1234567890123456',
    'Dana',
    '+1786555x100',
    '++17865550100',
  ])('does not guess what %j is', (text) => {
    expect(readPhoneNumber(text)).toBeUndefined()
  })
})
