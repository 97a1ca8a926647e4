import { ActionIcon } from '@mantine/core'
import { useEffect } from 'react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { ConfigurationsPanel } from '../inspector/configurations-panel.tsx'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconX } from '../ui/icons.ts'
import { isSomethingOpen } from '../ui/is-something-open.ts'
import { loadedLater } from '../ui/loaded-later.tsx'
import { editorTexts } from '../ui/texts/editor.ts'
import { useIsNarrow } from '../ui/window-size.ts'
import classes from './side-panel.module.css'

const TestPanel = loadedLater(async () => (await import('../simulator/test-panel.tsx')).TestPanel)

const selectSidePanel = (state: EditorState) => state.sidePanel
const selectIsSheetOpen = (state: EditorState) => state.sheetOpen

/** The right pane. In a narrow window it is a sheet over the flow that opens with what is pressed, and closes. */
export function SidePanel() {
  const panel = useEditor(selectSidePanel)
  const isOpen = useEditor(selectIsSheetOpen)
  const store = useEditorStore()
  const isSheet = useIsNarrow()
  const close = () => store.getState().closeSheet()
  useCloseByEsc(isSheet && isOpen)
  if (isSheet && !isOpen) return null
  return (
    <>
      {isSheet && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a larger target for the pointer; the button and Esc close it, too.
        // biome-ignore lint/a11y/noStaticElementInteractions: as above.
        <div className={classes.scrim} onClick={close} />
      )}
      <div className={classes.side} data-pane="panel">
        {isSheet && panel === 'configurations' && (
          <div className={classes.sheetHead}>
            <ActionIcon size="lg" aria-label={editorTexts.closePanel} onClick={close}>
              <Icon of={IconX} />
            </ActionIcon>
          </div>
        )}
        {panel === 'simulator' ? <TestPanel onFailed={close} /> : <ConfigurationsPanel />}
      </div>
    </>
  )
}

/** Wherever the focus is: the line that was pressed keeps it. */
function useCloseByEsc(isOn: boolean): void {
  const store = useEditorStore()
  useEffect(() => {
    if (!isOn) return
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !belongsToIme(event) && !isSomethingOpen()) store.getState().closeSheet()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [isOn, store])
}
