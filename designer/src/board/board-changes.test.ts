import { addNode, connect, removeNodes, setInput } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { catalog } from '../../../shared/test/fixtures/definitions.ts'
import { weatherFlow } from '../../../shared/test/fixtures/flows.ts'
import { boardChangesOf } from './board-changes.ts'

test('added, changed and removed blocks are told apart', () => {
  const live = weatherFlow()
  const definition = catalog.nodes.find(({ id }) => id === 'send-sms')
  if (!definition) throw new Error('The catalog has no Send SMS.')
  const changed = setInput(live, 2, ['timeoutSeconds'], 30)
  const draft = addNode(removeNodes(changed, [4]), { id: 5, definition, position: { x: 0, y: 0 } })
  const { blocks, removed } = boardChangesOf(live, draft, catalog)
  expect(blocks.get(2)?.kind).toBe('changed')
  expect(blocks.get(2)?.sentences[0]).toContain('became 30')
  expect(blocks.get(5)?.kind).toBe('added')
  expect(blocks.has(1)).toBe(false)
  expect(removed.map(({ id }) => id)).toEqual([4])
})

test('a connection that leads elsewhere changes the block it leaves', () => {
  const live = weatherFlow()
  const { blocks, removed } = boardChangesOf(live, connect(live, { from: 2, exit: 'failure', to: 3 }), catalog)
  expect([...blocks.keys()]).toEqual([2])
  expect(removed).toEqual([])
})
