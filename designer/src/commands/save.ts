import { ApiProblem } from '../api/problem.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import { isDirty } from '../editing/store/editor-state.ts'
import { IconCheck } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Command } from './command.ts'

/** Stores the working copy as the draft. */
export const save: Command = {
  id: 'save',
  title: () => editorTexts.save,
  icon: IconCheck,
  shortcuts: ['mod+S'],
  inFields: 'always',
  isEnabled: ({ saving, canEdit }) => canEdit && !saving,
  run: async (services) => {
    if (!(await saveDraft(services))) return
    const { live } = services.store.getState()
    toasts.success({
      title: editorTexts.saved,
      message: live ? editorTexts.savedLive(live.version) : editorTexts.savedDraft,
    })
  },
}

/**
 * Saves if anything is unsaved. False when somebody else saved meanwhile: nothing is overwritten, and the
 * builder is asked what to do.
 * @throws ApiProblem for everything else.
 */
export async function saveDraft({ store, server }: EditorServices): Promise<boolean> {
  const state = store.getState()
  state.endBurst()
  const { flowId, revision, document } = state
  if (!isDirty(state)) return true
  state.setSaving(true)
  try {
    store.getState().markSaved(document, await server.save(flowId, revision, document))
    return true
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem) || thrown.code !== 'STALE_REVISION') throw thrown
    store.getState().openDialog({ kind: 'stale', theirs: await server.readFlow(flowId) })
    return false
  } finally {
    store.getState().setSaving(false)
  }
}
