import { expect, it } from 'vitest'
import { readCsv } from './read-csv.ts'

const cells = (csv: string) => readCsv(csv).map((row) => row.cells)

it('reads cells, quoted ones too, with any end of line', () => {
  expect(cells('a,b\r\n1,"2, ""two"""\n3,\r4,5')).toEqual([
    ['a', 'b'],
    ['1', '2, "two"'],
    ['3', ''],
    ['4', '5'],
  ])
})

it('reads what spreadsheets of other countries write', () => {
  expect(cells('\ufeffcontact;state\n+1305;out\n')).toEqual([
    ['contact', 'state'],
    ['+1305', 'out'],
  ])
})

it('counts lines as an editor does, and leaves empty ones out', () => {
  expect(readCsv('a,b\n\n"one\ntwo",x\n , \nlast,y')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 3, cells: ['one\ntwo', 'x'] },
    { line: 6, cells: ['last', 'y'] },
  ])
})

it('keeps a quote that is never closed as a cell', () => {
  expect(cells('a,b\n"one,two\nthree')).toEqual([['a', 'b'], ['"one,two\nthree']])
  expect(cells('')).toEqual([])
})
