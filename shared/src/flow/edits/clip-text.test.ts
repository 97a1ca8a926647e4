import { expect, test } from 'vitest'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import { clipText, readClipText } from './clip-text.ts'
import { copyNodes } from './clipboard.ts'
import { setSample } from './sample.ts'

test('what was copied is read again, with the connections among it', () => {
  const flow = weatherFlow()
  expect(readClipText(clipText(flow, 'a', { nodeIds: [2, 3] }), 'a')).toEqual({
    flowId: 'a',
    ...copyNodes(flow, { nodeIds: [2, 3] }),
  })
})

test('the sample reply of an action goes along, also into another flow', () => {
  const flow = setSample(weatherFlow(), 2, '{"a":1}')
  const text = clipText(flow, 'a', { nodeIds: [2] })
  expect(readClipText(text, 'b')?.nodes[0]?.sample).toBe('{"a":1}')
  expect(readClipText(text.replace('"{\\"a\\":1}"', '{"a":1}'), 'b')).toBeUndefined()
})

test('notes go along, and alone', () => {
  const notes = [{ id: 3, position: { x: 0, y: 20 }, size: { width: 200, height: 120 }, text: 'Ask Ana' }]
  const flow = { ...weatherFlow(), notes }
  const text = clipText(flow, 'a', { nodeIds: [], noteIds: [3] })
  expect(readClipText(text, 'b')).toEqual({ flowId: 'a', nodes: [], connections: [], notes })
  expect(readClipText(text.replace('"height": 120', '"height": -1'), 'b')).toBeUndefined()
})

test('sealed secrets go along within a flow and are left out in another', () => {
  const inputs = { password: { $secret: 's1' }, headers: [{ key: 'X', value: { $secret: 's2' } }], url: 'https://x' }
  const text = clipText(flowOf([node(1, 'external-web-call', inputs)]), 'a', { nodeIds: [1] })
  expect(readClipText(text, 'a')?.nodes[0]?.inputs).toEqual(inputs)
  expect(readClipText(text, 'b')?.nodes[0]?.inputs).toEqual({ headers: [{ key: 'X' }], url: 'https://x' })
})

test.each([
  ['prose', 'The weather is fine.'],
  ['other JSON', '{"nodes":[]}'],
  ['a broken copy', clipText(weatherFlow(), 'a', { nodeIds: [2] }).slice(0, -20)],
  ['nothing', clipText(weatherFlow(), 'a', { nodeIds: [] })],
  [
    'an action without a place',
    JSON.stringify({
      patchbay: 'patchbay-actions-1',
      flowId: 'a',
      nodes: [{ id: 1, type: 'x', name: 'x', inputs: {} }],
      connections: [],
    }),
  ],
  [
    'two actions of one id',
    JSON.stringify({
      patchbay: 'patchbay-actions-1',
      flowId: 'a',
      nodes: [node(1, 'x'), node(1, 'x')],
      connections: [],
    }),
  ],
  [
    'a connection without an exit',
    JSON.stringify({
      patchbay: 'patchbay-actions-1',
      flowId: 'a',
      nodes: [node(1, 'x')],
      connections: [{ from: 1, to: 1 }],
    }),
  ],
])('%s is refused', (_, text) => {
  expect(readClipText(text, 'a')).toBeUndefined()
})
