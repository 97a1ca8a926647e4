import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type CsvRow, readCsv, streamCsv } from './read-csv.ts'

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

describe('a text that arrives in parts', () => {
  const csv = '\ufeffname,said\r\nAna,"1, ""two""\r\nthree"\r\n\r\nBen,\r\n"Cleo",last'

  it.each([1, 2, 3, 7, 1_000])('is read like one that is complete: %d characters at a time', async (size) => {
    const parts = Array.from({ length: Math.ceil(csv.length / size) }, (_, n) => csv.slice(n * size, (n + 1) * size))
    expect(await streamed(parts)).toEqual(readCsv(csv))
  })

  it('keeps a quote that is never closed as a cell', async () => {
    expect(await streamed(['a,b\n"one,', 'two\nthree'])).toEqual(readCsv('a,b\n"one,two\nthree'))
    expect(await streamed([])).toEqual([])
  })

  it('ends with a row of more than a mebibyte, which holds no more than was read', async () => {
    let partsRead = 0
    async function* endless() {
      yield 'a,b\n1,2\n"'
      for (; partsRead < 1_000; partsRead += 1) yield 'x'.repeat(64 * 1024)
    }
    const rows = await streamed(endless())
    expect(rows.map(({ line, cells }) => [line, cells.length])).toEqual([
      [1, 2],
      [2, 2],
      [3, 1],
    ])
    expect(rows.at(-1)?.isBroken).toBe(true)
    expect(partsRead).toBeLessThan(20)
  })
})

async function streamed(parts: Iterable<string> | AsyncIterable<string>): Promise<readonly CsvRow[]> {
  return Readable.from(streamCsv(Readable.from(parts))).toArray()
}
