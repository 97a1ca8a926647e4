import type { EditorServices } from '../editing/editor-services.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Command } from './command.ts'

/** Runs a command if it may run now; whatever it throws becomes a toast. */
export function runCommand(command: Command, services: EditorServices): void {
  if (!command.isEnabled(services.store.getState())) return
  void settle(command, services)
}

async function settle(command: Command, services: EditorServices): Promise<void> {
  try {
    await command.run(services)
  } catch (thrown) {
    toasts.error(editorTexts.notDone(command.title(services.store.getState())), thrown)
  }
}
