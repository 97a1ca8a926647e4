import { deleteSelection } from '../commands/delete-selection.ts'
import type { KeyBinding } from '../commands/key-binding.ts'
import { runCommand } from '../commands/run-command.ts'
import { disconnectExit } from '../commands/selected-exit.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { actionKey, type OutlineRow } from './outline-rows.ts'

/** What a key on a line of the outline may use. */
export interface OutlinePressed {
  readonly key: string
  readonly row: OutlineRow
  readonly rows: readonly OutlineRow[]
  readonly isOpen: boolean
  readonly services: EditorServices
  goTo(key: string): void
  toggle(key: string): void
  openMenu(): void
}

const texts = keyboardTexts.outlineKeys

/** Keys on a line of the outline; commands such as Rename have their own everywhere. */
export const outlineKeys: readonly KeyBinding<OutlinePressed>[] = [
  { keys: ['ArrowUp', 'ArrowDown'], title: texts.walk, run: walk },
  { keys: ['ArrowRight'], title: texts.open, run: openBranch },
  { keys: ['ArrowLeft'], title: texts.close, run: closeBranch },
  { keys: ['Home', 'End'], title: texts.ends, run: goToEnd },
  { keys: ['Enter', ' '], title: texts.settings, run: activate },
  { keys: ['Delete', 'Backspace'], title: texts.remove, run: remove },
  { keys: ['shift+F10', 'ContextMenu'], title: texts.menu, run: ({ openMenu }) => openMenu() },
]

function walk({ key, row, rows, goTo }: OutlinePressed): void {
  const next = rows[rows.indexOf(row) + (key === 'ArrowDown' ? 1 : -1)]
  if (next) goTo(next.key)
}

function openBranch({ row, rows, isOpen, toggle, goTo }: OutlinePressed): void {
  if (!row.hasChildren) return
  const child = rows[rows.indexOf(row) + 1]
  if (!isOpen) toggle(row.key)
  else if (child) goTo(child.key)
}

function closeBranch({ row, isOpen, toggle, goTo }: OutlinePressed): void {
  if (isOpen) toggle(row.key)
  else if (row.parent !== null) goTo(row.parent)
}

function goToEnd({ key, rows, goTo }: OutlinePressed): void {
  const row = key === 'Home' ? rows[0] : rows.at(-1)
  if (row) goTo(row.key)
}

/** The settings of an action; an exit is filled when it is open and followed when it leads elsewhere. */
export function activate({ row, toggle, goTo, services: { store } }: Omit<OutlinePressed, 'key'>): void {
  const state = store.getState()
  if (row.kind === 'action') state.showField(row.block.node.id, '')
  else if (row.hasChildren) toggle(row.key)
  else if (row.kind === 'exit' && row.link) goTo(actionKey(row.link.nodeId))
  else if (row.kind === 'exit' && !row.exit.gone && state.canEdit && state.shownRun === null) {
    state.openDialog({ kind: 'add-after', from: row.block.node.id, exit: row.exit.id })
  }
}

function remove({ row, services }: OutlinePressed): void {
  if (row.kind === 'action') runCommand(deleteSelection, services)
  if (row.kind === 'exit') runCommand(disconnectExit, services)
}
