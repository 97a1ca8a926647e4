import { describe, expect, it } from 'vitest'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import type { Flow, FlowNode } from '../schema.ts'
import { type BlockShape, type TidyOptions, tidyPlaces } from './tidy.ts'

const shape = (exits: readonly string[]): BlockShape => ({ width: 200, height: 84 + 24 * exits.length, exits })
const options: TidyOptions = {
  shapeOf: () => shape(['success', 'failure']),
  columnGap: 80,
  rowGap: 48,
  snap: 10,
}
const at = (flow: Flow, more: Partial<TidyOptions> = {}) =>
  Object.fromEntries(tidyPlaces(flow, { ...options, ...more }))
const scattered = (id: number, y = id * 37): FlowNode => node(id, 'send-sms', {}, { position: { x: 900 - id * 70, y } })

function overlapping(places: Record<string, { x: number; y: number }>): string[] {
  const all = Object.entries(places)
  return all.flatMap(([id, a], index) =>
    all
      .slice(index + 1)
      .flatMap(([other, b]) => (Math.abs(a.x - b.x) < 200 && Math.abs(a.y - b.y) < 132 ? [`${id} and ${other}`] : [])),
  )
}

describe('tidying up', () => {
  it('puts a chain in one line, from left to right', () => {
    const places = at(flowOf([scattered(1), scattered(2), scattered(3)], '1 success 2', '2 success 3'))
    expect(new Set(Object.values(places).map(({ y }) => y)).size).toBe(1)
    expect([places[1]?.x, places[2]?.x, places[3]?.x]).toEqual([690, 970, 1250])
  })

  it('puts what follows the upper exit above what follows the lower one, whatever the order of drawing', () => {
    const flow = weatherFlow()
    const places = at({ ...flow, connections: [...flow.connections].reverse() })
    expect(places[3]?.y).toBeLessThan(places[4]?.y ?? 0)
    expect(places[2]?.y).toBe(((places[3]?.y ?? 0) + (places[4]?.y ?? 0)) / 2)
    expect(places[1]?.y).toBe(places[2]?.y)
  })

  it('keeps starts in their order from top to bottom', () => {
    const places = at(flowOf([scattered(1, 500), scattered(2, 20), scattered(3, 90), scattered(4, 10)], '1 success 4'))
    const rows = [2, 3, 1].map((id) => places[id]?.y ?? 0)
    expect(rows).toEqual([...rows].sort((a, b) => a - b))
    expect(overlapping(places)).toEqual([])
  })

  it('puts a meeting point right of everything that leads to it', () => {
    const places = at(
      flowOf(
        [1, 2, 3, 4].map((id) => scattered(id)),
        '1 success 2',
        '2 success 3',
        '3 success 4',
        '1 failure 4',
      ),
    )
    expect(places[4]?.x).toBe((places[3]?.x ?? 0) + 280)
    // The way around #2 and #3 has a row of its own, so its connection hides behind neither.
    expect(places[4]?.y).toBeGreaterThan((places[3]?.y ?? 0) + 132)
  })

  it('allows loops, also those without a start and those of one action', () => {
    const flow = flowOf(
      [1, 2, 3, 4, 5].map((id) => scattered(id)),
      '1 success 2',
      '2 success 3',
      '3 failure 2',
      '3 success 3',
      '4 success 5',
      '5 success 4',
    )
    const places = at(flow)
    expect((places[3]?.x ?? 0) - (places[1]?.x ?? 0)).toBe(560)
    expect(Math.abs((places[4]?.x ?? 0) - (places[5]?.x ?? 0))).toBe(280)
    expect(overlapping(places)).toEqual([])
  })

  it('moves only the actions it is told to, and the corner of the whole stays', () => {
    const flow = flowOf([scattered(1), scattered(2), scattered(3)], '1 success 2', '2 success 3')
    const places = at(flow, { nodeIds: [2, 3] })
    expect(Object.keys(places)).toEqual(['2', '3'])
    expect(places[2]).toEqual({ x: 690, y: 70 })
  })

  it('changes nothing the second time', () => {
    const flow = manyNodes(60)
    const once = tidyPlaces(flow, options)
    const nodes = flow.nodes.map((each) => ({ ...each, position: once.get(each.id) ?? each.position }))
    expect(tidyPlaces({ ...flow, nodes }, options)).toEqual(once)
  })

  it('covers no block by another in a flow of 500 with loops and meeting points', () => {
    expect(overlapping(at(manyNodes(500)))).toEqual([])
  })

  it('lays out a chain of 2,000 actions', () => {
    const nodes = Array.from({ length: 2_000 }, (_, index) => scattered(index + 1))
    const connections = nodes.slice(1).map(({ id }) => ({ from: id - 1, exit: 'success', to: id }))
    expect(tidyPlaces({ ...flowOf(nodes), connections }, options).size).toBe(2_000)
  })
})

/** Branches, meeting points and loops, the same every time. */
function manyNodes(count: number): Flow {
  const nodes = Array.from({ length: count }, (_, index) => scattered(index + 1))
  const connections = nodes.flatMap(({ id }) => [
    { from: id, exit: 'success', to: ((id * 2) % count) + 1 },
    ...(id % 3 === 0 ? [{ from: id, exit: 'failure', to: ((id * 7) % count) + 1 }] : []),
  ])
  return { ...flowOf(nodes), connections }
}
