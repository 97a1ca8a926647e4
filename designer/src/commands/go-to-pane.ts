import { IconArrowBarRight, IconArrowBarToRight, IconSchema, IconSearch } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'
import { focusedPane, focusPane, panes } from './focus-pane.ts'

const texts = keyboardTexts.commands

/** Leaves toolbar, menu or panel for the block or line one was at. */
export const goToBoard: Command = {
  id: 'go-to-board',
  title: () => texts.goToBoard,
  icon: IconSchema,
  shortcuts: ['Escape'],
  inFields: 'always',
  isEnabled: () => true,
  run: () => {
    focusPane('board')
  },
}

export const nextPane: Command = {
  id: 'next-pane',
  title: () => texts.nextPane,
  icon: IconArrowBarToRight,
  shortcuts: ['F6'],
  inFields: 'always',
  isEnabled: () => true,
  run: () => go(1),
}

export const previousPane: Command = {
  id: 'previous-pane',
  title: () => texts.previousPane,
  icon: IconArrowBarRight,
  shortcuts: ['shift+F6'],
  inFields: 'always',
  isEnabled: () => true,
  run: () => go(-1),
}

/** Leads to the search field of the Actions menu, which a narrow window folds away behind a button. */
export const searchActions: Command = {
  id: 'search-actions',
  title: () => texts.searchActions,
  icon: IconSearch,
  shortcuts: ['/'],
  isEnabled: () => true,
  run: () => document.querySelector<HTMLElement>('[data-search-actions]')?.click(),
}

function go(by: 1 | -1): void {
  const from = focusedPane()
  const start = from === null ? (by === 1 ? -1 : 0) : panes.indexOf(from)
  for (let step = 1; step <= panes.length; step += 1) {
    const pane = panes[(start + by * step + panes.length * 2) % panes.length]
    if (pane && focusPane(pane)) return
  }
}
