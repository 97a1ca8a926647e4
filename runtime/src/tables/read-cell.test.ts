import type { ColumnType } from '@patchbay/shared/api'
import { describe, expect, it } from 'vitest'
import { idOfName } from './new-id.ts'
import { readCell } from './read-cell.ts'

const cell = (type: ColumnType, given: string | number | boolean | null, zone?: string) =>
  readCell({ id: 'it', name: 'It', type }, given, zone)?.value

describe('a cell', () => {
  it.each([
    ['text', ' Ana ', ' Ana '],
    ['text', 12.5, '12.5'],
    ['text', '   ', undefined],
    ['text', null, undefined],
    ['number', ' 12.50 ', 12.5],
    ['number', '007', 7],
    ['number', '1e3', 1000],
    ['number', '', undefined],
    ['boolean', 'Yes', true],
    ['boolean', '0', false],
    ['boolean', true, true],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-01-31 09:30', '2026-01-31T09:30'],
    ['date', '2026-01-31T09:30:00', '2026-01-31T09:30'],
    ['date', '2026-01-31T09:30:15.250', '2026-01-31T09:30:15'],
    ['phone', '(305) 555-0142', '+13055550142'],
    ['phone', '+49 30 901820', '+4930901820'],
  ] as const)('of type %s takes %j as %j', (type, given, value) => {
    expect(cell(type, given)).toEqual(value)
  })

  it.each([
    ['number', '1,234'],
    ['number', '1e400'],
    ['number', 'twelve'],
    ['boolean', 'maybe'],
    ['date', '2026-02-30'],
    ['date', '2026-01-31T24:00'],
    ['date', '31.01.2026'],
    ['date', '2026-01-31T09:30:00Z'],
    ['phone', 'Ana'],
    ['phone', '12345'],
    ['text', 'x'.repeat(4_001)],
  ] as const)('of type %s refuses %j in a sentence', (type, given) => {
    expect(() => cell(type, given)).toThrow(/^It: .+\.$/)
  })

  it('of type number keeps the digits of a long one', () => {
    expect(cell('number', '9007199254740993')).toBe(9007199254740993n)
  })

  it('of type date takes a moment on the clocks of a zone', () => {
    expect(cell('date', '2026-01-31T23:30:00Z', 'America/New_York')).toBe('2026-01-31T18:30')
    expect(cell('date', '2026-01-01T01:00:00+0100', 'America/New_York')).toBe('2025-12-31T19:00')
  })
})

describe('an id made of a name', () => {
  it.each([
    ['Booked on', 'booked_on'],
    ['Größe (m²)', 'grosse_m2'],
    ['2nd phone', 'nd_phone'],
    ['名前', 'column_3'],
    ['Phone', 'phone_2'],
    ['Constructor', 'constructor_2'],
  ])('%s is %s', (name, id) => {
    expect(idOfName(name, new Set(['phone']), 'column_3')).toBe(id)
  })
})
