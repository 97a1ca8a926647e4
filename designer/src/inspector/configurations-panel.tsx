import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { ActionPanel } from './action-panel.tsx'
import { FlowPanel } from './flow-panel.tsx'
import classes from './panel.module.css'
import { SeveralPanel } from './several-panel.tsx'

/** The right pane: settings of the selected action, of several, or of the flow. */
export function ConfigurationsPanel() {
  const shown = useEditor(selectShown)
  const node = useEditor((state) => (typeof shown === 'number' ? nodeIn(state, shown) : undefined))
  return (
    <aside className={classes.panel} aria-label={inspectorTexts.panel}>
      {shown === 'several' ? <SeveralPanel /> : node ? <ActionPanel key={node.id} node={node} /> : <FlowPanel />}
    </aside>
  )
}

function selectShown({ selection: { nodeIds, connection } }: EditorState): number | 'several' | 'flow' {
  const [first, ...others] = nodeIds
  if (first === undefined) return connection?.from ?? 'flow'
  return others.length > 0 ? 'several' : first
}

function nodeIn({ document }: EditorState, nodeId: number) {
  return document.nodes.find((node) => node.id === nodeId)
}
