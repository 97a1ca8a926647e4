import { lazy, Suspense } from 'react'
import { useShortcuts } from '../commands/use-shortcuts.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { ConfigurationsPanel } from '../inspector/configurations-panel.tsx'
import { ActionsMenu } from '../palette/actions-menu.tsx'
import { Announcer } from './announcer.tsx'
import classes from './editor.module.css'
import { FlowPane } from './flow-pane.tsx'
import { StaleDialog } from './stale-dialog.tsx'
import { Toolbar } from './toolbar.tsx'
import { useEditorUpkeep } from './use-editor-upkeep.ts'
import { useFocusReturn } from './use-focus-return.ts'
import { VersionScope } from './version-scope.tsx'

// Pop-ups and the simulator are loaded when they are first opened.
const ResponseDialog = lazy(async () => ({
  default: (await import('../response/response-dialog.tsx')).ResponseDialog,
}))
const NumberDialog = lazy(async () => ({
  default: (await import('../addresses/number-dialog.tsx')).NumberDialog,
}))
const TemplateDialog = lazy(async () => ({ default: (await import('./template-dialog.tsx')).TemplateDialog }))
const CommandPalette = lazy(async () => ({
  default: (await import('../command-palette/command-palette.tsx')).CommandPalette,
}))
const AddAfterPick = lazy(async () => ({ default: (await import('../command-palette/exit-picks.tsx')).AddAfterPick }))
const ConnectPick = lazy(async () => ({ default: (await import('../command-palette/exit-picks.tsx')).ConnectPick }))
const KeysDialog = lazy(async () => ({ default: (await import('../command-palette/keys-dialog.tsx')).KeysDialog }))
const ElsewhereDialog = lazy(async () => ({
  default: (await import('./elsewhere-dialog.tsx')).ElsewhereDialog,
}))
const RenameDialog = lazy(async () => ({ default: (await import('./rename-dialog.tsx')).RenameDialog }))
const SimulatorPanel = lazy(async () => ({
  default: (await import('../simulator/simulator-panel.tsx')).SimulatorPanel,
}))

/** Toolbar on top; Actions menu, board and panel beneath. */
export function EditorLayout() {
  useEditorUpkeep()
  useShortcuts()
  return (
    <div className={classes.editor}>
      <Toolbar />
      <VersionScope>
        <ActionsMenu />
        <FlowPane />
        <SidePanel />
      </VersionScope>
      <Dialogs />
      <Announcer />
    </div>
  )
}

const selectSidePanel = (state: EditorState) => state.sidePanel
const selectDialog = (state: EditorState) => state.dialog

function SidePanel() {
  const panel = useEditor(selectSidePanel)
  return (
    <div className={classes.side} data-pane="panel">
      {panel === 'simulator' ? (
        <Suspense fallback={null}>
          <SimulatorPanel />
        </Suspense>
      ) : (
        <ConfigurationsPanel />
      )}
    </div>
  )
}

function Dialogs() {
  const dialog = useEditor(selectDialog)
  useFocusReturn(dialog !== null)
  if (dialog === null) return null
  return <Suspense fallback={null}>{dialogOf(dialog)}</Suspense>
}

function dialogOf(dialog: NonNullable<EditorState['dialog']>) {
  switch (dialog.kind) {
    case 'response':
      return <ResponseDialog nodeId={dialog.nodeId} />
    case 'numbers':
      return <NumberDialog />
    case 'templates':
      return <TemplateDialog />
    case 'palette':
      return <CommandPalette />
    case 'keys':
      return <KeysDialog />
    case 'rename':
      return <RenameDialog nodeId={dialog.nodeId} />
    case 'add-after':
      return <AddAfterPick from={dialog.from} exit={dialog.exit} />
    case 'connect-exit':
      return <ConnectPick from={dialog.from} exit={dialog.exit} />
    case 'stale':
      return <StaleDialog theirs={dialog.theirs} />
    case 'elsewhere':
      return <ElsewhereDialog copies={dialog.copies} />
  }
}
