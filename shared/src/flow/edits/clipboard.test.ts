// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are tokens of flow texts
import { describe, expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import { duplicateNodes, pasteNodes } from './clipboard.ts'

const offset = { x: 40, y: 40 }

describe('copies of actions', () => {
  it('get ids of their own and the connections among them', () => {
    const flow = weatherFlow()
    const { flow: next, ids } = duplicateNodes(flow, catalog, { nodeIds: [2, 3] }, { firstId: 9, offset })
    expect([...ids]).toEqual([
      [2, 9],
      [3, 10],
    ])
    expect(next.nodes.map(({ id }) => id)).toEqual([1, 2, 3, 4, 9, 10])
    expect(next.nodes[4]?.position).toEqual({ x: 560, y: 200 })
    expect(next.connections.slice(3)).toEqual([{ from: 9, exit: 'success', to: 10 }])
    expect(next.nodes[4]?.inputs).toEqual(flow.nodes[1]?.inputs)
    expect(next.nodes[4]?.inputs).not.toBe(flow.nodes[1]?.inputs)
  })

  it('use the outputs of what was copied with them, and of the originals otherwise', () => {
    const message = '$EXTCALL_2.statusCode ${EXTCALL_2.error} $EXTCALL_22.error $ISMS_1.message $temp EXTCALL_2'
    const flow = flowOf([node(1, 'inbound-sms'), node(2, 'external-web-call'), node(3, 'send-sms', { message })])
    const { flow: next } = duplicateNodes(flow, catalog, { nodeIds: [2, 3] }, { firstId: 7, offset })
    expect(next.nodes.at(-1)?.inputs.message).toBe(
      '$EXTCALL_7.statusCode ${EXTCALL_7.error} $EXTCALL_22.error $ISMS_1.message $temp EXTCALL_2',
    )
  })

  it('take notes along, under ids of their own', () => {
    const note = { id: 4, position: { x: 0, y: 20 }, size: { width: 200, height: 120 }, text: 'Ask Ana' }
    const flow = { ...weatherFlow(), notes: [note] }
    const { flow: next, noteIds } = duplicateNodes(flow, catalog, { nodeIds: [], noteIds: [4] }, { firstId: 9, offset })
    expect(noteIds).toEqual([5])
    expect(next.notes).toEqual([note, { ...note, id: 5, position: { x: 40, y: 60 } }])
    expect(next.nodes).toEqual(flow.nodes)
  })

  it('of nothing change nothing', () => {
    const flow = weatherFlow()
    expect(pasteNodes(flow, catalog, { nodes: [], connections: [], notes: [] }, { firstId: 9, offset }).flow).toBe(flow)
  })
})
