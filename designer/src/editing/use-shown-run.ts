import { isFinal } from '@patchbay/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLiveEvents } from '../api/events.ts'
import { queries } from '../api/query-options.ts'
import { runTexts } from '../ui/texts/runs.ts'
import { toasts } from '../ui/toasts.tsx'
import { useEditor, useEditorStore } from './editor-context.tsx'
import type { EditorState } from './store/editor-state.ts'

const selectRunId = (state: EditorState) => state.shownRun?.runId ?? null

/** Keeps the run on the board true to the server; live events make the query read again. */
export function useShownRun(): void {
  const store = useEditorStore()
  const runId = useEditor(selectRunId)
  const { data: run, error } = useQuery({ ...queries.run(runId ?? ''), enabled: runId !== null })
  useEffect(() => {
    if (!run || run.id !== runId) return
    const { updateRun, setRunningNode, shownRun } = store.getState()
    updateRun(run)
    const running = shownRun?.runningNodeId ?? null
    const hasEnded = isFinal(run.status) || run.steps.at(-1)?.nodeId === running
    if (running !== null && hasEnded) setRunningNode(run.id, null)
  }, [store, run, runId])
  useEffect(() => {
    if (!error || runId === null) return
    store.getState().leaveRun()
    toasts.error(runTexts.notFound, error)
  }, [store, error, runId])
}

/** Lights the action of the run shown whose step has just begun. */
export function useRunEvents(): void {
  const store = useEditorStore()
  useLiveEvents((event) => {
    const { shownRun, setRunningNode } = store.getState()
    if (event.type === 'step-started' && event.runId === shownRun?.runId) setRunningNode(event.runId, event.nodeId)
  })
}
