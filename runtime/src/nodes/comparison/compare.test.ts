import type { Json } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import { holds, type TestContext } from './compare.ts'
import type { Operator } from './test-fields.ts'

const context: TestContext = { timeZone: 'America/New_York', ignoreCase: true, warn: () => undefined }

describe('holds', () => {
  const truths: readonly (readonly [Json, Operator, Json])[] = [
    ['Yes', 'equals', ' yes '],
    ['Zoe\u0308', 'equals', 'ZOË'],
    [84, 'equals', '84'],
    ['84.0', 'equals', 84],
    ['12345678901234567891', 'not-equals', '12345678901234567890'],
    ['00123', 'not-equals', '123'],
    ['+17865550100', 'not-equals', '17865550100'],
    [true, 'equals', 'TRUE'],
    [null, 'equals', ''],
    [{ a: 1 }, 'equals', '{"a":1}'],
    ['1e3', 'equals', 1000],
    ['I want a refund', 'contains', 'REFUND'],
    [['red', 'Blue'], 'contains', 'blue'],
    [['redder'], 'not-contains', 'red'],
    ['abc', 'not-contains', 'x'],
    ['abc', 'not-contains', ''],
    ['STOP all', 'starts-with', 'stop'],
    ['report.PDF', 'ends-with', '.pdf'],
    ['', 'is-empty', ''],
    ['  ', 'is-empty', ''],
    [null, 'is-empty', ''],
    [[], 'is-empty', ''],
    [{}, 'is-empty', ''],
    [0, 'is-not-empty', ''],
    [false, 'is-not-empty', ''],
    ['9', 'less-than', '10'],
    ['09', 'less-than', 10],
    [10, 'greater-than', '9.5'],
    ['12345678901234567891', 'greater-than', '12345678901234567890'],
    ['2026-01-02', 'greater-than', '2026-01-01'],
    ['09:00', 'less-than', '17:30'],
    [5, 'at-least', 5],
    ['5.0', 'at-most', '5'],
    ['b', 'greater-than', 'A'],
    ['0e1234', 'not-equals', '0e9876'],
    ['12E5', 'not-equals', '1200000'],
    ['1e400', 'not-equals', '2e500'],
    ['1e400', 'less-than', '2e500'],
    ['396E18', 'not-equals', '396000000000000000000'],
    [['1E3'], 'not-contains', '1000'],
    ['1.50', 'equals', '1.5'],
    ['1000', 'equals', '1000.0'],
    ['12345678901234567890.5', 'not-equals', '12345678901234567891.5'],
    ['0.1000000000000000000001', 'greater-than', '0.1'],
    [1e-7, 'equals', '0.0000001'],
    ['10:30', 'greater-than', '9:30'],
    ['9:30:00', 'at-most', '9:30'],
    ['2026-01-31T09:00:00-05:00', 'at-least', '2026-01-31T14:00:00Z'],
    ['2026-01-31T09:00:00-05:00', 'greater-than', '2026-01-31T13:59:00+00:00'],
    ['2026-01-31 09:00:00.5+0100', 'less-than', '2026-01-31T08:00:01Z'],
    ['Straße', 'equals', 'STRASSE'],
    ['İPTAL', 'equals', 'iptal'],
    ['Iptal', 'equals', 'ıptal'],
    ['don’t', 'equals', "don't"],
    ['“stop”', 'equals', '"STOP"'],
    ['ＹＥＳ', 'equals', 'yes'],
    ['I agree', 'equals', 'i agree'],
    ['‪YES‬', 'equals', 'yes'],
    ['2026—2027', 'equals', '2026-2027'],
    ['ΟΔΟΣ', 'starts-with', 'οδοσ'],
    ['ΟΔΟΣΑ', 'starts-with', 'οδος'],
    ['ﬁne', 'equals', 'fine'],
    [null, 'not-equals', 0],
    ['Blue', 'is-one-of', 'red, blue , green'],
    [7, 'is-one-of', '5,7.0'],
    ['blue', 'is-one-of', ['Red', 'BLUE']],
    ['Order 17 is late', 'matches', 'order * late'],
    ['Order 17 is late', 'matches', '*17*'],
    ['ana@example.com', 'matches', '*@example.com'],
    ['YES', 'matches', 'yes'],
    ['aXbXc', 'matches', 'a*b*c'],
    ['2026-01-31', 'before', '2026-02-01'],
    ['2026-01-31T23:30:00-05:00', 'before', '2026-02-01'],
    ['2026-01-31T09:00:00-05:00', 'after', '2026-01-31T13:59:00Z'],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 'after', '2026-10-21'],
    ['-14.5', 'is-number', ''],
    [7, 'is-number', ''],
    ['2026-01-31', 'is-date', ''],
    ['2026-01-31T09:00:00Z', 'is-date', ''],
    ['+1 (305) 555-0119', 'is-phone', ''],
  ]
  it.each(truths)('%j %s %j', (left, operator, right) => {
    expect(holds({ left, operator, right }, context)).toBe(true)
  })

  const falsehoods: readonly (readonly [Json, Operator, Json])[] = [
    ['', 'contains', ''],
    ['abc', 'contains', ''],
    ['abc', 'starts-with', null],
    ['abc', 'ends-with', ''],
    ['', 'greater-than', '-1'],
    [null, 'less-than', 1],
    [5, 'greater-than', null],
    ['', 'at-least', ''],
    ['10', 'less-than', '9'],
    ['x', 'is-empty', ''],
    [['ab'], 'contains', 'a'],
    ['14 mph', 'greater-than', 9],
    ['95 mph', 'greater-than', '9'],
    ['1,200', 'greater-than', '999'],
    ['1,200', 'at-most', '999'],
    ['ten', 'at-least', 10],
    ['resume', 'equals', 'résumé'],
    ['0e1234', 'equals', '0'],
    ['', 'is-one-of', 'a,,b'],
    ['blu', 'is-one-of', 'blue, red'],
    ['0e1', 'is-one-of', '0, 1'],
    ['abc', 'matches', 'a*bb*c'],
    ['aba', 'matches', 'ab*ba'],
    ['order', 'matches', 'orders'],
    ['', 'before', '2026-02-01'],
    ['soon', 'after', '2026-02-01'],
    ['2026-02-30', 'is-date', ''],
    ['1/31/2026', 'is-date', ''],
    ['14 mph', 'is-number', ''],
    ['', 'is-number', ''],
    ['555-0119', 'is-phone', ''],
    ['12345', 'is-phone', ''],
  ]
  it.each(falsehoods)('not: %j %s %j', (left, operator, right) => {
    expect(holds({ left, operator, right }, context)).toBe(false)
  })
})

