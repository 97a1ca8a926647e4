import { useShortcuts } from '../commands/use-shortcuts.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { ActionsMenu } from '../palette/actions-menu.tsx'
import { joinClasses } from '../ui/join-classes.ts'
import { loadedLater } from '../ui/loaded-later.tsx'
import { useIsPhone } from '../ui/window-size.ts'
import { Announcer } from './announcer.tsx'
import classes from './editor.module.css'
import { FileDrop } from './file-drop.tsx'
import { FlowPane } from './flow-pane.tsx'
import { SidePanel } from './side-panel.tsx'
import { StaleDialog } from './stale-dialog.tsx'
import { Toolbar } from './toolbar.tsx'
import { useEditorUpkeep } from './use-editor-upkeep.ts'
import { useFocusReturn } from './use-focus-return.ts'
import { VersionScope } from './version-scope.tsx'

// Pop-ups are loaded when they are first opened.
const ResponseDialog = loadedLater(async () => (await import('../response/response-dialog.tsx')).ResponseDialog)
const AssignmentDialog = loadedLater(async () => (await import('../addresses/assignment-dialog.tsx')).AssignmentDialog)
const TemplateDialog = loadedLater(async () => (await import('./template-dialog.tsx')).TemplateDialog)
const CommandPalette = loadedLater(async () => (await import('../command-palette/command-palette.tsx')).CommandPalette)
const AddAfterPick = loadedLater(async () => (await import('../command-palette/exit-picks.tsx')).AddAfterPick)
const ConnectPick = loadedLater(async () => (await import('../command-palette/exit-picks.tsx')).ConnectPick)
const KeysDialog = loadedLater(async () => (await import('../command-palette/keys-dialog.tsx')).KeysDialog)
const ElsewhereDialog = loadedLater(async () => (await import('./elsewhere-dialog.tsx')).ElsewhereDialog)
const RenameDialog = loadedLater(async () => (await import('./rename-dialog.tsx')).RenameDialog)

const selectCanEdit = (state: EditorState) => state.canEdit

/** Toolbar on top; Actions menu, board and panel beneath. */
export function EditorLayout() {
  useEditorUpkeep()
  useShortcuts()
  const isPhone = useIsPhone()
  const canEdit = useEditor(selectCanEdit)
  return (
    <FileDrop className={joinClasses(classes.editor, !canEdit && classes.viewOnly)}>
      <Toolbar />
      <VersionScope>
        {canEdit && !isPhone && <ActionsMenu />}
        <FlowPane />
        <SidePanel />
      </VersionScope>
      <Dialogs />
      <Announcer />
    </FileDrop>
  )
}

const selectDialog = (state: EditorState) => state.dialog

function Dialogs() {
  const dialog = useEditor(selectDialog)
  const store = useEditorStore()
  useFocusReturn(dialog !== null)
  if (dialog === null) return null
  return dialogOf(dialog, { onFailed: () => store.getState().closeDialog() }, store.getState())
}

function dialogOf(
  dialog: NonNullable<EditorState['dialog']>,
  later: { readonly onFailed: () => void },
  state: EditorState,
) {
  switch (dialog.kind) {
    case 'response':
      return <ResponseDialog {...later} nodeId={dialog.nodeId} isSample={dialog.isSample ?? false} />
    case 'addresses':
      return <AssignmentDialog {...later} channel={dialog.channel} />
    case 'templates':
      return <TemplateDialog {...later} />
    case 'palette':
      return <CommandPalette {...later} />
    case 'keys':
      return <KeysDialog {...later} state={state} onClose={state.closeDialog} />
    case 'rename':
      return <RenameDialog {...later} nodeId={dialog.nodeId} />
    case 'add-after':
      return <AddAfterPick {...later} from={dialog.from} exit={dialog.exit} />
    case 'connect-exit':
      return <ConnectPick {...later} from={dialog.from} exit={dialog.exit} />
    case 'stale':
      return <StaleDialog theirs={dialog.theirs} />
    case 'elsewhere':
      return <ElsewhereDialog {...later} copies={dialog.copies} />
  }
}
