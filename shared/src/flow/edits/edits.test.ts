import { describe, expect, it } from 'vitest'
import { catalog, sendSms, webCall } from '../../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import type { Flow } from '../schema.ts'
import { connect, disconnect, insertOnConnection, reconnect, refuseConnection } from './connections.ts'
import { setFlowDetails } from './details.ts'
import { addNode, moveNodes, removeNodes, renameNode, setDisabled, setInput, setNodeNote } from './nodes.ts'
import { addNote, nextNoteId, removeNote, updateNote } from './notes.ts'

/** A flow in which any write throws. */
function frozen(flow: Flow): Flow {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  freeze(flow)
  return flow
}

const flow = frozen(weatherFlow())
const wires = ({ connections }: Flow) => connections.map(({ from, exit, to }) => `${from} ${exit} ${to}`)

describe('edits of actions', () => {
  it('add an action with the inputs and the title of its definition', () => {
    const next = addNode(flow, { id: 5, definition: webCall, position: { x: 10.4, y: 20.6 } })
    expect(next.nodes.at(-1)).toMatchObject({ id: 5, type: 'external-web-call', name: 'External Web Call' })
    expect(next.nodes.at(-1)?.position).toEqual({ x: 10, y: 21 })
    expect(next.nodes.at(-1)?.inputs).toEqual(webCall.defaults)
    expect(next.nodes.at(-1)?.inputs.headers).not.toBe(webCall.defaults.headers)
    expect(next.nodes[1]).toBe(flow.nodes[1])
  })

  it('remove an action with all its connections', () => {
    const next = removeNodes(flow, [2])
    expect(next.nodes.map(({ id }) => id)).toEqual([1, 3, 4])
    expect(wires(next)).toEqual([])
    expect(removeNodes(flow, [99])).toBe(flow)
  })

  it('move, name, annotate and switch off only what is meant', () => {
    const moved = moveNodes(flow, new Map([[3, { x: 1, y: 2 }]]))
    expect(moved.nodes[2]?.position).toEqual({ x: 1, y: 2 })
    expect(moved.nodes[2]?.inputs).toBe(flow.nodes[2]?.inputs)
    expect(moved.nodes[0]).toBe(flow.nodes[0])
    expect(renameNode(flow, 3, '  Weather  ').nodes[2]?.name).toBe('Weather')
    expect(renameNode(flow, 3, '   ')).toBe(flow)
    expect(renameNode(flow, 3, 'x'.repeat(200)).nodes[2]?.name).toHaveLength(120)
    const off = setDisabled(flow, [3], true)
    expect(off.nodes[2]?.disabled).toBe(true)
    expect(setDisabled(off, [3], false).nodes[2]).toEqual(flow.nodes[2])
    expect(setNodeNote(setNodeNote(flow, 3, 'why'), 3, '')).toEqual(flow)
  })

  it('set one input and leave an unchanged flow the same object', () => {
    const next = setInput(flow, 2, ['headers', 0, 'value'], 'other')
    expect(next.nodes[1]?.inputs).toMatchObject({ headers: [{ key: 'User-Agent', value: 'other' }], method: 'GET' })
    expect(setInput(flow, 2, ['method'], 'GET')).toBe(flow)
    expect(setInput(flow, 2, ['body'], undefined)).toEqual(flow)
  })
})

describe('edits of connections', () => {
  it('replace what the exit was connected to', () => {
    expect(wires(connect(flow, { from: 2, exit: 'failure', to: 3 }))).toEqual([
      '1 next 2',
      '2 success 3',
      '2 failure 3',
    ])
    expect(connect(flow, { from: 2, exit: 'failure', to: 4 })).toBe(flow)
    const doubled = flowOf([node(1, 'inbound-sms')], '1 next 2', '1 next 3')
    expect(wires(connect(doubled, { from: 1, exit: 'next', to: 4 }))).toEqual(['1 next 4'])
  })

  it('open an exit and move either end', () => {
    expect(wires(disconnect(flow, { from: 2, exit: 'failure' }))).toEqual(['1 next 2', '2 success 3'])
    const [, success] = flow.connections
    if (success === undefined) throw new Error('The weather flow has three connections.')
    expect(wires(reconnect(flow, success, { ...success, to: 4 }))).toEqual(['1 next 2', '2 success 4', '2 failure 4'])
    expect(wires(reconnect(flow, success, { from: 2, exit: 'failure', to: 3 }))).toEqual(['1 next 2', '2 failure 3'])
  })

  it('put an action into a connection', () => {
    const added = addNode(flow, { id: 5, definition: sendSms, position: { x: 0, y: 0 } })
    const next = insertOnConnection(added, { from: 1, exit: 'next', to: 2 }, { id: 5, through: 'success' })
    expect(wires(next)).toEqual(['1 next 5', '2 success 3', '2 failure 4', '5 success 2'])
  })

  it('may loop, but not lead into a trigger or leave by an exit that is not there', () => {
    expect(refuseConnection(flow, catalog, { from: 3, exit: 'success', to: 3 })).toBeNull()
    expect(refuseConnection(flow, catalog, { from: 3, exit: 'success', to: 1 })).toMatch(/#1 Inbound SMS is a trigger/)
    expect(refuseConnection(flow, catalog, { from: 3, exit: 'next', to: 4 })).toMatch(/no exit/)
    expect(refuseConnection(flow, catalog, { from: 3, exit: 'next', to: 44 })).toMatch(/no longer/)
  })
})

describe('edits of the flow', () => {
  it('change details and merge settings', () => {
    const next = setFlowDetails(flow, { name: ' New ', settings: { timeZone: 'UTC', concurrency: 3 } })
    expect(next).toMatchObject({ name: 'New', settings: { timeZone: 'UTC', maxSteps: 1000, concurrency: 3 } })
    expect(next.nodes).toBe(flow.nodes)
    const cleared = setFlowDetails(next, { name: '', settings: { concurrency: undefined, maxSteps: undefined } })
    expect(cleared.name).toBe('New')
    expect(cleared.settings).toEqual({ timeZone: 'UTC', maxSteps: 1000 })
  })

  it('add, change and remove notes', () => {
    const note = { id: nextNoteId(flow), position: { x: 1, y: 1 }, size: { width: 200, height: 80 }, text: 'Hello' }
    const added = addNote(flow, note)
    expect(nextNoteId(added)).toBe(2)
    expect(updateNote(added, 1, { text: 'Bye' }).notes).toEqual([{ ...note, text: 'Bye' }])
    expect(removeNote(added, 1)).toEqual(flow)
    expect(updateNote(flow, 7, { text: 'x' })).toBe(flow)
  })
})
