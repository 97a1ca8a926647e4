import { Annotation, Compartment, EditorState, type Extension, Prec, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  placeholder as placeholderExtension,
  type ViewUpdate,
} from '@codemirror/view'
import { styleNonce } from '../../ui/style-nonce.ts'
import { besideVariable } from './beside-variable.ts'
import type { ListKey, TemplateEditor, TemplateEditorOptions, TextSelection } from './editor-contract.ts'
import { type PillRange, type PillStyles, pillRanges } from './pill-ranges.ts'
import { tokenBefore } from './token-before.ts'

// Loaded when a template field is first wanted; nothing else of the designer imports CodeMirror.

/** Marks changes that come from the document, not from typing. */
const fromOutside = Annotation.define<boolean>()
const setStylesEffect = StateEffect.define<PillStyles>()

export function mountTemplateEditor(options: TemplateEditorOptions): TemplateEditor {
  const attributes = new Compartment()
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      selection: withinText(options.selection, options.text),
      extensions: [
        ...extensionsOf(options),
        attributes.of(EditorView.contentAttributes.of({ ...options.attributes })),
        EditorView.updateListener.of((update) => report(update, options)),
      ],
    }),
  })
  return {
    setText: (text) => replaceText(view, text),
    setStyles: (styles) => view.dispatch({ effects: setStylesEffect.of(styles) }),
    setAttributes: (next) =>
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of({ ...next })) }),
    insert: (text, range) => insertText(view, text, range),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

function extensionsOf({
  singleLine,
  wraps,
  placeholder,
  styles,
  onListKey,
  onFix,
}: TemplateEditorOptions): Extension[] {
  const listKeys: readonly ListKey[] = ['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape']
  return [
    EditorView.cspNonce.of(styleNonce()),
    Prec.highest(keymap.of(listKeys.map((key) => ({ key, run: () => onListKey(key) })))),
    Prec.highest(keymap.of([{ key: 'Mod-.', run: (view) => fixAtCaret(view, onFix) }])),
    // The browser moves the caret and deletes by itself; a keymap for that would cost 30 kB of script.
    Prec.high(keymap.of([{ key: 'Enter', run: singleLine ? () => true : breakLine }])),
    ...(singleLine ? [oneLine] : []),
    ...(wraps ? [EditorView.lineWrapping] : []),
    pillField(styles),
    followFocus,
    dropBesidePills,
    ...(placeholder === '' ? [] : [placeholderExtension(placeholder)]),
  ]
}

function fixAtCaret(view: EditorView, onFix: TemplateEditorOptions['onFix']): boolean {
  const fix = onFix(view.state.doc.toString(), view.state.selection.main.head)
  if (fix === null) return false
  insertText(view, fix.insert, fix)
  return true
}

function breakLine(view: EditorView): boolean {
  view.dispatch(view.state.replaceSelection('\n'), { scrollIntoView: true, userEvent: 'input' })
  return true
}

/** Line breaks that are typed or pasted become spaces. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines <= 1) return transaction
  const text = transaction.newDoc
    .toString()
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: text },
    selection: { anchor: text.length },
  }
})

/** A variable that is dropped onto another one goes beside it, never into its code. */
const dropBesidePills = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.isUserEvent('input.drop')) return transaction
  const text = transaction.startState.doc.toString()
  const drops: { at: number; insert: string }[] = []
  transaction.changes.iterChanges((from, _to, _newFrom, _newTo, insert) => {
    drops.push({ at: from, insert: insert.toString() })
  })
  const [drop] = drops
  if (drop === undefined) return transaction
  const at = besideVariable(text, drop.at)
  if (at === drop.at) return transaction
  const selection = { anchor: at, head: at + drop.insert.length }
  return [{ changes: { from: at, insert: drop.insert }, selection, userEvent: 'input.drop' }]
})

interface PillState {
  readonly styles: PillStyles
  readonly hasFocus: boolean
  readonly decorations: DecorationSet
}

const setFocusEffect = StateEffect.define<boolean>()
/** Words over the variable under the caret make room for its code while the field has the focus. */
const followFocus = EditorView.focusChangeEffect.of((_state, focusing) => setFocusEffect.of(focusing))

/** Marks on the text, not widgets: the caret walks through them and copying gives plain text. */
function pillField(initial: PillStyles) {
  return StateField.define<PillState>({
    create: ({ doc }) => ({
      styles: initial,
      hasFocus: false,
      decorations: decorate(doc.toString(), initial, null),
    }),
    update: (value, { effects, docChanged, selection, state }) => {
      const styles = effects.find((effect) => effect.is(setStylesEffect))?.value ?? value.styles
      const hasFocus = effects.find((effect) => effect.is(setFocusEffect))?.value ?? value.hasFocus
      const isSame = styles === value.styles && hasFocus === value.hasFocus
      if (isSame && !docChanged && selection === undefined) return value
      const caret = hasFocus ? state.selection.main.head : null
      return { styles, hasFocus, decorations: decorate(state.doc.toString(), styles, caret) }
    },
    provide: (field) => EditorView.decorations.from(field, (value) => value.decorations),
  })
}

/** @param caret null while somebody writes elsewhere */
function decorate(text: string, styles: PillStyles, caret: number | null): DecorationSet {
  return Decoration.set(pillRanges(text, styles).map((range) => markOf(range, caret)))
}

function markOf({ from, to, className, title, words }: PillRange, caret: number | null) {
  const isWrittenIn = caret !== null && from < caret && caret <= to
  const attributes = {
    ...(title === '' ? {} : { title }),
    ...(words === undefined || isWrittenIn ? {} : { 'data-words': words }),
  }
  return Decoration.mark({ class: className, attributes }).range(from, to)
}

function report(update: ViewUpdate, { onChange, onToken, onFocus }: TemplateEditorOptions): void {
  const isOurs = update.transactions.some((transaction) => transaction.annotation(fromOutside) === true)
  if (update.docChanged && !isOurs) onChange(update.state.doc.toString())
  if (update.focusChanged) onFocus(update.view.hasFocus)
  if (!update.docChanged && !update.selectionSet && !update.focusChanged) return
  const { main } = update.state.selection
  const isTyping = update.view.hasFocus && main.empty && !isOurs
  const token = isTyping ? tokenBefore(update.state.doc.toString(), main.head) : null
  // Merely taking the focus closes no list that was opened by its button.
  if (token !== null || update.docChanged || update.selectionSet || !update.view.hasFocus) onToken(token)
}

function replaceText(view: EditorView, text: string): void {
  const current = view.state.doc.toString()
  if (current === text) return
  view.dispatch({
    changes: { from: 0, to: current.length, insert: text },
    selection: { anchor: Math.min(view.state.selection.main.head, text.length) },
    annotations: fromOutside.of(true),
  })
}

function insertText(view: EditorView, text: string, range: { readonly from: number; readonly to: number } | undefined) {
  const { from, to } = range ?? view.state.selection.main
  view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length } })
  view.focus()
}

function withinText({ anchor, head }: TextSelection, text: string): TextSelection {
  return { anchor: Math.min(anchor, text.length), head: Math.min(head, text.length) }
}
