import { disconnect } from '@patchbay/shared/flow'
import type { ConnectionKey, EditorState } from '../editing/store/editor-state.ts'
import { IconLink, IconPlus, IconUnlink } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'

const texts = keyboardTexts.commands

/** Picks an action that follows the selected one, or that comes behind the selected exit. */
export const addAfter: Command = {
  id: 'add-after',
  title: () => texts.addAfter,
  icon: IconPlus,
  shortcuts: ['A'],
  isEnabled: isPossible,
  run: ({ store }) => {
    const place = selectedPlace(store.getState())
    if (place) store.getState().openDialog({ kind: 'add-after', ...place })
  },
}

/** Picks where an exit of the selected action, or the selected exit, leads. */
export const connectExit: Command = {
  id: 'connect-exit',
  title: () => texts.connectExit,
  icon: IconLink,
  shortcuts: ['C'],
  isEnabled: isPossible,
  run: ({ store }) => {
    const place = selectedPlace(store.getState())
    if (place) store.getState().openDialog({ kind: 'connect-exit', ...place })
  },
}

/** Takes away the selected connection. */
export const disconnectExit: Command = {
  id: 'disconnect',
  title: () => texts.disconnect,
  icon: IconUnlink,
  isEnabled: (state) => isPossible(state) && connectedExit(state) !== null,
  run: ({ store }) => {
    const exit = connectedExit(store.getState())
    if (exit) store.getState().apply((flow) => disconnect(flow, exit))
  },
}

interface ExitPlace {
  readonly from: number
  readonly exit: string | null
}

function selectedPlace({ selection: { nodeIds, connection } }: EditorState): ExitPlace | null {
  const [from, ...others] = nodeIds
  if (from !== undefined) return others.length === 0 ? { from, exit: null } : null
  return connection
}

function isPossible(state: EditorState): boolean {
  return state.canEdit && state.shownRun === null && selectedPlace(state) !== null
}

function connectedExit({ selection: { connection }, document }: EditorState): ConnectionKey | null {
  if (connection === null) return null
  const { from, exit } = connection
  return document.connections.some((other) => other.from === from && other.exit === exit) ? connection : null
}
