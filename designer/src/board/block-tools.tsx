import { ActionIcon, Tooltip } from '@mantine/core'
import type { FlowNode } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { commandTitle } from '../commands/command.ts'
import { deleteSelection } from '../commands/delete-selection.ts'
import { duplicateSelection } from '../commands/duplicate-selection.ts'
import { testAction } from '../commands/test-action.ts'
import { toggleDisabled } from '../commands/toggle-disabled.ts'
import { useCommand } from '../commands/use-command.ts'
import { Icon } from '../ui/icon.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import { blockClasses as classes } from './block-styles.ts'

const commands = [testAction, duplicateSelection, toggleDisabled, deleteSelection] as const

interface BlockToolsProps {
  readonly node: FlowNode
  readonly definition: NodeDefinition | null
}

/** The bar above the selected block. */
export function BlockTools({ node, definition }: BlockToolsProps) {
  const shown = commands.filter((command) => command !== testAction || definition?.test !== undefined)
  return (
    <div className={`${classes.tools} nodrag nopan`} role="toolbar" aria-label={boardTexts.tools(node.name)}>
      {shown.map((command) => (
        <Tool key={command.id} command={command} />
      ))}
    </div>
  )
}

function Tool({ command }: { readonly command: (typeof commands)[number] }) {
  const { title, isEnabled, run } = useCommand(command)
  return (
    <Tooltip label={commandTitle(command, title)}>
      <ActionIcon aria-label={title} disabled={!isEnabled} onClick={run}>
        <Icon of={command.icon} />
      </ActionIcon>
    </Tooltip>
  )
}
