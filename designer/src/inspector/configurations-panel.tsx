import { Button } from '@mantine/core'
import type { Command } from '../commands/command.ts'
import { deleteSelection } from '../commands/delete-selection.ts'
import { duplicateSelection } from '../commands/duplicate-selection.ts'
import { toggleDisabled } from '../commands/toggle-disabled.ts'
import { useCommand } from '../commands/use-command.ts'
import { useEditor } from '../editor/editor-context.tsx'
import type { EditorState } from '../editor/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { ActionPanel } from './action-panel.tsx'
import { FlowPanel } from './flow-panel.tsx'
import classes from './panel.module.css'

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

const selectCount = (state: EditorState) => state.selection.nodeIds.length
const commands = [duplicateSelection, toggleDisabled, deleteSelection]

function SeveralPanel() {
  const count = useEditor(selectCount)
  return (
    <div className={classes.message}>
      <h2>{inspectorTexts.severalTitle(count)}</h2>
      <p>{inspectorTexts.severalText}</p>
      <div className="row" style={{ marginTop: 14 }}>
        {commands.map((command) => (
          <CommandButton key={command.id} command={command} />
        ))}
      </div>
    </div>
  )
}

function CommandButton({ command }: { readonly command: Command }) {
  const { title, isEnabled, run } = useCommand(command)
  return (
    <Button size="sm" leftSection={<Icon of={command.icon} />} disabled={!isEnabled} onClick={run}>
      {title}
    </Button>
  )
}
