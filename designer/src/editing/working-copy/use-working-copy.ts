import { useEffect, useRef } from 'react'
import { dropWorkingCopy, keepWorkingCopy as sendWorkingCopy } from '../../api/commands.ts'
import { editorTexts } from '../../ui/texts/editor.ts'
import { workingCopyTexts as texts } from '../../ui/texts/working-copy.ts'
import { toasts } from '../../ui/toasts.tsx'
import { useEditorServices } from '../editor-context.tsx'
import type { EditorServices } from '../editor-services.ts'
import { isDirty } from '../store/editor-state.ts'
import { sessionId } from './identity.ts'
import { type KeptWorkingCopy, keepWorkingCopy } from './keep-working-copy.ts'

/** Keeps the working copy while the flow is open. Answers whether the page can be closed without losing anything. */
export function useWorkingCopy(): () => boolean {
  const services = useEditorServices()
  const kept = useRef<KeptWorkingCopy | null>(null)
  useEffect(() => {
    const { store, server, workingCopy } = services
    if (workingCopy === undefined) return
    const { storage, browser, opening } = workingCopy
    const { flowId } = store.getState()
    const copy = keepWorkingCopy({
      store,
      storage,
      session: sessionId,
      opening,
      readFlow: () => server.readFlow(flowId),
      server: {
        keep: async (body, isLast) => void (await sendWorkingCopy(flowId, browser, body, isLast)),
        remove: async (isLast) => void (await dropWorkingCopy(flowId, browser, isLast)),
      },
    })
    kept.current = copy
    return () => copy.stop()
  }, [services])
  useEffect(() => {
    // Without the server the toolbar offers the choice, once it answers again.
    tellWhatWasFound(services).catch(() => undefined)
  }, [services])
  return () => kept.current?.isSafe() ?? true
}

/** What was left unsaved is on the board already; where that is not sure to be right the builder is asked. */
async function tellWhatWasFound({ store, server, workingCopy }: EditorServices): Promise<void> {
  if (workingCopy === undefined) return
  const { restored, isStale, elsewhere } = workingCopy.opening
  if (restored !== null && isStale) {
    const draft = await server.readFlow(store.getState().flowId)
    if (draft.revision !== restored.revision) return store.getState().openDialog({ kind: 'stale', theirs: draft })
    // What the page remembered of the flow was old.
    store.getState().restore(restored, draft)
  }
  if (elsewhere.length > 0) store.getState().openDialog({ kind: 'elsewhere', copies: elsewhere })
  if (restored === null || !isDirty(store.getState())) return
  toasts.success({
    id: 'restored',
    title: texts.restored,
    message: restored.secretsLeftOut ? texts.restoredWithoutSecrets : texts.restoredText,
    action: { label: texts.discard, onClick: () => discard(store) },
  })
}

/** Back to the draft, as a step that undo takes back. */
function discard(store: EditorServices['store']): void {
  store.getState().apply(() => store.getState().savedDocument)
  toasts.success({
    title: texts.discarded,
    message: texts.discardedText,
    action: { label: editorTexts.undo, onClick: () => store.getState().undo() },
  })
}
