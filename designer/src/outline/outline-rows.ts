import type { Definitions, Flow } from '@patchbay/shared/flow'
import { type BlockData, type BlockExit, blocksOf } from '../editing/blocks/block-data.ts'

interface RowPlace {
  /** Names the line as long as it is there. */
  readonly key: string
  /** 1 is the outermost. */
  readonly level: number
  /** The line that this one belongs to. */
  readonly parent: string | null
  readonly hasChildren: boolean
  readonly position: number
  readonly setSize: number
}

/** Where an exit leads that has no branch of its own beneath it. */
export interface ExitLink {
  readonly nodeId: number
  /** It leads to an action that comes before on this way: a loop. */
  readonly goesBack: boolean
}

export type OutlineRow = RowPlace &
  (
    | { readonly kind: 'action'; readonly block: BlockData }
    | { readonly kind: 'exit'; readonly block: BlockData; readonly exit: BlockExit; readonly link: ExitLink | null }
    | { readonly kind: 'unreached' }
  )

/** A line with those that belong to it. */
interface Branch {
  readonly key: string
  readonly content:
    | { readonly kind: 'action'; readonly block: BlockData }
    | { readonly kind: 'exit'; readonly block: BlockData; readonly exit: BlockExit; readonly link: ExitLink | null }
    | { readonly kind: 'unreached' }
  readonly children: Branch[]
}

const UNREACHED = 'unreached'
export const actionKey = (nodeId: number): string => `action:${nodeId}`
export const exitKey = (nodeId: number, exit: string): string => `exit:${nodeId}:${exit}`

/**
 * The flow as lines in the order it runs, from each trigger. An action with one exit is followed by the next at
 * the same depth; an action with several has a line for each exit, and what follows stands beneath it. Every
 * action stands once, where a run comes to it first; other connections to it are links. What no trigger leads to
 * stands in a group of its own.
 */
export function outlineRows(document: Flow, definitions: Definitions, closed: ReadonlySet<string>): OutlineRow[] {
  const rows: OutlineRow[] = []
  flatten(branchesOf(document, definitions), { level: 1, parent: null, closed, rows })
  return rows
}

function branchesOf(document: Flow, definitions: Definitions): Branch[] {
  const blocks = blocksOf(document, definitions)
  const walk: Walk = { blocks, next: targetsOf(document, blocks), seen: new Set() }
  const all = [...blocks.values()]
  const roots = all.filter(({ definition }) => definition?.kind === 'trigger')
  const branches = roots.map((block) => rootBranch(block, walk))
  const entered = new Set(document.connections.map(({ to }) => to))
  // First those that nothing leads to, so that chains begin at their beginning; then what only loops lead to.
  const unreached = [...all.filter(({ node }) => !entered.has(node.id)), ...all].flatMap((block) =>
    walk.seen.has(block.node.id) ? [] : chain(block.node.id, walk, []),
  )
  if (unreached.length === 0) return branches
  return [...branches, { key: UNREACHED, content: { kind: 'unreached' }, children: unreached }]
}

interface Walk {
  readonly blocks: ReadonlyMap<number, BlockData>
  /** By `exitKey`. */
  readonly next: ReadonlyMap<string, number>
  readonly seen: Set<number>
}

function targetsOf(document: Flow, blocks: ReadonlyMap<number, BlockData>): ReadonlyMap<string, number> {
  const known = document.connections.filter(({ to }) => blocks.has(to))
  return new Map(known.map(({ from, exit, to }) => [exitKey(from, exit), to]))
}

/** A trigger holds everything that it starts. */
function rootBranch(block: BlockData, walk: Walk): Branch {
  const { id } = block.node
  walk.seen.add(id)
  const [only, ...others] = block.exits
  const target = only && others.length === 0 ? walk.next.get(exitKey(id, only.id)) : undefined
  const children =
    target !== undefined && !walk.seen.has(target)
      ? chain(target, walk, [id])
      : block.exits.map((exit) => exitBranch(block, exit, walk, [id]))
  return { key: actionKey(id), content: { kind: 'action', block }, children }
}

/** The action and what follows it as long as there is one way to go. `path` is the way that led here. */
function chain(start: number, walk: Walk, path: readonly number[]): Branch[] {
  const branches: Branch[] = []
  const way = [...path]
  let at: number | undefined = start
  while (at !== undefined && !walk.seen.has(at)) {
    const block = walk.blocks.get(at)
    if (!block) break
    walk.seen.add(at)
    way.push(at)
    const [only, ...others] = block.exits
    const target: number | undefined = only && others.length === 0 ? walk.next.get(exitKey(at, only.id)) : undefined
    const goesOn: boolean = target !== undefined && !walk.seen.has(target)
    const children = goesOn ? [] : block.exits.map((exit) => exitBranch(block, exit, walk, way))
    branches.push({ key: actionKey(at), content: { kind: 'action', block }, children })
    at = goesOn ? target : undefined
  }
  return branches
}

function exitBranch(block: BlockData, exit: BlockExit, walk: Walk, path: readonly number[]): Branch {
  const key = exitKey(block.node.id, exit.id)
  const target = walk.next.get(key)
  const isNew = target !== undefined && !walk.seen.has(target)
  const link = target === undefined || isNew ? null : { nodeId: target, goesBack: path.includes(target) }
  return { key, content: { kind: 'exit', block, exit, link }, children: isNew ? chain(target, walk, path) : [] }
}

interface Flattening {
  readonly level: number
  readonly parent: string | null
  readonly closed: ReadonlySet<string>
  readonly rows: OutlineRow[]
}

function flatten(branches: readonly Branch[], { level, parent, closed, rows }: Flattening): void {
  branches.forEach(({ key, content, children }, index) => {
    const hasChildren = children.length > 0
    rows.push({ ...content, key, level, parent, hasChildren, position: index + 1, setSize: branches.length })
    if (hasChildren && !closed.has(key)) flatten(children, { level: level + 1, parent: key, closed, rows })
  })
}
