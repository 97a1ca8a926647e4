import type { Icon } from '@tabler/icons-react'
import type { EditorServices } from '../editing/editor-services.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { characterKeysOn, isCharacterKey } from '../ui/character-keys.ts'
import { keyNames } from '../ui/texts/formats.ts'

/**
 * Something a builder can do in the editor. One object feeds the toolbar, the tools of a block, menus and
 * keyboard shortcuts, so they never disagree.
 */
export interface Command {
  readonly id: string
  /** May depend on the state, as Disable and Enable do; null where no flow is open. */
  title(state: EditorState | null): string
  readonly icon: Icon
  /** As `useHotkeys` of Mantine takes them; the first one is shown. */
  readonly shortcuts?: readonly string[]
  /** The browser has an event of its own for these keys, which is listened to instead: `copy`, `cut`, `paste`. */
  readonly nativeKeys?: boolean
  /**
   * Works while a field is being typed in, too: `always`, or only in fields that write into the document, whose
   * own undo would be a second history.
   */
  readonly inFields?: 'always' | 'document'
  isEnabled(state: EditorState): boolean
  run(services: EditorServices): void | Promise<void>
}

/** The keys that run the command here: without single characters where those are switched off. */
export function shortcutsOf({ shortcuts = [] }: Command): readonly string[] {
  return characterKeysOn() ? shortcuts : shortcuts.filter((shortcut) => !isCharacterKey(shortcut))
}

/** The key that menus and tooltips show. */
export function shownShortcut(command: Command): string | undefined {
  const [shortcut] = shortcutsOf(command)
  return shortcut === undefined ? undefined : shortcutText(shortcut)
}

/** `Undo (Ctrl Z)` for a tooltip. */
export function commandTitle(command: Command, title: string): string {
  const shortcut = shownShortcut(command)
  return shortcut === undefined ? title : `${title} (${shortcut})`
}

/** `mod+shift+D` as `Ctrl Shift D`. */
export function shortcutText(shortcut: string): string {
  return shortcut
    .split(/\+(?=.)/)
    .map((key) => keyNames[key] ?? key.charAt(0).toUpperCase() + key.slice(1))
    .join(' ')
}
