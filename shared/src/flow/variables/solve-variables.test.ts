import { expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node } from '../../../test/fixtures/flows.ts'
import type { Flow } from '../schema.ts'
import { analyseVariables } from './analysis.ts'
import { statusIn } from './available-variables.ts'

/** A repeatable source of numbers below `limit` (linear congruential, Numerical Recipes). */
function numbersFrom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** Web calls that set `v<id>` on success, wired at random, some disabled, with loops and loose ends. */
function randomFlow(seed: number): Flow {
  const below = numbersFrom(seed)
  const size = 3 + below(8)
  const nodes = Array.from({ length: size }, (_, index) => {
    if (index === 0) return node(1, 'inbound-sms')
    const responseVariables = [{ name: `v${1 + below(4)}`, query: 'x' }]
    return node(index + 1, 'external-web-call', { responseVariables }, below(6) === 0 ? { disabled: true } : {})
  })
  const wires = nodes.slice(1).flatMap(({ id }) => {
    const exits = ['success', 'failure'].filter(() => below(4) > 0)
    return exits.map((exit) => `${id} ${exit} ${2 + below(size - 1)}`)
  })
  return flowOf(nodes, `1 next ${2 + below(size - 1)}`, ...wires)
}

/** What walks of a run can bring to each node: states (node, is the name set) reached from the trigger. */
function walk(flow: Flow, name: string): Map<number, Set<boolean>> {
  const reached = new Map<number, Set<boolean>>([[1, new Set([false])]])
  const open: [number, boolean][] = [[1, false]]
  for (const [id, isSet] of open) {
    const source = flow.nodes.find((candidate) => candidate.id === id)
    for (const { from, exit, to } of flow.connections) {
      if (from !== id || (source?.disabled && exit === 'failure')) continue
      const sets = !source?.disabled && exit === 'success' && JSON.stringify(source?.inputs).includes(`"${name}"`)
      const states = reached.get(to) ?? new Set<boolean>()
      reached.set(to, states)
      if (states.has(isSet || sets)) continue
      states.add(isSet || sets)
      open.push([to, isSet || sets])
    }
  }
  return reached
}

it('agrees with walking every path, on random flows with loops', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const flow = randomFlow(seed)
    const analysis = analyseVariables(flow, catalog)
    for (const name of ['v1', 'v2', 'v3', 'v4']) {
      for (const [id, states] of walk(flow, name)) {
        const expected = !states.has(true) ? 'not set' : states.has(false) ? 'some' : 'certain'
        const status = statusIn(analysis, id, [name])
        const actual = status === 'unset' || status === 'unknown' ? 'not set' : status
        expect(`seed ${seed} #${id} ${name} ${actual}`).toBe(`seed ${seed} #${id} ${name} ${expected}`)
      }
    }
  }
})

it('uses a solution again only while it still holds', () => {
  const flow = flowOf(
    [node(1, 'inbound-sms'), node(2, 'set-variables', { variables: [{ name: 'a', value: '1' }] }), node(3, 'send-sms')],
    '1 next 2',
    '2 next 3',
  )
  const solved = analyseVariables(flow, catalog)
  const change = (id: number, more: object): Flow => ({
    ...flow,
    nodes: flow.nodes.map((item) => (item.id === id ? { ...item, ...more } : item)),
  })
  expect(analyseVariables(change(3, { inputs: { message: 'x' } }), catalog).values).toBe(solved.values)
  const renamed = analyseVariables(change(2, { inputs: { variables: [{ name: 'b', value: '1' }] } }), catalog)
  expect(statusIn(renamed, 3, ['a'])).toBe('unknown')
  expect(statusIn(renamed, 3, ['b'])).toBe('certain')
  const off = analyseVariables(change(1, { disabled: true }), catalog)
  expect(off.reachable.size).toBe(0)
})
