import { ActionIcon, Menu, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Command } from '../commands/command.ts'
import { CommandMenuItem } from '../commands/command-menu-item.tsx'
import { useEditor } from '../editing/editor-context.tsx'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconDots, IconPencil } from '../ui/icons.ts'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import classes from './panel.module.css'

interface PanelHeadProps {
  readonly tile: ReactNode
  readonly name: string
  readonly subtitle: ReactNode
  readonly onRename: (name: string) => void
  readonly commands?: readonly Command[]
}

/** Tile, name and number of what the panel shows. */
export function PanelHead({ tile, name, subtitle, onRename, commands = [] }: PanelHeadProps) {
  const [isRenaming, setRenaming] = useState(false)
  const canEdit = useEditor((state) => state.canEdit)
  return (
    <div className={classes.head}>
      {tile}
      <div className="grow">
        {isRenaming ? (
          <RenameField name={name} onRename={onRename} onDone={() => setRenaming(false)} />
        ) : (
          <h2 className="trunc" title={name}>
            {name}
          </h2>
        )}
        {!isRenaming && <div className="sub">{subtitle}</div>}
      </div>
      {canEdit && (
        <ActionIcon aria-label={inspectorTexts.rename} title={inspectorTexts.rename} onClick={() => setRenaming(true)}>
          <Icon of={IconPencil} />
        </ActionIcon>
      )}
      {canEdit && commands.length > 0 && <MoreMenu commands={commands} />}
    </div>
  )
}

interface RenameFieldProps {
  readonly name: string
  readonly onRename: (name: string) => void
  readonly onDone: () => void
}

/** Enter or leaving keeps the new name, Esc the old one; an empty name changes nothing. */
export function RenameField({ name, onRename, onDone }: RenameFieldProps) {
  const [text, setText] = useState(name)
  const keep = () => {
    if (text.trim() !== '' && text !== name) onRename(text)
    onDone()
  }
  return (
    <TextInput
      aria-label={inspectorTexts.name}
      value={text}
      maxLength={120}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (belongsToIme(event)) return
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') onDone()
        if (event.key === 'Escape' || event.key === 'Enter') event.stopPropagation()
      }}
    />
  )
}

function MoreMenu({ commands }: { readonly commands: readonly Command[] }) {
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon aria-label={inspectorTexts.more}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {commands.map((command) => (
          <CommandMenuItem key={command.id} command={command} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
