import { Menu } from '@mantine/core'
import { Icon } from '../ui/icon.tsx'
import { type Command, shownShortcut } from './command.ts'
import { useCommand } from './use-command.ts'

interface CommandMenuItemProps {
  readonly command: Command
  /** Words that fit the menu better than the command's own. */
  readonly title?: string
}

/** A command as a line of a menu, with its key. */
export function CommandMenuItem({ command, title }: CommandMenuItemProps) {
  const { title: ownTitle, isEnabled, run } = useCommand(command)
  const shortcut = shownShortcut(command)
  return (
    <Menu.Item
      disabled={!isEnabled}
      leftSection={<Icon of={command.icon} />}
      rightSection={shortcut && <span className="sub">{shortcut}</span>}
      onClick={run}
    >
      {title ?? ownTitle}
    </Menu.Item>
  )
}
