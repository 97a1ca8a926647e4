import type { Flow, FlowNode, Position } from '../schema.ts'

/** What the layout has to know of a block, in board pixels. */
export interface BlockShape {
  readonly width: number
  readonly height: number
  /** Exits from the top jack to the bottom one. */
  readonly exits: readonly string[]
}

export interface TidyOptions {
  readonly shapeOf: (node: FlowNode) => BlockShape
  /** Only these actions move. All of them when left out. */
  readonly nodeIds?: readonly number[]
  /** Room for the connections between two columns. */
  readonly columnGap: number
  readonly rowGap: number
  /** Places are multiples of this. */
  readonly snap: number
}

/**
 * Places that make a flow read from left to right. What follows the upper exit of an action stands above what
 * follows the lower one, starts keep their order from top to bottom, and a chain stands in one line. Connections
 * that lead back, as in a loop, do not count. The upper left corner of the whole stays where it was.
 */
export function tidyPlaces(flow: Flow, options: TidyOptions): ReadonlyMap<number, Position> {
  const wanted = options.nodeIds && new Set(options.nodeIds)
  const nodes = new Map<number, FlowNode>()
  for (const node of flow.nodes) {
    if ((wanted?.has(node.id) ?? true) && !nodes.has(node.id)) nodes.set(node.id, node)
  }
  const shapes = new Map([...nodes].map(([id, node]) => [id, options.shapeOf(node)]))
  const ahead = forwardLinks([...nodes.values()].sort(byPlace), nextOf(flow, shapes))
  const columns = columnsOf(ahead)
  const { roots, children } = treeOf(ahead, columns)
  const rows = rowsOf({ roots, children, columns, shapes, options })
  return shifted([...nodes.values()], placesOf(columns, rows, shapes, options), options.snap)
}

type Links = ReadonlyMap<number, readonly number[]>

function byPlace(a: FlowNode, b: FlowNode): number {
  return a.position.y - b.position.y || a.position.x - b.position.x || a.id - b.id
}

/** What follows each action, in the order of its exits; connections of exits that are gone come last. */
function nextOf(flow: Flow, shapes: ReadonlyMap<number, BlockShape>): Links {
  const next = new Map<number, { readonly rank: number; readonly to: number }[]>()
  for (const { from, exit, to } of flow.connections) {
    const exits = shapes.get(from)?.exits
    if (exits === undefined || !shapes.has(to) || from === to) continue
    const at = exits.indexOf(exit)
    next.set(from, [...(next.get(from) ?? []), { rank: at < 0 ? exits.length : at, to }])
  }
  return new Map(
    [...next].map(([from, links]) => [from, [...new Set(links.sort((a, b) => a.rank - b.rank).map(({ to }) => to))]]),
  )
}

/** The links without those that lead back, and the actions so ordered that all links lead on. */
function forwardLinks(nodes: readonly FlowNode[], next: Links): Links {
  const entered = new Set([...next.values()].flat())
  const starts = [...nodes.filter(({ id }) => !entered.has(id)), ...nodes]
  const state = new Map<number, 'open' | 'done'>()
  const forward = new Map<number, number[]>()
  const finished: number[] = []
  for (const start of starts) {
    if (state.has(start.id)) continue
    walk(start.id)
  }
  return new Map(finished.reverse().map((id) => [id, forward.get(id) ?? []]))

  // Written without recursion: a flow may be one chain of 2,000 actions.
  function walk(start: number): void {
    const path = [{ id: start, at: 0 }]
    state.set(start, 'open')
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = next.get(top.id)?.[top.at]
      top.at += 1
      if (to === undefined) {
        state.set(top.id, 'done')
        finished.push(top.id)
        path.pop()
      } else if (state.get(to) !== 'open') {
        forward.set(top.id, [...(forward.get(top.id) ?? []), to])
        if (state.has(to)) continue
        state.set(to, 'open')
        path.push({ id: to, at: 0 })
      }
    }
  }
}

/** Every action stands to the right of all that lead to it. */
function columnsOf(ahead: Links): ReadonlyMap<number, number> {
  const columns = new Map<number, number>()
  for (const [id, next] of ahead) {
    const column = columns.get(id) ?? 0
    columns.set(id, column)
    for (const to of next) columns.set(to, Math.max(columns.get(to) ?? 0, column + 1))
  }
  return columns
}

/**
 * Each action hangs on the leftmost of those that lead to it, so that a way around others gets a row of its own
 * and no connection hides behind a block.
 */
function treeOf(ahead: Links, columns: ReadonlyMap<number, number>) {
  const parents = new Map<number, number>()
  for (const [id, next] of ahead) {
    for (const to of next) {
      const known = parents.get(to)
      if (known === undefined || (columns.get(id) ?? 0) < (columns.get(known) ?? 0)) parents.set(to, id)
    }
  }
  const children = new Map([...ahead].map(([id, next]) => [id, next.filter((to) => parents.get(to) === id)]))
  return { roots: [...ahead.keys()].filter((id) => !parents.has(id)).reverse(), children }
}

