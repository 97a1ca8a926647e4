import { describe, expect, it } from 'vitest'
import { catalog } from '../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../test/fixtures/flows.ts'
import { canonicalFlow } from './canonical-flow.ts'
import { emptyFlow } from './empty-flow.ts'
import { migrateFlow } from './migrate-flow.ts'

/** The same value with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, reversed(item)])
      .reverse(),
  )
}

describe('the canonical form of a flow', () => {
  it('is the same text whatever the order of keys, nodes and connections was', () => {
    const flow = weatherFlow()
    const shuffled = {
      ...flow,
      nodes: flow.nodes.map((item) => ({ ...item, inputs: Object.assign({}, reversed(item.inputs)) })).reverse(),
      connections: flow.connections.toReversed(),
    }
    expect(JSON.stringify(canonicalFlow(shuffled))).toBe(JSON.stringify(canonicalFlow(flow)))
    expect(JSON.stringify(canonicalFlow(shuffled, catalog))).toBe(JSON.stringify(canonicalFlow(flow, catalog)))
    expect(canonicalFlow(shuffled)).toEqual(flow)
  })

  it('puts the keys of inputs in the order of the form when it knows the catalog', () => {
    const inputs = { url: 'x', method: 'GET', zzz: 1, headers: [{ value: '1', key: 'A' }] }
    const [written] = canonicalFlow(flowOf([node(2, 'external-web-call', inputs)]), catalog).nodes
    expect(JSON.stringify(written?.inputs)).toBe(
      '{"method":"GET","url":"x","headers":[{"key":"A","value":"1"}],"zzz":1}',
    )
  })

  it('lists exits by number and failure last', () => {
    const flow = flowOf([], '2 failure 1', '2 option-10 1', '2 success 1', '2 option-9 1', '1 next 2')
    expect(canonicalFlow(flow).connections.map(({ from, exit }) => `${from} ${exit}`)).toEqual([
      '1 next',
      '2 option-9',
      '2 option-10',
      '2 success',
      '2 failure',
    ])
  })

  it('keeps a key called __proto__', () => {
    const inputs: Record<string, unknown> = JSON.parse('{"__proto__": {"a": 1}}')
    const text = JSON.stringify(canonicalFlow(flowOf([node(1, 'x', inputs)])))
    expect(text).toContain('"__proto__":{"a":1}')
  })
})

describe('migration', () => {
  it('leaves the present format and what is no document alone', () => {
    const flow = emptyFlow('A', 'UTC')
    expect(migrateFlow(flow)).toBe(flow)
    expect(migrateFlow('text')).toBe('text')
    expect(migrateFlow({ formatVersion: 'one' })).toEqual({ formatVersion: 'one' })
  })

  it('refuses a format of the future by name', () => {
    expect(() => migrateFlow({ formatVersion: 7 })).toThrow(/format 7.*Update Patchbay/)
  })
})
