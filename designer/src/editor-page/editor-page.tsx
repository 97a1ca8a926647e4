import type { FlowResource, WorkingCopyResource } from '@patchbay/shared/api'
import type { Catalog } from '@patchbay/shared/nodes'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCatalog, useFlow, useRights, useSession } from '../api/queries.ts'
import { queries } from '../api/query-options.ts'
import { createEditorServer } from '../editing/create-editor-server.ts'
import { EditorProvider } from '../editing/editor-context.tsx'
import type { EditorServices } from '../editing/editor-services.ts'
import { readMapOpen } from '../editing/remembered-map.ts'
import { readOpenSections } from '../editing/remembered-sections.ts'
import { createEditorStore } from '../editing/store/create-editor-store.ts'
import { findWorkingCopy } from '../editing/working-copy/find-working-copy.ts'
import { LoadError } from '../ui/load-error.tsx'
import { PagePending } from '../ui/page-pending.tsx'
import { EditorLayout } from './editor-layout.tsx'

/** The editor of one flow: Actions menu, board and Configurations Panel. */
export function EditorPage({ flowId }: { readonly flowId: string }) {
  const flow = useFlow(flowId)
  const catalog = useCatalog()
  const { canEdit } = useRights()
  const copies = useQuery({ ...queries.workingCopies(flowId), enabled: canEdit })
  const failed = flow.error && !flow.data ? flow : catalog.error && !catalog.data ? catalog : null
  if (failed) return <LoadError asPage error={failed.error} onRetry={() => void failed.refetch()} />
  if (!flow.data || !catalog.data || (canEdit && copies.isPending)) return <PagePending />
  const facts = { flow: flow.data, catalog: catalog.data, canEdit, copies: copies.data ?? null }
  return <Editor key={flowId} {...facts} />
}

interface EditorProps {
  /** As first loaded; later versions reach the store through commands and events. */
  readonly flow: FlowResource
  readonly catalog: Catalog
  readonly canEdit: boolean
  /** The person's unsaved copies on the server; null when they could not be read. */
  readonly copies: readonly WorkingCopyResource[] | null
}

function Editor({ flow, catalog, canEdit, copies }: EditorProps) {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const userId = useSession().data?.user.id ?? ''
  const [services] = useState<EditorServices>(() => {
    const remembered = { openSections: readOpenSections(), mapOpen: readMapOpen() }
    const store = createEditorStore({ flow, catalog, canEdit, ...remembered })
    const workingCopy = canEdit ? findWorkingCopy(flow, userId, copies) : undefined
    const restored = workingCopy?.opening.restored
    if (restored) store.getState().restore(restored)
    return {
      store,
      server: createEditorServer(client, workingCopy?.browser),
      board: { current: null },
      navigate,
      ...(workingCopy ? { workingCopy } : {}),
    }
  })
  return (
    <EditorProvider services={services}>
      <EditorLayout />
    </EditorProvider>
  )
}
