import { useEffect } from 'react'
import { useSearchParams } from 'wouter'
import { useFlow, useNumbers } from '../api/queries.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { toasts } from '../ui/toasts.tsx'
import { dropWorkingCopy, keepWorkingCopy, keptWorkingCopy } from './crash-net.ts'
import { numbersOf } from './create-editor-server.ts'
import { useEditor, useEditorServices } from './editor-context.tsx'
import { watchProblems } from './problem-watcher.ts'
import { rememberMapOpen } from './remembered-map.ts'
import { rememberOpenSections } from './remembered-sections.ts'
import { type EditorState, isDirty } from './store/editor-state.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useRunEvents, useShownRun } from './use-shown-run.ts'

const selectName = (state: EditorState) => state.document.name

/** What goes on beside the panes while the editor is open. */
export function useEditorUpkeep(): void {
  useWatchers()
  useServerFacts()
  useRecovery()
  useLeaveGuard()
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
    const stops = [
      watchProblems({ store, server }),
      keepWorkingCopy(store),
      rememberOpenSections(store),
      rememberMapOpen(store),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [store, server])
}

/** Numbers and publication facts as the server has them now; somebody else's save shows when one saves. */
function useServerFacts(): void {
  const { store } = useEditorServices()
  const { flowId } = store.getState()
  const numbers = useNumbers()
  const flow = useFlow(flowId)
  useEffect(() => {
    if (!numbers.data) return
    const own = numbersOf(flowId, numbers.data)
    if (own.join() !== store.getState().numbers.join()) store.getState().setNumbers(own)
  }, [store, flowId, numbers.data])
  useEffect(() => {
    const state = store.getState()
    if (!flow.data || state.saving) return
    // A newer revision of somebody else must not be taken for ours: saving then asks what to do.
    if (flow.data.revision === state.revision) state.updateFacts(flow.data)
    else if (flow.data.revision > state.revision && !isDirty(state)) state.replaceDocument(flow.data)
  }, [store, flow.data])
}

/** Offers what an earlier visit left unsaved. */
function useRecovery(): void {
  const { store } = useEditorServices()
  useEffect(() => {
    const { flowId, revision, document } = store.getState()
    const kept = keptWorkingCopy(flowId, revision)
    if (!kept) return
    if (JSON.stringify(kept) === JSON.stringify(document)) return dropWorkingCopy(flowId)
    toasts.warning({
      id: 'recovered',
      title: editorTexts.recovered,
      message: editorTexts.recoveredText,
      action: { label: editorTexts.recover, onClick: () => store.getState().apply(() => kept) },
    })
  }, [store])
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
