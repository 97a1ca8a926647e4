import type { JsonPath } from '../json/path.ts'
import type { Call } from './functions/parse-expression.ts'
import type { Range } from './problem.ts'
import type { Piece } from './scan.ts'

/** A template as a tree: sections hold what stands between their tags. */
export type OutlineItem = Range &
  (
    | { readonly type: 'text'; readonly text: string }
    | {
        readonly type: 'value'
        readonly path: JsonPath
        readonly isAbsolute: boolean
        readonly calls: readonly Call[]
      }
    | {
        readonly type: 'section'
        readonly path: JsonPath
        readonly isInverted: boolean
        readonly items: readonly OutlineItem[]
        /** Offset of the closing tag. */
        readonly close: number
      }
  )

/** Nests the pieces of a template without problems and drops lines that hold only section and comment tags. */
export function outlineOf(pieces: readonly Piece[]): readonly OutlineItem[] {
  const lines = splitLines(pieces)
  return nest(dropTagLines(lines), { index: 0 }).items
}

function nest(pieces: readonly Piece[], cursor: { index: number }): { items: OutlineItem[]; close: number } {
  const items: OutlineItem[] = []
  while (cursor.index < pieces.length) {
    const piece = pieces[cursor.index]
    cursor.index += 1
    if (piece === undefined || piece.type === 'comment') continue
    if (piece.type === 'close') return { items, close: piece.start }
    if (piece.type === 'section') {
      const { path, isInverted, start, end } = piece
      items.push({ type: 'section', path, isInverted, start, end, ...nest(pieces, cursor) })
    } else {
      addItem(items, piece)
    }
  }
  return { items, close: -1 }
}

/** Joins neighbouring texts, so that rendering concatenates as little as possible. */
function addItem(items: OutlineItem[], piece: Extract<Piece, { type: 'text' | 'value' }>): void {
  const last = items.at(-1)
  if (piece.type === 'text' && last?.type === 'text') {
    items[items.length - 1] = { type: 'text', text: last.text + piece.text, start: last.start, end: piece.end }
  } else {
    items.push(piece)
  }
}

function splitLines(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const piece of pieces) {
    if (piece.type !== 'text') {
      lines.at(-1)?.push(piece)
      continue
    }
    let start = piece.start
    for (const text of piece.text.split(/(?<=\n)/)) {
      lines.at(-1)?.push({ type: 'text', text, start, end: Math.min(start + text.length, piece.end) })
      start += text.length
      if (text.endsWith('\n')) lines.push([])
    }
  }
  return lines
}

/** As mustache has it: a line with nothing but section and comment tags leaves no line behind. */
function dropTagLines(lines: readonly Piece[][]): Piece[] {
  return lines.flatMap((line) => {
    const hasTag = line.some((piece) => piece.type !== 'text')
    const hasContent = line.some((piece) => piece.type === 'value' || (piece.type === 'text' && /\S/.test(piece.text)))
    return hasTag && !hasContent ? line.filter((piece) => piece.type !== 'text') : line
  })
}
