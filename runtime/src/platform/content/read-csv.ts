/** A row of a CSV text, and the line on which it begins, from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Reads CSV as spreadsheets write it: cells apart by commas or semicolons, whichever the first line has, quotes around
 * cells that need them, and any end of line. Empty lines are left out.
 */
export function readCsv(csv: string): readonly CsvRow[] {
  return [...csvRows(csv)]
}

/** As `readCsv`, one row at a time. */
export function* csvRows(csv: string): Generator<CsvRow, void> {
  const text = csv.replace(/^\ufeff/, '')
  const [firstLine = ''] = text.split(/\r?\n|\r/, 1)
  const separator = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ','
  let cells: string[] = []
  let line = 1
  let startLine = 1
  const cellPattern = new RegExp(`("[^"]*(?:""[^"]*)*"|(?!")[^${separator}\r\n]*)(${separator}|\r\n|\n|\r|$)`, 'y')
  while (cellPattern.lastIndex < text.length || cells.length > 0) {
    const start = cellPattern.lastIndex
    const found = cellPattern.exec(text)
    if (found === null) {
      // A quote that is never closed, or letters after one: the rest is one cell that no rule accepts.
      cells.push(text.slice(start))
      yield { line: startLine, cells }
      return
    }
    const [, cell = '', end = ''] = found
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    line += cell.split(/\r\n|\n|\r/).length - 1
    if (end === separator) continue
    if (cells.some((value) => value.trim() !== '')) yield { line: startLine, cells }
    cells = []
    line += 1
    startLine = line
    if (end === '') return
  }
}
