import type { NodeDefinition } from '@patchbay/shared/nodes'
import { type RefObject, useEffect, useRef } from 'react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { openSectionsOf, sectionOf } from '../editing/open-sections.ts'
import type { EditorState } from '../editing/store/editor-state.ts'

const selectTarget = (state: EditorState) => state.fieldTarget
/** Where one types comes before the buttons beside it. */
const focusable = [
  'input:not([type="hidden"]), textarea, select, [contenteditable]:not([contenteditable="false"])',
  'button, [tabindex="-1"]',
]

/** Opens the section of the field that was asked for, brings it into sight and puts the caret there. */
export function useFieldTarget(
  nodeId: number | null,
  nodeType: string,
  definition?: NodeDefinition,
): RefObject<HTMLDivElement | null> {
  const store = useEditorStore()
  const body = useRef<HTMLDivElement>(null)
  const target = useEditor(selectTarget)
  const done = useRef(0)
  useEffect(() => {
    if (!target || target.nodeId !== nodeId || target.request === done.current) return
    done.current = target.request
    const state = store.getState()
    const section = nodeId === null && target.path === 'name' ? 'details' : sectionOf(target.path, definition)
    const open = openSectionsOf(state, nodeType)
    if (!open.includes(section)) state.setOpenSections(nodeType, [...open, section])
    // Template fields load their editor when they are first drawn: ask a few times for the place to appear.
    const cancel = retry(() => focusField(body.current, target.path), 20)
    return cancel
  }, [target, nodeId, nodeType, definition, store])
  return body
}

function focusField(body: HTMLElement | null, path: string): boolean {
  const field = path === '' ? body : fieldAt(body, path)
  const input = field && focusableIn(field)
  if (!field || !input) return false
  // A list, such as that of the versions, is read from its beginning.
  if (path !== '') field.scrollIntoView({ block: field.offsetHeight > 160 ? 'start' : 'center' })
  input.focus()
  return document.activeElement === input
}

function focusableIn(field: HTMLElement): HTMLElement | null {
  for (const selector of focusable) {
    const found = field.matches(selector) ? field : field.querySelector<HTMLElement>(selector)
    if (found) return found
  }
  return null
}

/** The field itself, or the nearest one around it: a cell's row, a row's grid. */
function fieldAt(body: HTMLElement | null, path: string): HTMLElement | null {
  for (let at = path; at !== ''; at = at.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, '')) {
    const field = body?.querySelector<HTMLElement>(`[data-field-path="${CSS.escape(at)}"]`)
    if (field) return field
  }
  return null
}

function retry(attempt: () => boolean, times: number): () => void {
  let frame = 0
  let left = times
  const next = () => {
    left -= 1
    if (!attempt() && left > 0) frame = window.setTimeout(next, 50)
  }
  frame = window.setTimeout(next, 0)
  return () => window.clearTimeout(frame)
}
