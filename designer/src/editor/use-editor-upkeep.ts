import { useEffect } from 'react'
import { useSearchParams } from 'wouter'
import { editorTexts } from '../ui/texts/editor.ts'
import { useEditor, useEditorServices } from './editor-context.tsx'
import { watchProblems } from './problem-watcher.ts'
import { rememberMapOpen } from './remembered-map.ts'
import { rememberOpenSections } from './remembered-sections.ts'
import type { EditorState } from './store/editor-state.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useServerFacts } from './use-server-facts.ts'
import { useRunEvents, useShownRun } from './use-shown-run.ts'
import { useWorkingCopy } from './working-copy/use-working-copy.ts'

const selectName = (state: EditorState) => state.document.name

/** What goes on beside the panes while the editor is open. */
export function useEditorUpkeep(): void {
  useWatchers()
  useServerFacts()
  useLeaveGuard(useWorkingCopy())
  useShownRun()
  useRunEvents()
  useRunInAddress()
  const name = useEditor(selectName)
  useEffect(() => {
    document.title = editorTexts.title(name)
  }, [name])
}

function useWatchers(): void {
  const { store, server } = useEditorServices()
  useEffect(() => {
    const stops = [watchProblems({ store, server }), rememberOpenSections(store), rememberMapOpen(store)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [store, server])
}

/** `/flows/:id?run=<id>` opens with that run on the board. */
function useRunInAddress(): void {
  const { store } = useEditorServices()
  const [search] = useSearchParams()
  const runId = search.get('run')
  useEffect(() => {
    if (runId !== null) store.getState().showRun(runId)
  }, [store, runId])
}