interface RowsInput {
  readonly roots: readonly number[]
  readonly children: Links
  readonly columns: ReadonlyMap<number, number>
  readonly shapes: ReadonlyMap<number, BlockShape>
  readonly options: TidyOptions
}

/** A part of the tree laid out by itself: how far up and down it reaches in each column, and where its root is. */
interface Part {
  readonly reach: Map<number, { top: number; bottom: number }>
  readonly y: number
}

function rowsOf({ roots, children, columns, shapes, options }: RowsInput): ReadonlyMap<number, number> {
  /** How far an action stands below the one it hangs on. */
  const below = new Map<number, number>()
  const parts = new Map<number, Part>()
  const order = preorder(roots, children)
  for (const id of [...order].reverse()) {
    const own = columns.get(id) ?? 0
    const under = (children.get(id) ?? []).map((child) => ({ child, part: partOf(child, own + 1) }))
    parts.set(id, stack(id, own, under))
  }
  const rows = new Map<number, number>()
  const whole: Part['reach'] = new Map()
  for (const root of roots) {
    const part = partOf(root, columns.get(root) ?? 0)
    rows.set(root, part.y + join(whole, part.reach))
  }
  for (const id of order)
    for (const child of children.get(id) ?? []) rows.set(child, (rows.get(id) ?? 0) + (below.get(child) ?? 0))
  return rows

  /** The part of a child, with a free lane from `fromColumn` to it. */
  function partOf(child: number, fromColumn: number): Part {
    const part = parts.get(child) ?? { reach: new Map(), y: 0 }
    const height = shapes.get(child)?.height ?? 0
    for (let column = fromColumn; column < (columns.get(child) ?? 0); column += 1) {
      part.reach.set(column, { top: part.y, bottom: part.y + height })
    }
    return part
  }

  function stack(id: number, own: number, under: readonly { readonly child: number; readonly part: Part }[]): Part {
    const height = shapes.get(id)?.height ?? 0
    const [first] = under
    const reach: Part['reach'] = first?.part.reach ?? new Map()
    const ys = under.map(({ part }, index) => part.y + (index === 0 ? 0 : join(reach, part.reach)))
    // Between the first and the last of those that follow; an only one stands in line.
    const middle = ((ys[0] ?? 0) + (ys.at(-1) ?? 0)) / 2
    const y = Math.round(middle / options.snap) * options.snap
    for (const [index, { child }] of under.entries()) below.set(child, (ys[index] ?? 0) - y)
    reach.set(own, { top: y, bottom: y + height })
    return { reach, y }
  }

  /** Puts `lower` under `upper` as high as it can go and answers how far it moved. */
  function join(upper: Part['reach'], lower: Part['reach']): number {
    let move = Number.NEGATIVE_INFINITY
    for (const [column, { top }] of lower) {
      const above = upper.get(column)
      if (above) move = Math.max(move, above.bottom + options.rowGap - top)
    }
    const offset = Number.isFinite(move) ? Math.ceil(move / options.snap) * options.snap : 0
    for (const [column, { top, bottom }] of lower) {
      const above = upper.get(column)
      upper.set(column, { top: above?.top ?? top + offset, bottom: bottom + offset })
    }
    return offset
  }
}

function preorder(roots: readonly number[], children: Links): number[] {
  const order: number[] = []
  const waiting = [...roots].reverse()
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    order.push(id)
    waiting.push(...[...(children.get(id) ?? [])].reverse())
  }
  return order
}

function placesOf(
  columns: ReadonlyMap<number, number>,
  rows: ReadonlyMap<number, number>,
  shapes: ReadonlyMap<number, BlockShape>,
  { columnGap }: TidyOptions,
): Map<number, Position> {
  const widths = new Map<number, number>()
  for (const [id, column] of columns) {
    widths.set(column, Math.max(widths.get(column) ?? 0, shapes.get(id)?.width ?? 0))
  }
  const lefts = new Map<number, number>()
  let left = 0
  for (const column of [...widths.keys()].sort((a, b) => a - b)) {
    lefts.set(column, left)
    left += (widths.get(column) ?? 0) + columnGap
  }
  return new Map([...columns].map(([id, column]) => [id, { x: lefts.get(column) ?? 0, y: rows.get(id) ?? 0 }]))
}

function shifted(nodes: readonly FlowNode[], places: Map<number, Position>, snap: number): Map<number, Position> {
  const corner = cornerOf(nodes.map(({ position }) => position))
  const now = cornerOf([...places.values()])
  const dx = Math.round(corner.x / snap) * snap - now.x
  const dy = Math.round(corner.y / snap) * snap - now.y
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]))
}

function cornerOf(places: readonly Position[]): Position {
  if (places.length === 0) return { x: 0, y: 0 }
  return {
    x: places.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY),
    y: places.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY),
  }
}
