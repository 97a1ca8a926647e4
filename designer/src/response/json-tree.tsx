import type { Json } from '@patchbay/shared/json'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconChevronDown, IconChevronRight } from '../ui/icons.ts'
import { responseTexts } from '../ui/texts/response.ts'
import { VariablePill } from '../ui/variable-pill.tsx'
import classes from './response.module.css'
import { findInTree, initiallyOpen, type TreeRow, treeRows } from './tree-rows.ts'

const ROW_HEIGHT = 24
const PADDING = 6
/** Lines drawn beyond those in sight, so that scrolling shows no gaps. */
const OVERSCAN = 12

interface JsonTreeProps {
  readonly tree: Json
  readonly search: string
  readonly selected: string | null
  /** Tokens of response variables by the line their query leads to. */
  readonly variables: ReadonlyMap<string, readonly string[]>
  readonly onPick: (row: TreeRow) => void
}

/** A reply as a tree. Only the lines in sight are drawn, so a reply of megabytes scrolls like a small one. */
export function JsonTree({ tree, search, selected, variables, onPick }: JsonTreeProps) {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { rows, toggle } = useRows(tree, search)
  const [active, setActive] = useState(0)
  const { first, last } = useWindow(scroller, rows.length)
  const row = rows[Math.min(active, rows.length - 1)]
  const choose = (chosen: TreeRow) => (chosen.container ? toggle(chosen) : onPick(chosen))
  const move = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index))
    setActive(next)
    reveal(scroller.current, next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!row) return
    const index = rows.indexOf(row)
    const parent = () => rows.findLastIndex((candidate, at) => at < index && candidate.depth < row.depth)
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(index + 1),
      ArrowUp: () => move(index - 1),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ArrowRight: () => (row.container && !row.isOpen ? toggle(row) : move(index + 1)),
      ArrowLeft: () => (row.isOpen ? toggle(row) : move(parent())),
      Enter: () => choose(row),
      ' ': () => choose(row),
    }
    const action = keys[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={responseTexts.tree}
      aria-activedescendant={row && `${id}-${rows.indexOf(row)}`}
      tabIndex={0}
      className={classes.tree}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: rows.length * ROW_HEIGHT, position: 'relative' }} role="presentation">
        {rows.slice(first, last).map((shown, offset) => (
          <Line
            key={shown.id}
            id={`${id}-${first + offset}`}
            row={shown}
            index={first + offset}
            isActive={shown === row}
            isSelected={shown.id === selected}
            tokens={variables.get(shown.id) ?? noTokens}
            onClick={() => {
              setActive(first + offset)
              choose(shown)
            }}
          />
        ))}
      </div>
    </div>
  )
}

const noTokens: readonly string[] = []

function useRows(tree: Json, search: string) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => initiallyOpen(tree))
  useEffect(() => setOpen(initiallyOpen(tree)), [tree])
  useEffect(() => {
    if (search.trim() === '') return
    setOpen((before) => new Set([...before, ...findInTree(tree, search.trim()).open]))
  }, [tree, search])
  const rows = useMemo(() => {
    const all = treeRows(tree, open)
    if (search.trim() === '') return all
    const found = findInTree(tree, search.trim())
    return all.filter((row) => found.found.has(row.id) || found.open.has(row.id))
  }, [tree, open, search])
  const toggle = (row: TreeRow) =>
    setOpen((before) => {
      const next = new Set(before)
      if (!next.delete(row.id)) next.add(row.id)
      return next
    })
  return { rows, toggle }
}

/** Which lines are in sight. */
function useWindow(scroller: React.RefObject<HTMLDivElement | null>, count: number) {
  const [{ top, height }, setView] = useState({ top: 0, height: 600 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight })
    read()
    element.addEventListener('scroll', read, { passive: true })
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', read)
      observer.disconnect()
    }
  }, [scroller])
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - OVERSCAN)
  return { first, last: Math.min(count, first + Math.ceil(height / ROW_HEIGHT) + 2 * OVERSCAN) }
}

function reveal(scroller: HTMLElement | null, index: number): void {
  if (!scroller) return
  const top = index * ROW_HEIGHT
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (top + ROW_HEIGHT + 2 * PADDING > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = top + ROW_HEIGHT + 2 * PADDING - scroller.clientHeight
  }
}

interface LineProps {
  readonly id: string
  readonly row: TreeRow
  readonly index: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly tokens: readonly string[]
  readonly onClick: () => void
}

function Line({ id, row, index, isActive, isSelected, tokens, onClick }: LineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and chooses by keys.
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={isSelected}
      {...(row.container ? { 'aria-expanded': row.isOpen } : {})}
      data-active={isActive || undefined}
      className={classes.line}
      style={{ top: index * ROW_HEIGHT, paddingLeft: 10 + row.depth * 16 }}
      onClick={onClick}
    >
      <span className={classes.twist}>
        {row.container && <Icon of={row.isOpen ? IconChevronDown : IconChevronRight} size={12} />}
      </span>
      {row.label !== null && <span className={classes.label}>{row.label}</span>}
      {row.label !== null && typeof row.label === 'string' && <span className={classes.punctuation}>:</span>}
      {row.container ? <ContainerText row={row} /> : <ValueText value={row.value} />}
      {tokens.map((token) => (
        <VariablePill key={token} token={token} category="data" />
      ))}
    </div>
  )
}

function ContainerText({ row }: { readonly row: TreeRow }) {
  const [opening, closing] = row.container === 'list' ? ['[', ']'] : ['{', '}']
  const showsSize = !row.isOpen || row.container === 'list'
  return (
    <>
      <span className={classes.size}>
        {showsSize ? `${opening} ${responseTexts.entries(row.size)} ${closing}` : opening}
      </span>
      {row.hint !== null && <span className={classes.size}>"{row.hint}"</span>}
    </>
  )
}

/** Longest text on a line; the preview beside shows all of it. */
const MAX_SHOWN = 300

function ValueText({ value }: { readonly value: Json }) {
  if (value === null) return <span className={`${classes.value} ${classes.empty}`}>null</span>
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, MAX_SHOWN)) : String(value)
  return <span className={classes.value}>{text}</span>
}
