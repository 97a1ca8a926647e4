import { canPaste, hasCopyable, pasteText, selectionAsText } from '../editing/clipboard.ts'
import { type EditorState, emptySelection } from '../editing/store/editor-state.ts'
import { IconClipboard, IconClipboardCopy, IconScissors } from '../ui/icons.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Command } from './command.ts'
import { without } from './delete-selection.ts'

const texts = boardToolTexts

// Keys reach the clipboard by the browser's own events (`useClipboard`), which need no permission and work where
// the page came by plain http. These commands are for buttons and the palette.

export const copy: Command = {
  id: 'copy',
  title: () => texts.copy,
  icon: IconClipboardCopy,
  shortcuts: ['mod+C'],
  nativeKeys: true,
  isEnabled: hasSelection,
  run: async ({ store }) => {
    const { selection } = store.getState()
    await write(selectionAsText(store.getState()))
    toasts.success({
      id: 'copied',
      title: texts.clipboard.copied(selection.nodeIds.length, selection.noteIds?.length ?? 0),
      message: texts.clipboard.copiedText,
    })
  },
}

export const cut: Command = {
  id: 'cut',
  title: () => texts.cut,
  icon: IconScissors,
  shortcuts: ['mod+X'],
  nativeKeys: true,
  isEnabled: (state) => canPaste(state) && hasSelection(state),
  run: async ({ store }) => {
    await write(selectionAsText(store.getState()))
    removeSelected(store.getState())
  },
}

export const paste: Command = {
  id: 'paste',
  title: () => texts.paste,
  icon: IconClipboard,
  shortcuts: ['mod+V'],
  nativeKeys: true,
  isEnabled: canPaste,
  run: async (services) => {
    const text = await read()
    if (text !== null) pasteText(services, text)
  },
}

/** Takes what is selected off the board, after it was copied. */
export function removeSelected({ selection, apply }: EditorState): void {
  apply((flow) => without(flow, selection), { select: emptySelection })
}

function hasSelection({ selection }: EditorState): boolean {
  return hasCopyable(selection)
}

async function write(text: string | null): Promise<void> {
  if (text !== null) await clipboard().writeText(text)
}

async function read(): Promise<string | null> {
  try {
    return await clipboard().readText()
  } catch {
    // Asked and refused, or a browser that lets no page read.
    toasts.warning({ id: 'paste', title: texts.clipboard.refused, message: texts.clipboard.closed })
    return null
  }
}

/** @throws Error with what to do, where the page may not use the clipboard, as on plain http. */
function clipboard(): Clipboard {
  // Missing outside secure contexts, whatever the types say.
  const found: Clipboard | undefined = navigator.clipboard
  if (!found) throw new Error(texts.clipboard.closed)
  return found
}
