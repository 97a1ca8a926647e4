import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { EditorProvider, useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { createEditorStore, type EditorStore } from '../editing/store/create-editor-store.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import type { ViewedVersion } from '../editing/store/views-slice.ts'
import { useRunEvents, useShownRun } from '../editing/use-shown-run.ts'
import { restoreVersion } from '../editing/view-version.ts'
import { dayAndClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconHistory } from '../ui/icons.ts'
import { versionTexts as texts } from '../ui/texts/run-view.ts'
import classes from './flow-pane.module.css'

const selectViewed = (state: EditorState) => state.viewed

/** Draws the panes for the draft, or for the version that is looked at instead. */
export function VersionScope({ children }: { readonly children: ReactNode }) {
  const viewed = useEditor(selectViewed)
  if (viewed === null) return children
  return (
    <Version key={`${viewed.version} ${viewed.runId}`} viewed={viewed}>
      {children}
    </Version>
  )
}

/**
 * A version has an editor store of its own, in which nothing can be changed. So nothing that guards the draft,
 * such as its working copy and its checks, ever hears of it.
 */
function Version({ viewed, children }: { readonly viewed: ViewedVersion; readonly children: ReactNode }) {
  const services = useEditorServices()
  const { store: draft } = services
  const [store] = useState(() => storeOf(draft, viewed))
  useEffect(() => keepAlike(draft, store), [draft, store])
  return (
    <EditorProvider services={{ ...services, store, draft }}>
      <RunUpkeep />
      {children}
    </EditorProvider>
  )
}

function storeOf(draft: EditorStore, { document, runId }: ViewedVersion): EditorStore {
  const { flowId, revision, live, changes, paused, nextNodeId, addresses, catalog, openSections, sidePanel } =
    draft.getState()
  const facts = { id: flowId, revision, live, changes, paused, nextNodeId, document }
  const unused = { createdAt: '', modifiedAt: '', modifiedBy: '', runs24h: { total: 0, failed: 0, caught: 0 } }
  const flow = { ...facts, ...unused }
  const store = createEditorStore({ flow, catalog, addresses, canEdit: false, openSections })
  store.getState().showPanel(sidePanel)
  if (runId !== null) store.getState().showRun(runId)
  return store
}

/** The side panel is one for both; a run asked for in the toolbar belongs to the draft's board. */
function keepAlike(draft: EditorStore, store: EditorStore): () => void {
  const fromDraft = draft.subscribe((state, before) => {
    if (state.sidePanel !== store.getState().sidePanel) store.getState().showPanel(state.sidePanel)
    if (state.shownRun !== null && state.viewed !== null) state.leaveVersion()
    const { fieldTarget } = state
    if (fieldTarget !== before.fieldTarget && fieldTarget !== null) {
      store.getState().showField(fieldTarget.nodeId, fieldTarget.path)
    }
  })
  const toDraft = store.subscribe((state) => {
    if (state.sidePanel !== draft.getState().sidePanel) draft.getState().showPanel(state.sidePanel)
  })
  return () => {
    fromDraft()
    toDraft()
  }
}

function RunUpkeep() {
  useShownRun()
  useRunEvents()
  return null
}

/** Over the board: which version it is, and the ways back. */
export function VersionBanner() {
  const services = useEditorServices()
  const { draft } = services
  const viewed = draft?.getState().viewed ?? null
  const timeZone = useEditor((state) => state.document.settings.timeZone)
  if (draft === undefined || viewed === null) return null
  return (
    <section className={classes.banner} aria-label={texts.banner}>
      <Icon of={IconHistory} />
      <b>{texts.title(viewed.version)}</b>
      <span className="muted">{texts.deployed(dayAndClock(viewed.deployedAt, { timeZone }), viewed.version)}</span>
      <Button size="sm" variant="subtle" onClick={() => restoreVersion(services, viewed)}>
        {texts.restore}
      </Button>
      <Button size="sm" onClick={() => draft.getState().leaveVersion()}>
        {texts.back}
      </Button>
    </section>
  )
}
