import { type KeyboardEvent, useRef, useState } from 'react'
import { RunBar } from '../board/run-bar.tsx'
import { matchesShortcut } from '../commands/matches-shortcut.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import classes from './outline.module.css'
import { activate, outlineKeys } from './outline-keys.ts'
import { OutlineLine } from './outline-line.tsx'
import type { OutlineRow } from './outline-rows.ts'
import { rowElement, useOutline } from './use-outline.ts'

const texts = keyboardTexts.outline
const selectIsRunShown = (state: EditorState) => state.shownRun !== null

/** The flow as a tree in the order it runs; everything that the board can do, without a mouse. */
export function Outline() {
  const services = useEditorServices()
  const tree = useRef<HTMLDivElement>(null)
  const { rows, active, closed, goTo, toggle } = useOutline(tree)
  const isRunShown = useEditor(selectIsRunShown)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const openMenu = () => setMenuOpen(true)
  const closeMenu = () => {
    setMenuOpen(false)
    // Unless the choice opened a pop-up, which then has the focus.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body && active) rowElement(tree.current, active.key)?.focus()
    })
  }
  const isOpen = (row: OutlineRow) => row.hasChildren && !closed.has(row.key)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!active || !(event.target instanceof HTMLElement) || event.target.dataset.rowKey === undefined) return
    const binding = outlineKeys.find(({ keys }) => keys.some((key) => matchesShortcut(key, event)))
    if (!binding) return
    event.preventDefault()
    binding.run({ key: event.key, row: active, rows, isOpen: isOpen(active), services, goTo, toggle, openMenu })
  }
  return (
    <div className={classes.outline} data-run={isRunShown || undefined}>
      {rows.length === 0 && <p className={classes.empty}>{texts.empty}</p>}
      <div ref={tree} role="tree" aria-label={texts.tree} className={classes.tree} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <OutlineLine
            key={row.key}
            row={row}
            isOpen={isOpen(row)}
            isActive={row === active}
            isMenuOpen={isMenuOpen && row === active}
            onGo={() => goTo(row.key)}
            onPress={() => {
              goTo(row.key)
              if (row.kind === 'action') services.store.getState().openSheet()
            }}
            onActivate={() => activate({ row, rows, isOpen: isOpen(row), services, goTo, toggle, openMenu })}
            onToggle={() => toggle(row.key)}
            onMenu={(open) => (open ? openMenu() : closeMenu())}
          />
        ))}
      </div>
      {isRunShown && <RunBar />}
    </div>
  )
}
