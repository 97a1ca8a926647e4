import type { FlowResource } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
import type { StateCreator } from 'zustand/vanilla'
import { adoptStored } from './adopt-stored.ts'
import type { EditorDependencies, EditorState, FlowSlice } from './editor-state.ts'

/** The document, what the server knows of it, and the facts around it. */
export function createFlowSlice({
  flow,
  addresses = [],
}: EditorDependencies): StateCreator<EditorState, [], [], FlowSlice> {
  return (set, get) => ({
    flowId: flow.id,
    document: flow.document,
    savedDocument: flow.document,
    ...factsOf(flow),
    nextNodeId: flow.nextNodeId,
    saving: false,
    addresses,
    takeNodeIds: (count = 1) => {
      const first = get().nextNodeId
      set({ nextNodeId: first + count })
      return first
    },
    markSaved: (sent, resource) => {
      const document = adoptStored(get().document, sent, resource.document)
      const savedDocument = adoptStored(sent, sent, resource.document)
      set({
        document: get().document === sent ? savedDocument : document,
        savedDocument,
        ...factsOf(resource),
        nextNodeId: Math.max(get().nextNodeId, resource.nextNodeId),
      })
    },
    replaceDocument: (resource) =>
      set({
        document: resource.document,
        savedDocument: resource.document,
        ...factsOf(resource),
        nextNodeId: Math.max(get().nextNodeId, resource.nextNodeId),
        past: [],
        future: [],
      }),
    restore: ({ document, past, future, revision, nextNodeId }, resource) => {
      const saved = resource ?? { document: get().savedDocument, revision: get().revision }
      const isSaved = saved.revision === revision && sameJson(document, saved.document)
      set({
        ...(resource ? factsOf(resource) : {}),
        savedDocument: saved.document,
        document: isSaved ? saved.document : document,
        revision,
        past,
        future,
        nextNodeId: Math.max(get().nextNodeId, resource?.nextNodeId ?? 1, nextNodeId),
      })
    },
    updateFacts: (resource) => {
      const { live } = resource
      const isChanged = live?.version !== get().live?.version
      set({ ...factsOf(resource), ...(isChanged ? { testVersion: live === null ? 'draft' : 'live' } : {}) })
    },
    setSaving: (saving) => set({ saving }),
    setAddresses: (next) => set({ addresses: next }),
  })
}

type Facts = Pick<FlowSlice, 'revision' | 'live' | 'changes' | 'paused' | 'heldEvents' | 'heldUntil'>

function factsOf(resource: FlowResource): Facts {
  return {
    revision: resource.revision,
    live: resource.live,
    changes: resource.changes,
    paused: resource.paused,
    heldEvents: resource.heldEvents ?? 0,
    heldUntil: resource.heldUntil ?? null,
  }
}
