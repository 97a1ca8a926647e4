import type { EditorState } from '../editing/store/editor-state.ts'
import { IconPlayerPlay } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import type { Command } from './command.ts'

/** Opens the test that the selected action offers. */
export const testAction: Command = {
  id: 'test-action',
  title: () => boardTexts.test,
  icon: IconPlayerPlay,
  isEnabled: (state) => testableNode(state) !== null,
  run: ({ store }) => {
    const nodeId = testableNode(store.getState())
    if (nodeId !== null) store.getState().openDialog({ kind: 'response', nodeId })
  },
}

function testableNode({ selection, document, definitions }: EditorState): number | null {
  const [nodeId, ...others] = selection.nodeIds
  if (nodeId === undefined || others.length > 0) return null
  const node = document.nodes.find((candidate) => candidate.id === nodeId)
  return node && definitions.of(node)?.test !== undefined ? nodeId : null
}
