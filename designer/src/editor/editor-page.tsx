import type { FlowResource } from '@patchbay/shared/api'
import type { Catalog } from '@patchbay/shared/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCatalog, useFlow, useRights } from '../api/queries.ts'
import { PagePending } from '../app/page-pending.tsx'
import { LoadError } from '../ui/load-error.tsx'
import { createEditorServer } from './create-editor-server.ts'
import { EditorProvider } from './editor-context.tsx'
import { EditorLayout } from './editor-layout.tsx'
import type { EditorServices } from './editor-services.ts'
import { readMapOpen } from './remembered-map.ts'
import { readOpenSections } from './remembered-sections.ts'
import { createEditorStore } from './store/create-editor-store.ts'

/** The editor of one flow: Actions menu, board and Configurations Panel. */
export function EditorPage({ flowId }: { readonly flowId: string }) {
  const flow = useFlow(flowId)
  const catalog = useCatalog()
  const { canEdit } = useRights()
  const failed = flow.error && !flow.data ? flow : catalog.error && !catalog.data ? catalog : null
  if (failed) return <LoadError asPage error={failed.error} onRetry={() => void failed.refetch()} />
  if (!flow.data || !catalog.data) return <PagePending />
  return <Editor key={flowId} flow={flow.data} catalog={catalog.data} canEdit={canEdit} />
}

interface EditorProps {
  /** As first loaded; later versions reach the store through commands and events. */
  readonly flow: FlowResource
  readonly catalog: Catalog
  readonly canEdit: boolean
}

function Editor({ flow, catalog, canEdit }: EditorProps) {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [services] = useState<EditorServices>(() => ({
    store: createEditorStore({ flow, catalog, canEdit, openSections: readOpenSections(), mapOpen: readMapOpen() }),
    server: createEditorServer(client),
    board: { current: null },
    navigate,
  }))
  return (
    <EditorProvider services={services}>
      <EditorLayout />
    </EditorProvider>
  )
}
