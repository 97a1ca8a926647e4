import { describe, expect, it } from 'vitest'
import { sendSms, switchAction, webCall } from '../../../test/fixtures/definitions.ts'
import { flowOf, node } from '../../../test/fixtures/flows.ts'
import { exitsOf } from '../exits.ts'
import type { Flow } from '../schema.ts'
import { changeRows, type RowChange } from './change-rows.ts'

/** A Switch with the options A, B and C, each connected, and nothing numbered yet. */
function start(): Flow {
  const options = ['A', 'B', 'C'].map((label) => ({ label }))
  const nodes = [node(1, 'switch', { options }), ...[2, 3, 4, 5].map((id) => node(id, sendSms.id))]
  const connections = [
    { from: 1, exit: 'option-1', to: 2 },
    { from: 1, exit: 'option-2', to: 3 },
    { from: 1, exit: 'option-3', to: 4 },
    { from: 1, exit: 'default', to: 5 },
  ]
  return { ...flowOf(nodes), connections }
}

function change(flow: Flow, ...changes: readonly RowChange[]): Flow {
  return changes.reduce((next, one) => changeRows(next, switchAction, 1, ['options'], one), flow)
}

/** Where each option leads, by its label. */
function ways(flow: Flow): Record<string, number | undefined> {
  const exits = exitsOf(switchAction, flow.nodes[0]?.inputs ?? {})
  const targetOf = (exit: string) => flow.connections.find((connection) => connection.exit === exit)?.to
  return Object.fromEntries(exits.map(({ id, label }) => [label, targetOf(id)]))
}

const add = (label: string): RowChange => ({ kind: 'add', row: { label } })
const remove = (index: number): RowChange => ({ kind: 'remove', index })
const move = (index: number, to: number): RowChange => ({ kind: 'move', index, to })

describe('rows with exits', () => {
  it('keep their connections when they are moved', () => {
    const moved = change(start(), move(2, 0))
    expect(Object.entries(ways(moved))).toEqual([
      ['C', 4],
      ['A', 2],
      ['B', 3],
      ['Default', 5],
    ])
  })

  it('keep their connections when another row is removed, whose connection goes with it', () => {
    const left = change(start(), remove(0))
    expect(ways(left)).toEqual({ B: 3, C: 4, Default: 5 })
    expect(left.connections.map(({ to }) => to)).toEqual([3, 4, 5])
  })

  it('never get the exit of a row that was there before, also not of the last one', () => {
    const renewed = change(start(), remove(2), add('D'))
    expect(ways(renewed)).toEqual({ A: 2, B: 3, D: undefined, Default: 5 })
    expect(exitsOf(switchAction, renewed.nodes[0]?.inputs ?? {}).map(({ id }) => id)).toContain('option-4')
  })

  it('are as before after a change of a row that is not there', () => {
    expect(ways(change(start(), remove(7), move(0, 9)))).toEqual(ways(start()))
  })
})

describe('rows without exits', () => {
  it('are added, moved and removed', () => {
    const flow = flowOf([node(1, webCall.id, {})])
    const rowsOf = ({ nodes }: Flow) => nodes[0]?.inputs.headers
    const named = (...keys: readonly string[]) =>
      keys.reduce((next, key) => changeRows(next, webCall, 1, ['headers'], { kind: 'add', row: { key } }), flow)
    const three = named('A', 'B', 'C')
    expect(rowsOf(changeRows(three, webCall, 1, ['headers'], move(0, 2)))).toEqual([
      { key: 'B' },
      { key: 'C' },
      { key: 'A' },
    ])
    expect(rowsOf(changeRows(three, webCall, 1, ['headers'], remove(1)))).toEqual([{ key: 'A' }, { key: 'C' }])
  })
})
