import { IconFocusCentered, IconMap2, IconMaximize, IconMinus, IconPlus } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import type { Command } from './command.ts'

export const zoomOut: Command = {
  id: 'zoom-out',
  title: () => boardTexts.zoomOut,
  icon: IconMinus,
  shortcuts: ['mod+-'],
  isEnabled: ({ view }) => view === 'board',
  run: ({ board }) => board.current?.zoomOut(),
}

export const zoomIn: Command = {
  id: 'zoom-in',
  title: () => boardTexts.zoomIn,
  icon: IconPlus,
  shortcuts: ['mod+=', 'mod++'],
  isEnabled: ({ view }) => view === 'board',
  run: ({ board }) => board.current?.zoomIn(),
}

export const fitBoard: Command = {
  id: 'fit',
  title: () => boardTexts.fit,
  icon: IconMaximize,
  shortcuts: ['shift+1'],
  isEnabled: ({ document, view }) => view === 'board' && document.nodes.length > 0,
  run: ({ board }) => board.current?.fit(),
}

export const zoomToSelection: Command = {
  id: 'zoom-to-selection',
  title: () => boardToolTexts.zoomToSelection,
  icon: IconFocusCentered,
  shortcuts: ['shift+2'],
  isEnabled: ({ selection, view }) => view === 'board' && selection.nodeIds.length > 0,
  run: ({ store, board }) => board.current?.zoomTo?.(store.getState().selection.nodeIds),
}

export const toggleMap: Command = {
  id: 'map',
  title: (state) => (state?.mapOpen ? boardToolTexts.map.hide : boardToolTexts.map.show),
  icon: IconMap2,
  shortcuts: ['shift+M'],
  isEnabled: ({ view }) => view === 'board',
  run: ({ store }) => store.getState().setMapOpen(!store.getState().mapOpen),
}
