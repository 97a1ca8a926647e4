import { ReactFlowProvider } from '@xyflow/react'
import { Board } from '../board/board.tsx'
import { useClipboard } from '../commands/use-clipboard.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { loadedLater } from '../ui/loaded-later.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { useIsPhone } from '../ui/window-size.ts'
import classes from './flow-pane.module.css'
import { ProblemsPanel } from './problems-panel.tsx'
import { VersionBanner } from './version-scope.tsx'
import { ViewSwitch } from './view-switch.tsx'

// Loaded when it is first asked for.
const Outline = loadedLater(
  async () => (await import('../outline/outline.tsx')).Outline,
  <div className={classes.loading} />,
)

const selectView = (state: EditorState) => state.view

/** The middle pane: the flow as a board or as an outline, and its problems beneath. A phone shows the outline. */
export function FlowPane() {
  const store = useEditorStore()
  const isPhone = useIsPhone()
  const chosen = useEditor(selectView)
  const view = isPhone ? 'outline' : chosen
  useClipboard()
  return (
    <ReactFlowProvider>
      <main
        className={classes.pane}
        aria-label={view === 'board' ? boardTexts.board : keyboardTexts.outline.outline}
        data-pane="board"
      >
        {!isPhone && (
          <div className={classes.viewSwitch}>
            <ViewSwitch />
          </div>
        )}
        {view === 'board' ? <Board /> : <Outline onFailed={() => store.getState().setView('board')} />}
        <VersionBanner />
        <ProblemsPanel />
      </main>
    </ReactFlowProvider>
  )
}
