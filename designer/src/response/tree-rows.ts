import type { Json } from '@patchbay/shared/json'
import { type JsonPath, pathText } from '@patchbay/shared/queries'

/** One line of the tree. */
export interface TreeRow {
  readonly id: string
  readonly path: JsonPath
  /** Label before the colon; an index for entries of a list, null at the root. */
  readonly label: string | number | null
  readonly depth: number
  readonly value: Json
  /** Null for plain values. */
  readonly container: 'list' | 'object' | null
  readonly isOpen: boolean
  /** Entries of a container. */
  readonly size: number
  /** A text inside a closed entry that tells it from its neighbours, such as its name. */
  readonly hint: string | null
}

export function containerOf(value: Json): 'list' | 'object' | null {
  if (Array.isArray(value)) return 'list'
  return typeof value === 'object' && value !== null ? 'object' : null
}

export function entriesOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => [index, item] as const)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** The lines of a tree with the named containers open, from top to bottom. Without recursion over closed parts. */
export function treeRows(tree: Json, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (value: Json, path: JsonPath) => {
    const row = rowOf(value, path, open)
    rows.push(row)
    if (row.isOpen) for (const [key, item] of entriesOf(value)) add(item, [...path, key])
  }
  add(tree, [])
  return rows
}

function rowOf(value: Json, path: JsonPath, open: ReadonlySet<string>): TreeRow {
  const id = pathText(path)
  const container = containerOf(value)
  const isOpen = container !== null && open.has(id)
  return {
    id,
    path,
    label: path.at(-1) ?? null,
    depth: path.length,
    value,
    container,
    isOpen,
    size: container ? entriesOf(value).length : 0,
    hint: container === 'object' && !isOpen && typeof path.at(-1) === 'number' ? hintOf(value) : null,
  }
}

const hintLabels = ['name', 'title', 'label', 'id', 'key', 'type']

function hintOf(value: Json): string | null {
  const entries = new Map(entriesOf(value))
  for (const label of hintLabels) {
    const hint = entries.get(label)
    if (typeof hint === 'string' && hint !== '') return hint
  }
  return null
}

/** With at most so many lines the whole tree opens at once. */
const SMALL = 40

/** What is open at first: all of a small tree; of a large one the way along its largest parts. */
export function initiallyOpen(tree: Json): Set<string> {
  const open = new Set<string>()
  if (countNodes(tree, SMALL + 1) <= SMALL) {
    openAll(tree, [], open)
    return open
  }
  let path: JsonPath = []
  let value = tree
  for (let depth = 0; depth < 8 && containerOf(value) !== null; depth += 1) {
    open.add(pathText(path))
    const next = largestEntry(value)
    if (!next) break
    path = [...path, next[0]]
    value = next[1]
  }
  return open
}

function openAll(value: Json, path: JsonPath, open: Set<string>): void {
  if (containerOf(value) === null) return
  open.add(pathText(path))
  for (const [key, item] of entriesOf(value)) openAll(item, [...path, key], open)
}

/** Of a list the first container, of an object the largest one. */
function largestEntry(value: Json): readonly [string | number, Json] | undefined {
  const containers = entriesOf(value).filter(([, item]) => containerOf(item) !== null)
  if (Array.isArray(value)) return containers[0]
  let largest: readonly [string | number, Json] | undefined
  let most = 0
  for (const entry of containers) {
    const nodes = countNodes(entry[1], 1_000)
    if (nodes > most) {
      most = nodes
      largest = entry
    }
  }
  // A part with a few values only is not worth opening by itself.
  return most > 8 ? largest : undefined
}

function countNodes(value: Json, limit: number): number {
  let nodes = 0
  const waiting: Json[] = [value]
  while (waiting.length > 0 && nodes < limit) {
    const next = waiting.pop()
    nodes += 1
    if (next !== undefined) for (const [, item] of entriesOf(next)) waiting.push(item)
  }
  return nodes
}

/** Most lines a search shows. */
const MAX_FOUND = 500

/** The containers to open so that every label or value with `search` in it is in sight, and those lines themselves. */
export function findInTree(tree: Json, search: string): { readonly open: Set<string>; readonly found: Set<string> } {
  const wanted = search.toLowerCase()
  const open = new Set<string>([''])
  const found = new Set<string>()
  const visit = (value: Json, path: JsonPath) => {
    if (found.size >= MAX_FOUND) return
    const label = path.at(-1)
    const isHit =
      (typeof label === 'string' && label.toLowerCase().includes(wanted)) ||
      (containerOf(value) === null && String(value).toLowerCase().includes(wanted))
    if (isHit) {
      found.add(pathText(path))
      for (let length = path.length - 1; length >= 0; length -= 1) open.add(pathText(path.slice(0, length)))
    }
    for (const [key, item] of entriesOf(value)) visit(item, [...path, key])
  }
  visit(tree, [])
  return { open, found }
}
