import { Kbd, Modal, Switch } from '@mantine/core'
import { Fragment } from 'react'
import { blockKeys } from '../board/board-keys.ts'
import { allCommands } from '../commands/all-commands.ts'
import { shortcutsOf, shortcutText } from '../commands/command.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { inboxKeys } from '../inbox/use-inbox-keys.ts'
import { outlineKeys } from '../outline/outline-keys.ts'
import { setCharacterKeys, useCharacterKeys } from '../ui/character-keys.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import classes from './keys-dialog.module.css'

const texts = keyboardTexts.keys

interface KeysDialogProps {
  /** Null where no flow is open. */
  readonly state: EditorState | null
  readonly onClose: () => void
}

/** All commands with their keys, and the keys of blocks, of the outline and of the inbox, from the objects that listen to them. */
export function KeysDialog({ state, onClose }: KeysDialogProps) {
  const withCharacters = useCharacterKeys()
  const commands = allCommands.map((command) => ({
    title: command.title(state),
    keys: shortcutsOf(command),
  }))
  return (
    <Modal opened onClose={onClose} title={texts.title} size={640}>
      <p className="muted">{texts.text}</p>
      <Switch
        className={classes.switch ?? ''}
        label={texts.characters}
        description={texts.charactersHelp}
        checked={withCharacters}
        onChange={(event) => setCharacterKeys(event.currentTarget.checked)}
      />
      {state === null && <KeyTable title={texts.inInbox} rows={inboxKeys} />}
      <KeyTable title={texts.everywhere} rows={commands} />
      <KeyTable title={texts.onBlock} rows={blockKeys} />
      <KeyTable title={texts.inOutline} rows={outlineKeys} />
    </Modal>
  )
}

interface KeyTableProps {
  readonly title: string
  readonly rows: readonly { readonly title: string; readonly keys: readonly string[] }[]
}

function KeyTable({ title, rows }: KeyTableProps) {
  return (
    <table className={classes.table} aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{texts.key}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.title}>
            <td>{row.title}</td>
            <td>{row.keys.length === 0 ? <span className="muted">{texts.palette}</span> : <Keys keys={row.keys} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((key, index) => (
    <Fragment key={key}>
      {index > 0 && <span className="muted"> {texts.or} </span>}
      <Kbd>{shortcutText(key)}</Kbd>
    </Fragment>
  ))
}
