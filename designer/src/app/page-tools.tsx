import { useEffect } from 'react'
import { openPageTool, type PageTool, usePageTool } from '../command-palette/page-tool.ts'
import { shortcutsOf } from '../commands/command.ts'
import { matchesShortcut } from '../commands/matches-shortcut.ts'
import { openPalette } from '../commands/open-palette.ts'
import { showKeys } from '../commands/show-keys.ts'
import { helpPages } from '../help/help-pages.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { loadedLater } from '../ui/loaded-later.tsx'

const PagePalette = loadedLater(async () => (await import('../command-palette/page-palette.tsx')).PagePalette)
const KeysDialog = loadedLater(async () => (await import('../command-palette/keys-dialog.tsx')).KeysDialog)

/** The command palette and the list of keys, on pages where no flow is open. */
export function PageTools() {
  const open = usePageTool()
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || belongsToIme(event)) return
      const meant = toolOf(event)
      // A pop-up has the keys to itself.
      if (meant === null || document.querySelector('[role="dialog"][aria-modal="true"]')) return
      event.preventDefault()
      openPageTool(meant)
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
      openPageTool(null)
    }
  }, [])
  const close = () => openPageTool(null)
  if (open === 'palette') return <PagePalette onFailed={close} onClose={close} helpPages={helpPages} />
  return open === 'keys' ? <KeysDialog onFailed={close} state={null} onClose={close} /> : null
}

function toolOf(event: KeyboardEvent): PageTool | null {
  if (shortcutsOf(openPalette).some((shortcut) => matchesShortcut(shortcut, event))) return 'palette'
  const isTyping =
    event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]')
  if (isTyping) return null
  return shortcutsOf(showKeys).some((shortcut) => matchesShortcut(shortcut, event)) ? 'keys' : null
}
