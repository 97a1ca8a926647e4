import { ApiProblem } from '../api/problem.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import type { EditorStore } from '../editing/store/create-editor-store.ts'
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
  isEnabled: ({ canEdit }) => canEdit,
  run: async (services) => {
    if (!(await saveDraft(services))) return
    const { live } = services.store.getState()
    toasts.success({
      title: editorTexts.saved,
      message: live ? editorTexts.savedLive(live.version) : editorTexts.savedDraft,
    })
  },
}

/** The save that is under way for each editor. */
const underWay = new WeakMap<EditorStore, Promise<unknown>>()

/**
 * Saves if anything is unsaved, after the save that is under way. False when another person saved meanwhile: nothing
 * is overwritten, and the builder is asked what to do.
 * @throws ApiProblem for everything else.
 */
export async function saveDraft(services: EditorServices): Promise<boolean> {
  const { store } = services
  for (let earlier = underWay.get(store); earlier !== undefined; earlier = underWay.get(store)) {
    await earlier.catch(() => undefined)
  }
  const own = storeDraft(services).finally(() => underWay.delete(store))
  underWay.set(store, own)
  return own
}

async function storeDraft({ store, server }: EditorServices): Promise<boolean> {
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
