import { useCallback } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { useCharacterKeys } from '../ui/character-keys.ts'
import type { Command } from './command.ts'
import { runCommand } from './run-command.ts'

/** A command as a button needs it. */
export function useCommand(command: Command): { title: string; isEnabled: boolean; run: () => void } {
  const services = useEditorServices()
  const title = useEditor((state) => command.title(state))
  const isEnabled = useEditor((state) => command.isEnabled(state))
  // Tooltips and menus name the keys.
  useCharacterKeys()
  const run = useCallback(() => runCommand(command, services), [command, services])
  return { title, isEnabled, run }
}
