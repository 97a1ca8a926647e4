/** A part of a page. Texts hold inline marks, which `inlines` reads. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly id: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

const LIST_ITEM = /^( *)(?:[-*]|(\d+)\.) +(.*)$/

/** Reads the Markdown that our own pages are written in: no HTML, no footnotes, lists within lists by indentation. */
export function parseMarkdown(text: string): readonly Block[] {
  return blocksOf(text.replaceAll('\r\n', '\n').split('\n'))
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if ((lines[at] ?? '').trim() === '') {
      at += 1
      continue
    }
    const [block, length] = readBlock(lines.slice(at))
    blocks.push(block)
    at += length
  }
  return blocks
}

/** The block that begins with the first line, and how many lines it takes. */
function readBlock(lines: readonly string[]): readonly [Block, number] {
  const [first = ''] = lines
  if (first.startsWith('```')) return readCode(lines)
  const heading = /^(#{1,6}) +(.*)$/.exec(first)
  if (heading) {
    const [, marks = '', text = ''] = heading
    return [{ kind: 'heading', level: marks.length, text, id: anchorOf(text) }, 1]
  }
  if (first.startsWith('|')) return readTable(lines)
  if (first.startsWith('>')) {
    const length = countWhile(lines, (line) => line.startsWith('>'))
    const inner = lines.slice(0, length).map((line) => line.replace(/^> ?/, ''))
    return [{ kind: 'quote', blocks: blocksOf(inner) }, length]
  }
  return LIST_ITEM.test(first) ? readList(lines) : readParagraph(lines)
}

function readCode(lines: readonly string[]): readonly [Block, number] {
  const length = countWhile(lines.slice(1), (line) => !line.startsWith('```'))
  return [{ kind: 'code', text: lines.slice(1, length + 1).join('\n') }, length + 2]
}

function readTable(lines: readonly string[]): readonly [Block, number] {
  const length = countWhile(lines, (line) => line.startsWith('|'))
  const [head = [], , ...rows] = lines.slice(0, length).map(cellsOf)
  return [{ kind: 'table', head, rows }, length]
}

function cellsOf(line: string): readonly string[] {
  const cells = line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/)
  return cells.map((cell) => cell.trim().replaceAll('\\|', '|'))
}

function readList(lines: readonly string[]): readonly [Block, number] {
  const isOrdered = LIST_ITEM.exec(lines[0] ?? '')?.[2] !== undefined
  const items: (readonly Block[])[] = []
  let at = 0
  for (;;) {
    const [, , number, text] = LIST_ITEM.exec(lines[at] ?? '') ?? []
    if (text === undefined || (number !== undefined) !== isOrdered || /^ /.test(lines[at] ?? '')) break
    const rest = lines.slice(at + 1)
    const length = countWhile(rest, (line, index) => belongsToItem(line, rest[index + 1]))
    items.push(blocksOf([text, ...rest.slice(0, length).map((line) => line.replace(/^ {1,3}/, ''))]))
    at += length + 1
  }
  return [{ kind: 'list', isOrdered, items }, at]
}

/** What is indented belongs to the item, with the empty lines within it. */
function belongsToItem(line: string, next: string | undefined): boolean {
  return /^ /.test(line) || (line.trim() === '' && next !== undefined && /^ /.test(next))
}

function readParagraph(lines: readonly string[]): readonly [Block, number] {
  const begins = (line: string) => /^(?:```|#{1,6} |\||>)/.test(line) || LIST_ITEM.test(line)
  const length = 1 + countWhile(lines.slice(1), (line) => line.trim() !== '' && !begins(line))
  const text = lines.slice(0, length).join(' ')
  return [{ kind: 'paragraph', text: text.trim() }, length]
}

function countWhile(lines: readonly string[], holds: (line: string, index: number) => boolean): number {
  const end = lines.findIndex((line, index) => !holds(line, index))
  return end === -1 ? lines.length : end
}

/** `#what-it-does` of a heading, as links within the pages write it. */
function anchorOf(heading: string): string {
  const plain = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
  return plain.trim().replaceAll(/\s/g, '-')
}

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly target: string; readonly inlines: readonly Inline[] }
  | { readonly kind: 'picture'; readonly target: string; readonly text: string }

const MARKS =
  /(?<code>`+)(?<codeText>.+?)\k<code>|!\[(?<alt>[^\]]*)\]\((?<source>[^)\s]+)\)|\[(?<words>(?:[^\]`]|`[^`]*`)+)\]\((?<target>[^)\s]+)\)|\*\*(?<strong>.+?)\*\*|(?<![\w*])[*_](?<emphasis>[^\s*_](?:[^*]*?[^\s*])?)[*_](?![\w*])|<(?<address>https?:[^>]+)>|\\(?<escaped>[\\`*_{}[\]()#+.!|<>-])/g

/** The marks within a text: code, links, pictures, strong and emphasised words. */
export function inlines(text: string): readonly Inline[] {
  const found: Inline[] = []
  let at = 0
  for (const match of text.matchAll(MARKS)) {
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) })
    found.push(inlineOf(match.groups ?? {}))
    at = match.index + match[0].length
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) })
  return found
}

function inlineOf(groups: Readonly<Record<string, string | undefined>>): Inline {
  const { codeText, alt, source, words, target, strong, emphasis, address, escaped } = groups
  if (codeText !== undefined) return { kind: 'code', text: codeText.replace(/^ (.*) $/, '$1') }
  if (source !== undefined) return { kind: 'picture', target: source, text: alt ?? '' }
  if (target !== undefined) return { kind: 'link', target, inlines: inlines(words ?? '') }
  if (strong !== undefined) return { kind: 'strong', inlines: inlines(strong) }
  if (emphasis !== undefined) return { kind: 'emphasis', inlines: inlines(emphasis) }
  if (address !== undefined) return { kind: 'link', target: address, inlines: [{ kind: 'text', text: address }] }
  return { kind: 'text', text: escaped ?? '' }
}
