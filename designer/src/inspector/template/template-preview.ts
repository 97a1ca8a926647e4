import type { TemplateEditor, TemplateEditorOptions, TextSelection } from './editor-contract.ts'
import { type PillStyles, pillRanges } from './pill-ranges.ts'

interface PreviewOptions extends TemplateEditorOptions {
  /** The field is about to be used. */
  readonly onWanted: () => void
}

/** What the editor proper begins with. */
export interface PreviewState {
  readonly text: string
  readonly selection: TextSelection
  readonly styles: PillStyles
  readonly attributes: Readonly<Record<string, string>>
  readonly hadFocus: boolean
  /** An input method is at work: the field must stay the one it writes into. */
  readonly isComposing: boolean
}

export interface TemplatePreview extends TemplateEditor {
  last(): PreviewState
}

/**
 * A text field that looks like the editor and takes typing, but draws its pills only while nobody types. Built
 * by hand: React must not manage the children of an element that the browser edits.
 */
export function mountPreview(options: PreviewOptions): TemplatePreview {
  const { parent, onChange, onWanted, onFocus, placeholder } = options
  const field = document.createElement('div')
  let { text, styles, attributes } = options
  const draw = () => field.replaceChildren(...nodesOf(text, styles))
  let isComposing = false
  const typed = () => {
    text = textOf(field)
    onChange(text)
    // A script that could not be had when the focus came is asked for again.
    if (!isComposing) onWanted()
  }
  const composed = ({ type }: CompositionEvent) => {
    isComposing = type === 'compositionstart'
    if (!isComposing) onWanted()
  }
  field.className = 'template-preview'
  field.contentEditable = options.isReadOnly ? 'false' : 'plaintext-only'
  if (options.isReadOnly) {
    field.tabIndex = 0
    field.setAttribute('aria-readonly', 'true')
  }
  field.dataset.placeholder = placeholder
  const write = (next: Readonly<Record<string, string>>) => {
    attributes = next
    for (const [name, value] of Object.entries(next)) field.setAttribute(name, value)
  }
  const focused = () => {
    onWanted()
    onFocus(true)
  }
  const blurred = () => onFocus(false)
  field.addEventListener('input', typed)
  field.addEventListener('compositionstart', composed)
  field.addEventListener('compositionend', composed)
  field.addEventListener('focus', focused)
  field.addEventListener('blur', blurred)
  field.addEventListener('pointerenter', onWanted)
  field.addEventListener('dragenter', onWanted)
  write(attributes)
  draw()
  parent.append(field)
  return {
    setText: (next) => {
      if (next === text) return
      text = next
      draw()
    },
    setStyles: (next) => {
      styles = next
      if (document.activeElement !== field) draw()
    },
    setAttributes: write,
    insert: (inserted) => {
      text += inserted
      draw()
      onChange(text)
      onWanted()
    },
    focus: () => field.focus(),
    destroy: () => {
      field.removeEventListener('blur', blurred)
      field.remove()
    },
    last: () => ({
      text,
      selection: selectionIn(field, text),
      styles,
      attributes,
      hadFocus: document.activeElement === field,
      isComposing,
    }),
  }
}

function nodesOf(text: string, styles: PillStyles): (Text | HTMLSpanElement)[] {
  const nodes: (Text | HTMLSpanElement)[] = []
  let at = 0
  for (const { from, to, className, title, words } of pillRanges(text, styles)) {
    if (from < at) continue
    nodes.push(document.createTextNode(text.slice(at, from)))
    const pill = document.createElement('span')
    pill.className = className
    if (title !== '') pill.title = title
    if (words !== undefined) pill.dataset.words = words
    pill.textContent = text.slice(from, to)
    nodes.push(pill)
    at = to
  }
  if (at < text.length) nodes.push(document.createTextNode(text.slice(at)))
  return nodes
}

/** Browsers end an edited text with a line break that is not part of it. */
function textOf(field: HTMLElement): string {
  return (field.innerText ?? '').replaceAll('\u00a0', ' ').replace(/\n$/, '')
}

function selectionIn(field: HTMLElement, text: string): TextSelection {
  const selection = window.getSelection()
  const offsetOf = (node: Node | null, offset: number) => {
    if (!node || !field.contains(node)) return text.length
    const before = document.createRange()
    before.setStart(field, 0)
    before.setEnd(node, offset)
    return before.toString().length
  }
  return {
    anchor: offsetOf(selection?.anchorNode ?? null, selection?.anchorOffset ?? 0),
    head: offsetOf(selection?.focusNode ?? null, selection?.focusOffset ?? 0),
  }
}
