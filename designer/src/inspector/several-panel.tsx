import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { alignCommands, spreadCommands, tidyUp } from '../commands/arrange-commands.ts'
import { copy } from '../commands/clipboard-commands.ts'
import { type Command, commandTitle, shownShortcut } from '../commands/command.ts'
import { deleteSelection } from '../commands/delete-selection.ts'
import { duplicateSelection } from '../commands/duplicate-selection.ts'
import { toggleDisabled } from '../commands/toggle-disabled.ts'
import { useCommand } from '../commands/use-command.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import classes from './several-panel.module.css'

const texts = boardToolTexts.several
const selectCount = (state: EditorState) => state.selection.nodeIds.length
const placeCommands = [...spreadCommands]
const editCommands = [copy, duplicateSelection, toggleDisabled, deleteSelection]

/** The panel while several actions are selected: how many, and what can be done with all of them. */
export function SeveralPanel() {
  const count = useEditor(selectCount)
  return (
    <div className={classes.panel}>
      <h2>{texts.title(count)}</h2>
      <p className="sub">{texts.text}</p>
      <section aria-label={texts.align}>
        <h3 className={classes.label}>{texts.align}</h3>
        <div className={classes.icons}>
          {alignCommands.map((command) => (
            <IconCommand key={command.id} command={command} />
          ))}
        </div>
      </section>
      <section aria-label={texts.place}>
        <h3 className={classes.label}>{texts.place}</h3>
        <div className={classes.icons}>
          {placeCommands.map((command) => (
            <IconCommand key={command.id} command={command} />
          ))}
          <span className="grow" />
          <TextCommand command={tidyUp} />
        </div>
      </section>
      <section aria-label={texts.edit} className={classes.list}>
        {editCommands.map((command) => (
          <TextCommand key={command.id} command={command} withKey />
        ))}
      </section>
    </div>
  )
}

function IconCommand({ command }: { readonly command: Command }) {
  const { title, isEnabled, run } = useCommand(command)
  return (
    <Tooltip label={commandTitle(command, title)}>
      <ActionIcon variant="default" size="lg" aria-label={title} disabled={!isEnabled} onClick={run}>
        <Icon of={command.icon} />
      </ActionIcon>
    </Tooltip>
  )
}

function TextCommand({ command, withKey = false }: { readonly command: Command; readonly withKey?: boolean }) {
  const { title, isEnabled, run } = useCommand(command)
  const shortcut = shownShortcut(command)
  return (
    <Button
      leftSection={<Icon of={command.icon} />}
      justify={withKey ? 'space-between' : 'center'}
      rightSection={withKey && shortcut !== undefined && <span className="sub">{shortcut}</span>}
      disabled={!isEnabled}
      onClick={run}
    >
      {title}
    </Button>
  )
}
