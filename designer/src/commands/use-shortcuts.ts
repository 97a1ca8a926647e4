import { useEffect } from 'react'
import { useEditorServices } from '../editor/editor-context.tsx'
import { allCommands } from './all-commands.ts'
import { matchesShortcut } from './matches-shortcut.ts'
import { runCommand } from './run-command.ts'

/** Listens to the keys of all commands while the editor is shown. */
export function useShortcuts(): void {
  const services = useEditorServices()
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"][aria-modal="true"]')) return
      const typing = isTyping(event.target)
      const command = allCommands.find(
        (candidate) =>
          (!typing || candidate.inFields === true) &&
          candidate.shortcuts?.some((shortcut) => matchesShortcut(shortcut, event)),
      )
      if (!command) return
      event.preventDefault()
      runCommand(command, services)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [services])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
