import { describe, expect, it } from 'vitest'
import { catalog } from '../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../test/fixtures/flows.ts'
import { buildGraph, downstreamOf, nextNodeId, reachableFrom, triggersOf, upstreamOf } from './graph.ts'

const loop = flowOf(
  [node(1, 'inbound-sms'), node(2, 'send-sms'), node(3, 'send-sms'), node(4, 'send-sms')],
  '1 next 2',
  '2 success 3',
  '3 success 2',
)

describe('the graph of a flow', () => {
  it('knows what runs before and after an action', () => {
    const graph = buildGraph(weatherFlow())
    expect(upstreamOf(graph, 3)).toEqual(new Set([2, 1]))
    expect(downstreamOf(graph, 1)).toEqual(new Set([2, 3, 4]))
  })

  it('counts an action among those before it only in a loop', () => {
    const graph = buildGraph(loop)
    expect(upstreamOf(graph, 2)).toEqual(new Set([1, 3, 2]))
    expect(upstreamOf(graph, 1).size).toBe(0)
    expect(reachableFrom(graph, [1])).toEqual(new Set([1, 2, 3]))
  })

  it('leaves out connections to actions that are not there', () => {
    const graph = buildGraph(flowOf([node(1, 'inbound-sms')], '1 next 9', '8 next 1'))
    expect(graph.outgoing.get(1)).toEqual([])
    expect(graph.incoming.get(1)).toEqual([])
  })

  it('finds the triggers and an id that was never used', () => {
    expect(triggersOf(weatherFlow(), catalog).map(({ id }) => id)).toEqual([1])
    expect(nextNodeId(weatherFlow())).toBe(5)
    expect(nextNodeId(weatherFlow(), 9)).toBe(9)
    expect(nextNodeId(flowOf([]))).toBe(1)
  })
})
