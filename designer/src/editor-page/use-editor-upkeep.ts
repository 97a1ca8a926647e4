import { useEffect } from 'react'
import { useSearchParams } from 'wouter'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { watchProblems } from '../editing/problem-watcher.ts'
import { rememberMapOpen } from '../editing/remembered-map.ts'
import { rememberOpenSections } from '../editing/remembered-sections.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { useServerFacts } from '../editing/use-server-facts.ts'
import { useRunEvents, useShownRun } from '../editing/use-shown-run.ts'
import { useWorkingCopy } from '../editing/working-copy/use-working-copy.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { useLeaveGuard } from './use-leave-guard.ts'

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
