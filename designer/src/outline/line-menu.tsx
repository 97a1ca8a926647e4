import { ActionIcon, Menu } from '@mantine/core'
import { disconnect } from '@patchbay/shared/flow'
import { CommandMenuItem } from '../commands/command-menu-item.tsx'
import { deleteSelection } from '../commands/delete-selection.ts'
import { duplicateSelection } from '../commands/duplicate-selection.ts'
import { moveActionEarlier, moveActionLater } from '../commands/move-in-chain.ts'
import { renameAction } from '../commands/rename-action.ts'
import { addAfter, connectExit, disconnectExit } from '../commands/selected-exit.ts'
import { testAction } from '../commands/test-action.ts'
import { toggleDisabled } from '../commands/toggle-disabled.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconAdjustmentsHorizontal, IconDots, IconUnlink } from '../ui/icons.ts'
import { keyNames } from '../ui/texts/formats.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { OutlineRow } from './outline-rows.ts'

const texts = keyboardTexts.outline

type ActionRow = Extract<OutlineRow, { kind: 'action' }>
type ExitRow = Extract<OutlineRow, { kind: 'exit' }>

interface LineMenuProps {
  readonly row: ActionRow | ExitRow
  readonly opened: boolean
  readonly onChange: (opened: boolean) => void
}

/** What can be done with the line: with the action that is selected, or with its exit. */
export function LineMenu({ row, opened, onChange }: LineMenuProps) {
  const name = row.kind === 'action' ? row.block.node.name : row.exit.label
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={280} returnFocus={false}>
      <Menu.Target>
        <ActionIcon aria-label={texts.menu(name)} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
        {row.kind === 'action' ? <ActionItems row={row} /> : <ExitItems row={row} />}
      </Menu.Dropdown>
    </Menu>
  )
}

function ActionItems({ row }: { readonly row: ActionRow }) {
  const { store } = useEditorServices()
  const { node, definition, exits } = row.block
  const [only, ...others] = exits
  return (
    <>
      <Menu.Item
        leftSection={<Icon of={IconAdjustmentsHorizontal} />}
        rightSection={<span className="sub">{keyNames.Enter}</span>}
        onClick={() => store.getState().showField(node.id, '')}
      >
        {texts.settings}
      </Menu.Item>
      <CommandMenuItem command={renameAction} />
      {definition?.test !== undefined && <CommandMenuItem command={testAction} />}
      <Menu.Divider />
      <CommandMenuItem command={addAfter} />
      <CommandMenuItem command={connectExit} />
      {/* An action with one exit has no line for it while the next action follows. */}
      {only?.connected && others.length === 0 && (
        <Menu.Item
          leftSection={<Icon of={IconUnlink} />}
          onClick={() => store.getState().apply((flow) => disconnect(flow, { from: node.id, exit: only.id }))}
        >
          {texts.disconnect(only.label)}
        </Menu.Item>
      )}
      <CommandMenuItem command={moveActionEarlier} />
      <CommandMenuItem command={moveActionLater} />
      <Menu.Divider />
      <CommandMenuItem command={duplicateSelection} />
      <CommandMenuItem command={toggleDisabled} />
      <CommandMenuItem command={deleteSelection} />
    </>
  )
}

function ExitItems({ row: { exit } }: { readonly row: ExitRow }) {
  return (
    <>
      <CommandMenuItem command={addAfter} title={texts.addHere} />
      <CommandMenuItem command={connectExit} title={texts.connectTo(exit.label)} />
      <CommandMenuItem command={disconnectExit} title={texts.disconnect(exit.label)} />
    </>
  )
}
