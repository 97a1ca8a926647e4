import type { Flow } from '@patchbay/shared/flow'

export interface MiniTile {
  readonly id: number
  readonly type: string
  /** Left and top of the 28 px tile. */
  readonly x: number
  readonly y: number
}

export interface MiniDrawing {
  readonly width: number
  readonly height: number
  readonly tiles: readonly MiniTile[]
  /** SVG paths of the connections. */
  readonly wires: readonly { readonly key: string; readonly path: string }[]
}

const TILE = 28
const COLUMN = 60
/** Column of tiles: two stand 54 px apart, three or more 34 px. */
const spacing = (rows: number) => (rows <= 2 ? 54 : 34)

/** A flow as a row of tiles: column by distance from the trigger, in a column by height on the board. */
export function miniLayout(flow: Flow): MiniDrawing {
  const columns = columnsOf(flow)
  const tallest = Math.max(1, ...columns.map((column) => column.length))
  const height = TILE + (tallest - 1) * spacing(tallest)
  const tiles = columns.flatMap((column, index) => {
    const gap = spacing(column.length)
    const top = (height - (TILE + (column.length - 1) * gap)) / 2
    return column.map((node, row) => ({ id: node.id, type: node.type, x: index * COLUMN, y: top + row * gap }))
  })
  const places = new Map(tiles.map((tile) => [tile.id, tile]))
  const wires = flow.connections.flatMap(({ from, exit, to }) => {
    const start = places.get(from)
    const end = places.get(to)
    return start && end ? [{ key: `${from} ${exit}`, path: wire(start, end) }] : []
  })
  return { width: TILE + Math.max(0, columns.length - 1) * COLUMN, height, tiles, wires }
}

function wire(start: MiniTile, end: MiniTile): string {
  const [x1, y1, x2, y2] = [start.x + TILE, start.y + TILE / 2, end.x, end.y + TILE / 2]
  const bend = Math.max(16, (x2 - x1) / 2)
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}

/** Nodes by their shortest distance from a node that nothing leads to. */
function columnsOf(flow: Flow): readonly (readonly Flow['nodes'][number][])[] {
  const entered = new Set(flow.connections.map((connection) => connection.to))
  const roots = flow.nodes.filter((node) => !entered.has(node.id))
  const depth = new Map<number, number>()
  let edge = (roots.length > 0 ? roots : flow.nodes.slice(0, 1)).map((node) => node.id)
  for (let level = 0; edge.length > 0; level += 1) {
    for (const id of edge) depth.set(id, level)
    const next = flow.connections.filter(({ from, to }) => edge.includes(from) && !depth.has(to)).map(({ to }) => to)
    edge = [...new Set(next)]
  }
  const columns: Flow['nodes'][number][][] = []
  for (const node of flow.nodes.toSorted((a, b) => a.position.y - b.position.y)) {
    const column = depth.get(node.id) ?? 0
    while (columns.length <= column) columns.push([])
    columns[column]?.push(node)
  }
  return columns
}
