import { useEffect } from 'react'
import { useEditorServices } from '../editing/editor-context.tsx'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { isSomethingOpen } from '../ui/is-something-open.ts'
import { allCommands } from './all-commands.ts'
import { type Command, shortcutsOf } from './command.ts'
import { matchesShortcut } from './matches-shortcut.ts'
import { runCommand } from './run-command.ts'

/** Listens to the keys of all commands while the editor is shown. */
export function useShortcuts(): void {
  const services = useEditorServices()
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || belongsToIme(event)) return
      const place = placeOf(event.target)
      const meant = allCommands.filter(
        (candidate) =>
          candidate.nativeKeys !== true &&
          worksIn(place, candidate) &&
          shortcutsOf(candidate).some((shortcut) => matchesShortcut(shortcut, event)),
      )
      const state = services.store.getState()
      const command = meant.find((candidate) => candidate.isEnabled(state)) ?? meant[0]
      // A pop-up has the keys to itself. Asked last: it reads the whole page.
      if (!command || document.querySelector('[role="dialog"][aria-modal="true"]')) return
      event.preventDefault()
      runCommand(command, services)
    }
    // A list or pop-up closes on Esc before `listen` hears of it: what was open is looked at on the way down.
    let isPopUpOpen = false
    const look = (event: KeyboardEvent) => {
      isPopUpOpen = event.key === 'Escape' && isSomethingOpen()
    }
    const unlessPopUp = (event: KeyboardEvent) => {
      if (!isPopUpOpen) listen(event)
    }
    window.addEventListener('keydown', look, { capture: true })
    window.addEventListener('keydown', unlessPopUp)
    return () => {
      window.removeEventListener('keydown', look, { capture: true })
      window.removeEventListener('keydown', unlessPopUp)
    }
  }, [services])
}

type Place = 'board' | 'field' | 'document-field'

function worksIn(place: Place, { inFields }: Command): boolean {
  if (place === 'board' || inFields === 'always') return true
  return place === 'document-field' && inFields === 'document'
}

function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'board'
  const isSwitch = target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type)
  const isField = target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
  // Nothing is typed into a switch or choice.
  if (!isField || isSwitch) return 'board'
  return target.closest('[data-document-field]') ? 'document-field' : 'field'
}
