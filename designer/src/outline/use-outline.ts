import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { BoardControls } from '../editing/editor-services.ts'
import { type EditorState, emptySelection, type Selection } from '../editing/store/editor-state.ts'
import { actionKey, exitKey, type OutlineRow, outlineRows } from './outline-rows.ts'

const selectDocument = (state: EditorState) => state.document
const selectSelection = (state: EditorState) => state.selection

/** The lines in sight, the one that has the focus, and what moves it. */
export function useOutline(tree: RefObject<HTMLElement | null>) {
  const { store } = useEditorServices()
  const document = useEditor(selectDocument)
  const selection = useEditor(selectSelection)
  const { definitions } = store.getState()
  const [closed, setClosed] = useState<ReadonlySet<string>>(noKeys)
  const [lastKey, setLastKey] = useState<string | null>(null)
  const rows = useMemo(() => outlineRows(document, definitions, closed), [document, definitions, closed])
  const active = useActiveRow(rows, lastKey, selection)
  const goTo = (key: string) => {
    const row = rows.find((candidate) => candidate.key === key)
    if (!row) return setClosed(noKeys)
    setLastKey(key)
    store.getState().select(selectionOf(row))
    rowElement(tree.current, key)?.focus()
  }
  const toggle = (key: string) =>
    setClosed((before) => {
      const next = new Set(before)
      if (!next.delete(key)) next.add(key)
      return next
    })
  useKeepFocus(tree, active?.key ?? null)
  useOutlineControls(tree, () => setClosed(noKeys))
  return { rows, active, closed, goTo, toggle }
}

const noKeys: ReadonlySet<string> = new Set()

/** What is selected while a line has the focus: its action, or its exit even when nothing leaves it yet. */
function selectionOf(row: OutlineRow): Selection {
  if (row.kind === 'action') return { nodeIds: [row.block.node.id], connection: null }
  if (row.kind === 'exit') return { nodeIds: [], connection: { from: row.block.node.id, exit: row.exit.id } }
  return emptySelection
}

/** The line one stands on: as last moved to, else that of the selection, else the one that took its place. */
function useActiveRow(
  rows: readonly OutlineRow[],
  lastKey: string | null,
  { nodeIds, connection }: Selection,
): OutlineRow | undefined {
  const lastIndex = useRef(0)
  const byKey = (key: string | null) => rows.find((row) => row.key === key)
  const [nodeId] = nodeIds
  const selectedKey =
    nodeId !== undefined ? actionKey(nodeId) : connection ? exitKey(connection.from, connection.exit) : lastKey
  const active = byKey(selectedKey) ?? byKey(lastKey) ?? rows[Math.min(lastIndex.current, rows.length - 1)]
  useEffect(() => {
    if (active) lastIndex.current = rows.indexOf(active)
  })
  return active
}

/** When the line that has the focus goes away, the focus goes to the line one stands on now. */
function useKeepFocus(tree: RefObject<HTMLElement | null>, activeKey: string | null): void {
  const hadFocus = useRef(false)
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body && activeKey !== null) {
      rowElement(tree.current, activeKey)?.focus()
    }
  })
  useEffect(() => {
    const element = tree.current
    if (!element) return
    const enter = () => {
      hadFocus.current = true
    }
    const leave = (event: FocusEvent) => {
      if (event.relatedTarget instanceof Node && !element.contains(event.relatedTarget)) hadFocus.current = false
    }
    element.addEventListener('focusin', enter)
    element.addEventListener('focusout', leave)
    return () => {
      element.removeEventListener('focusin', enter)
      element.removeEventListener('focusout', leave)
    }
  }, [tree])
}

/** The outline stands in for the board where commands and panes ask for it. */
function useOutlineControls(tree: RefObject<HTMLElement | null>, openAll: () => void): void {
  const { board, store } = useEditorServices()
  const open = useRef(openAll)
  useEffect(() => {
    open.current = openAll
  })
  useEffect(() => {
    const withRow = (nodeId: number, action: (row: HTMLElement) => void) =>
      afterDrawing(() => {
        const row = rowElement(tree.current, actionKey(nodeId))
        if (row) return action(row)
        open.current()
        afterDrawing(() => {
          const opened = rowElement(tree.current, actionKey(nodeId))
          if (opened) action(opened)
        })
      })
    const reveal = (nodeId: number) => withRow(nodeId, (row) => row.scrollIntoView({ block: 'nearest' }))
    const controls: BoardControls = {
      fit: () => {},
      zoomIn: () => {},
      zoomOut: () => {},
      centre: () => {
        const { nodes } = store.getState().document
        return { x: 80, y: nodes.reduce((lowest, { position }) => Math.max(lowest, position.y + 180), 160) }
      },
      reveal,
      revealOne: ([first]) => {
        if (first !== undefined) reveal(first)
      },
      focusBlock: (nodeId) => withRow(nodeId, (row) => row.focus()),
    }
    board.current = controls
    return () => {
      if (board.current === controls) board.current = null
    }
  }, [board, store, tree])
}

export function rowElement(tree: HTMLElement | null, key: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`) ?? null
}

function afterDrawing(action: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(action))
}