describe('between', () => {
  const isBetween = (left: Json, right: Json, upTo: Json) => holds({ left, operator: 'between', right, upTo }, context)

  it.each([
    ['5', '5', '10'],
    [10, '5', '10.0'],
    ['09:00', '9:00', '17:30'],
    ['2026-02-14', '2026-02-01', '2026-02-28'],
    ['m', 'A', 'Z'],
  ])('holds for %j, which is from %j to %j', (left, right, upTo) => {
    expect(isBetween(left, right, upTo)).toBe(true)
  })

  it.each([
    ['4.99', '5', '10'],
    ['11', '5', '10'],
    ['7', '10', '5'],
    ['7', '5', ''],
    ['', '5', '10'],
    ['2026-03-01', '2026-02-01', '2026-02-28'],
  ])('does not hold for %j from %j to %j', (left, right, upTo) => {
    expect(isBetween(left, right, upTo)).toBe(false)
  })
})

describe('upper and lower case', () => {
  it.each([
    ['YES', 'equals', 'yes'],
    ['a Refund', 'contains', 'REFUND'],
    ['Stop', 'starts-with', 'ST'],
    ['Stop', 'ends-with', 'OP'],
    ['Order 17', 'matches', 'ORDER *'],
    ['blue', 'is-one-of', 'Red, Blue'],
    [['Blue'], 'contains', 'blue'],
    ['Straße', 'equals', 'STRASSE'],
  ] as const)('%j %s %j depends on it only where case is not ignored', (left, operator, right) => {
    const list: Json = typeof left === 'string' ? left : [...left]
    expect(holds({ left: list, operator, right }, context)).toBe(true)
    expect(holds({ left: list, operator, right }, { ...context, ignoreCase: false })).toBe(false)
  })

  it('being regarded changes nothing else: quotes, widths and spaces still make no difference', () => {
    const strict = { ...context, ignoreCase: false }
    expect(holds({ left: ' “Ｙes” ', operator: 'equals', right: '"Yes"' }, strict)).toBe(true)
    expect(holds({ left: '1.0', operator: 'equals', right: 1 }, strict)).toBe(true)
  })
})

describe('comparing texts', () => {
  it.each([
    ['marks of two kinds', `a${'\u0315\u0300'.repeat(250_000)}`],
    ['marks without a letter', '\u0300\u0315'.repeat(250_000)],
    ['marks on many letters', `a${'\u0315\u0300'.repeat(20)}`.repeat(12_000)],
    ['letters that become long', '\ufdfa'.repeat(170_000)],
    ['digits', '1'.repeat(1_000_000)],
    ['zeros', `${'0'.repeat(500_000)}1`],
  ])('takes a moment, not a minute, for a whole body of %s', { timeout: 60_000 }, (_, text) => {
    const before = performance.now()
    expect(holds({ left: text, operator: 'equals', right: ` ${text}` }, context)).toBe(true)
    expect(holds({ left: text, operator: 'contains', right: 'zebra' }, context)).toBe(false)
    expect(holds({ left: text, operator: 'matches', right: `${'*1'.repeat(2_000)}x` }, context)).toBe(false)
    expect(holds({ left: text, operator: 'greater-than', right: `${text}1` }, context)).toBe(false)
    expect(performance.now() - before).toBeLessThan(20_000)
  })
})
