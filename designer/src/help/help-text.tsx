import { createElement, Fragment, type ReactNode } from 'react'
import { Link } from 'wouter'
import classes from './help.module.css'
import { targetOf } from './help-sources.ts'
import { type Block, type Inline, inlines, parseMarkdown } from './parse-markdown.ts'

interface HelpTextProps {
  /** Of the page, as in `helpPages`: what its links are relative to. */
  readonly path: string
  readonly text: string
}

/** A page of the help, drawn from its Markdown. */
export function HelpText({ path, text }: HelpTextProps) {
  return <article className={classes.text}>{blocks(parseMarkdown(text), path)}</article>
}

/** Pages never change while they are shown, so their parts need no keys. */
function together(tag: string | typeof Fragment, parts: readonly ReactNode[]): ReactNode {
  return createElement(tag, null, ...parts)
}

function blocks(all: readonly Block[], path: string): ReactNode {
  const parts = all.map((block) => drawBlock(block, path))
  return together(Fragment, parts)
}

function drawBlock(block: Block, path: string): ReactNode {
  const words = (text: string) => drawInlines(inlines(text), path)
  switch (block.kind) {
    case 'heading':
      return createElement(`h${block.level}`, { id: block.id, tabIndex: -1 }, words(block.text))
    case 'paragraph':
      return <p>{words(block.text)}</p>
    case 'quote':
      return <blockquote>{blocks(block.blocks, path)}</blockquote>
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      )
    case 'list': {
      const items = block.items.map((item) => together('li', [blocks(item, path)]))
      return together(block.isOrdered ? 'ol' : 'ul', items)
    }
    case 'table':
      return drawTable(block, words)
  }
}

function drawTable({ head, rows }: Extract<Block, { kind: 'table' }>, words: (text: string) => ReactNode): ReactNode {
  const row = (tag: 'th' | 'td') => (cells: readonly string[]) =>
    together(
      'tr',
      cells.map((cell) => together(tag, [words(cell)])),
    )
  return (
    <div className={classes.table}>
      <table>
        <thead>{row('th')(head)}</thead>
        {together('tbody', rows.map(row('td')))}
      </table>
    </div>
  )
}

function drawInlines(all: readonly Inline[], path: string): ReactNode {
  const parts = all.map((inline) => drawInline(inline, path))
  return together(Fragment, parts)
}

function drawInline(inline: Inline, path: string): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'code':
      return <code translate="no">{inline.text}</code>
    case 'strong':
      return <strong>{drawInlines(inline.inlines, path)}</strong>
    case 'emphasis':
      return <em>{drawInlines(inline.inlines, path)}</em>
    case 'picture': {
      const target = targetOf(path, inline.target)
      return target.kind === 'picture' ? <img src={target.url} alt={inline.text} loading="lazy" /> : inline.text
    }
    case 'link':
      return drawLink(inline, path)
  }
}

function drawLink({ target, inlines: words }: Extract<Inline, { kind: 'link' }>, path: string): ReactNode {
  const found = targetOf(path, target)
  const drawn = drawInlines(words, path)
  if (found.kind === 'page' && found.path === path) return <a href={`#${found.anchor}`}>{drawn}</a>
  if (found.kind === 'page') {
    return <Link href={`/help/${found.path}${found.anchor === '' ? '' : `#${found.anchor}`}`}>{drawn}</Link>
  }
  if (found.kind === 'none') return drawn
  return (
    <a href={found.url} target="_blank" rel="noreferrer">
      {drawn}
    </a>
  )
}
