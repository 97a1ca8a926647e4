import { boardViewScreens, editorScreens, keyboardScreens } from './editor-screens.ts'
import { brokenScreens, houseScreens, pageScreens, panelScreens } from './page-screens.ts'
import { sharedWorkScreens } from './shared-work-screens.ts'

/** Walks that lead past every screen of the designer, by what they show. */
export const walks = {
  'the editor': editorScreens,
  'runs, versions and comparisons on the board': boardViewScreens,
  'what keys open': keyboardScreens,
  'work that was left or is shared': sharedWorkScreens,
  'the panels of all actions': panelScreens,
  'pages and their dialogs': pageScreens,
  'inbox, contacts, tables, accounts and settings': houseScreens,
  'a broken page': brokenScreens,
} as const
