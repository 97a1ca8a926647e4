import type { PillStyles } from './pill-ranges.ts'
import type { OpenToken } from './token-before.ts'

/** Offsets into the text of a field. */
export interface TextSelection {
  readonly anchor: number
  readonly head: number
}

export interface TemplateEditorOptions {
  readonly parent: HTMLElement
  readonly text: string
  /** What is selected at first; a caret where both are the same. */
  readonly selection: TextSelection
  readonly singleLine: boolean
  /** A long text takes more rows; otherwise a single line is scrolled along. */
  readonly wraps: boolean
  /** The field shows its text and pills, and takes no typing. */
  readonly isReadOnly: boolean
  readonly placeholder: string
  readonly attributes: Readonly<Record<string, string>>
  readonly styles: PillStyles
  readonly onChange: (text: string) => void
  /** The `$name` being typed, or null when there is none. */
  readonly onToken: (token: OpenToken | null) => void
  /** Keys that the open completion list takes. True when it took the key. */
  readonly onListKey: (key: ListKey) => boolean
  readonly onFocus: (focused: boolean) => void
  /** Ctrl . at the caret: what to put in the place of which range; null for nothing. */
  readonly onFix: (text: string, caret: number) => TextFix | null
}

/** A repair of a text: the range and what comes in its place. */
export interface TextFix {
  readonly from: number
  readonly to: number
  readonly insert: string
}

export type ListKey = 'ArrowDown' | 'ArrowUp' | 'Enter' | 'Tab' | 'Escape'

/** A mounted text field with pills, whichever part draws it. */
export interface TemplateEditor {
  setText(text: string): void
  setStyles(styles: PillStyles): void
  setAttributes(attributes: Readonly<Record<string, string>>): void
  /** Replaces a range, or the selection, and puts the caret behind. */
  insert(text: string, range?: { readonly from: number; readonly to: number }): void
  focus(): void
  destroy(): void
}
