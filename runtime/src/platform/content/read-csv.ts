/** A row of a CSV text, and the line on which it begins, from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
  /** A quote is never closed, or the row is too long: nothing behind its beginning can be read. */
  readonly isBroken?: true
}

/** A row that is longer, such as one with a quote that is never closed, ends a text that is read as it arrives. */
const LONGEST_ROW = 1024 * 1024

/**
 * Reads CSV as spreadsheets write it: cells apart by commas or semicolons, whichever the first line has, quotes around
 * cells that need them, and any end of line. Empty lines are left out.
 */
export function readCsv(csv: string): readonly CsvRow[] {
  return [...csvRows(csv)]
}

/** As `readCsv`, one row at a time. */
export function csvRows(csv: string): Generator<CsvRow, void> {
  return createReader().read(csv, true)
}

/** As `readCsv`, of a text that arrives in parts: holds a part and a row in memory. */
export async function* streamCsv(parts: AsyncIterable<string>): AsyncGenerator<CsvRow, void> {
  const reader = createReader()
  for await (const part of parts) {
    yield* reader.read(part, false)
    if (reader.isBroken) return
  }
  yield* reader.read('', true)
}

function createReader() {
  /** What is not read yet: it begins with a row. */
  let text = ''
  let separator: string | undefined
  let isBegun = false
  let isBroken: true | undefined
  let line = 1

  /** @param isLast no more text follows */
  function* read(part: string, isLast: boolean): Generator<CsvRow, void> {
    text = isBegun ? text + part : part.replace(/^\ufeff/, '')
    isBegun ||= part !== ''
    separator ??= separatorOf(text, isLast)
    if (separator !== undefined) yield* readRows(cellPattern(separator), isLast)
    if (isBroken || isLast || text.length <= LONGEST_ROW) return
    isBroken = true
    yield { line, cells: [text], isBroken }
  }

  function* readRows(pattern: RegExp, isLast: boolean): Generator<CsvRow, void> {
    let start = 0
    let lineOfCell = line
    let cells: string[] = []
    while (pattern.lastIndex < text.length || cells.length > 0) {
      const from = pattern.lastIndex
      const found = pattern.exec(text)
      // What ends with the text may go on in the next part.
      if (!isLast && (found === null || pattern.lastIndex === text.length)) break
      if (found === null) {
        // A quote that is never closed, or letters after one: the rest is one cell that no rule accepts.
        yield { line, cells: [...cells, text.slice(from)], isBroken: true }
        return
      }
      const [, cell = '', end = ''] = found
      cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
      lineOfCell += cell.split(/\r\n|\n|\r/).length - 1
      if (end === separator) continue
      if (cells.some((value) => value.trim() !== '')) yield { line, cells }
      cells = []
      lineOfCell += 1
      line = lineOfCell
      start = pattern.lastIndex
      if (end === '') return
    }
    text = text.slice(start)
  }

  return {
    /** A row was too long: what follows it cannot be read. */
    get isBroken() {
      return isBroken === true
    },
    read,
  }
}

/** Undefined while the first line is not complete. */
function separatorOf(text: string, isLast: boolean): string | undefined {
  const [firstLine = ''] = text.split(/\r?\n|\r/, 1)
  if (!isLast && firstLine.length === text.length) return undefined
  return firstLine.includes(';') && !firstLine.includes(',') ? ';' : ','
}

function cellPattern(separator: string): RegExp {
  return new RegExp(`("[^"]*(?:""[^"]*)*"|(?!")[^${separator}\r\n]*)(${separator}|\r\n|\n|\r|$)`, 'y')
}
