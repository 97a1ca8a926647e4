import { Popover } from '@mantine/core'
import { diffFlows, type FlowChange } from '@patchbay/shared/flow'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { queries } from '../api/query-options.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { type EditorState, emptySelection, isDirty } from '../editing/store/editor-state.ts'
import { PublicationBadge } from '../flows-list/publication-badge.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconTrash } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { Tile } from '../ui/tile.tsx'
import { toasts } from '../ui/toasts.tsx'
import classes from './editor.module.css'

const texts = editorTexts.changes
const selectLive = (state: EditorState) => state.live
const selectPaused = (state: EditorState) => state.paused

/** What is live and what has changed since, with the list of changes behind it. */
export function ChangesBadge() {
  const live = useEditor(selectLive)
  const paused = useEditor(selectPaused)
  const held = useEditor((state) => state.heldEvents)
  const heldUntil = useEditor((state) => state.heldUntil)
  const changes = useChanges()
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened && changes.length > 0}
      onChange={setOpened}
      position="bottom-start"
      width={380}
      trapFocus
      withRoles={false}
    >
      <Popover.Target>
        <span role="status">
          <PublicationBadge
            live={live}
            changes={changes.length}
            paused={paused}
            held={held}
            heldUntil={heldUntil}
            onShowChanges={() => setOpened(!opened)}
          />
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={texts.title(changes.length)}>
        <ChangesList changes={changes} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

const noChanges: readonly FlowChange[] = []

/**
 * Differences between what is on the board and what is live. While nothing is unsaved and the server counts
 * none, the live version need not be read.
 */
function useChanges(): readonly FlowChange[] {
  const flowId = useEditor((state) => state.flowId)
  const live = useEditor(selectLive)
  const needed = useEditor((state) => state.live !== null && (state.changes > 0 || isDirty(state)))
  const document = useEditor((state) => state.document)
  const catalog = useEditor((state) => state.catalog)
  const version = useQuery({ ...queries.version(flowId, live?.version ?? 0), enabled: needed })
  return useMemo(
    () => (needed && version.data ? diffFlows(version.data.document, document, catalog) : noChanges),
    [needed, version.data, document, catalog],
  )
}

interface ChangesListProps {
  readonly changes: readonly FlowChange[]
  readonly onDone: () => void
}

function ChangesList({ changes, onDone }: ChangesListProps) {
  const { store, server, board } = useEditorServices()
  const live = useEditor(selectLive)
  const timeZone = useEditor((state) => state.document.settings.timeZone)
  const goBack = useGoBack()
  if (!live) return null
  const compareWithLive = async () => {
    const { version, deployedAt, document } = await server.readVersion(store.getState().flowId, live.version)
    store.getState().clearSelection()
    store.getState().compare({ version, deployedAt, document })
    board.current?.fit()
  }
  const show = () => {
    onDone()
    void compareWithLive()
  }
  return (
    <>
      <div className={classes.popHead}>
        <b>{texts.title(changes.length)}</b>
        <span className="num">{texts.since(live.version, dayAndClock(live.deployedAt, { timeZone }))}</span>
      </div>
      <div className={classes.popBody}>
        {changes.map((change) => (
          <Change key={`${change.nodeId}:${change.sentence}`} change={change} onDone={onDone} />
        ))}
      </div>
      <div className={classes.popFoot}>
        {changes.some(({ nodeId }) => nodeId !== undefined) ? (
          <LinkButton label={texts.show} onClick={show} />
        ) : (
          <span />
        )}
        <LinkButton
          label={texts.goBack(live.version)}
          onClick={() => {
            onDone()
            void goBack(live.version)
          }}
        />
      </div>
    </>
  )
}

function LinkButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" className="link" onClick={onClick}>
      {label}
    </button>
  )
}

/** Puts what is live back on the board, as a step that undo takes back. */
function useGoBack(): (version: number) => Promise<void> {
  const { store, server } = useEditorServices()
  return async (version) => {
    try {
      const live = await server.liveDocument(store.getState().flowId, version)
      store.getState().apply(() => live, { select: emptySelection })
      toasts.success({
        title: texts.wentBack(version),
        message: texts.wentBackText,
        action: { label: editorTexts.undo, onClick: () => store.getState().undo() },
      })
    } catch (thrown) {
      toasts.error(editorTexts.notDone(texts.goBack(version)), thrown)
    }
  }
}

function Change({ change, onDone }: { readonly change: FlowChange; readonly onDone: () => void }) {
  const { store, board } = useEditorServices()
  const node = useEditor((state) => state.document.nodes.find(({ id }) => id === change.nodeId))
  const definition = useEditor((state) => (node ? state.definitions.of(node) : undefined))
  if (!node) {
    return (
      <div className={classes.change}>
        {change.nodeId !== undefined && (
          <span className={classes.changeIcon}>
            <Icon of={IconTrash} size={14} />
          </span>
        )}
        {change.sentence}
      </div>
    )
  }
  return (
    <button
      type="button"
      className={classes.change}
      onClick={() => {
        onDone()
        store.getState().selectNode(node.id)
        board.current?.reveal(node.id)
      }}
    >
      <Tile of={definition} size="xs" />
      {change.sentence}
    </button>
  )
}
