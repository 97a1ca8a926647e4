import type { FlowResource } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
import { useEffect, useRef } from 'react'
import { useAddresses, useCatalog, useFlow, useSession } from '../api/queries.ts'
import { workingCopyTexts } from '../ui/texts/working-copy.ts'
import { toasts } from '../ui/toasts.tsx'
import { useEditor, useEditorServices } from './editor-context.tsx'
import { ownAddresses } from './own-addresses.ts'
import { isDirty } from './store/editor-state.ts'

const texts = workingCopyTexts.newer

/** The catalog, addresses, publication facts and the draft as the server has them now. */
export function useServerFacts(): void {
  useNewCatalog()
  useOwnAddresses()
  useDraft()
}

/** Actions that were added or changed while the editor is open are there at once. */
function useNewCatalog(): void {
  const { store } = useEditorServices()
  const { data } = useCatalog()
  useEffect(() => {
    if (data && data.revision !== store.getState().catalog.revision) store.getState().setCatalog(data)
  }, [store, data])
}

function useOwnAddresses(): void {
  const { store } = useEditorServices()
  const { flowId } = store.getState()
  const { data } = useAddresses()
  useEffect(() => {
    if (!data) return
    const own = ownAddresses(flowId, data)
    if (!sameJson(own, store.getState().addresses)) store.getState().setAddresses(own)
  }, [store, flowId, data])
}

/** A save by somebody else is shown at once; over unsaved changes it is only announced. */
function useDraft(): void {
  const { store } = useEditorServices()
  const flow = useFlow(store.getState().flowId)
  const self = useSession().data?.user.name
  // What was there when the flow was opened is no news.
  const told = useRef(flow.data?.revision ?? 0)
  useEffect(() => {
    const state = store.getState()
    const theirs = flow.data
    if (!theirs || state.saving) return
    if (theirs.revision === state.revision) return state.updateFacts(theirs)
    // A newer revision of somebody else must not be taken for ours: saving then asks what to do.
    if (theirs.revision < state.revision) return
    const isNews = theirs.modifiedBy !== self && theirs.revision > told.current
    told.current = theirs.revision
    if (!isDirty(state)) {
      state.replaceDocument(theirs)
      if (isNews) toasts.success({ id: 'newer', title: texts.title(theirs.modifiedBy), message: texts.seen })
    } else if (isNews) {
      const onClick = () => store.getState().openDialog({ kind: 'stale', theirs })
      const action = { label: texts.choose, onClick }
      toasts.warning({ id: 'newer', title: texts.title(theirs.modifiedBy), message: texts.text, action })
    }
  }, [store, flow.data, self])
}

/** The draft of somebody else that waits for a choice; null while there is none. */
export function useNewerDraft(): FlowResource | null {
  const { store } = useEditorServices()
  const { data } = useFlow(store.getState().flowId)
  const revision = useEditor((state) => state.revision)
  const isWaiting = useEditor((state) => isDirty(state) && !state.saving)
  return isWaiting && data && data.revision > revision ? data : null
}
