import { IconMaximize, IconMinus, IconPlus } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import type { Command } from './command.ts'

export const zoomOut: Command = {
  id: 'zoom-out',
  title: () => boardTexts.zoomOut,
  icon: IconMinus,
  shortcuts: ['mod+-'],
  isEnabled: () => true,
  run: ({ board }) => board.current?.zoomOut(),
}

export const zoomIn: Command = {
  id: 'zoom-in',
  title: () => boardTexts.zoomIn,
  icon: IconPlus,
  shortcuts: ['mod+=', 'mod++'],
  isEnabled: () => true,
  run: ({ board }) => board.current?.zoomIn(),
}

export const fitBoard: Command = {
  id: 'fit',
  title: () => boardTexts.fit,
  icon: IconMaximize,
  shortcuts: ['shift+1'],
  isEnabled: ({ document }) => document.nodes.length > 0,
  run: ({ board }) => board.current?.fit(),
}
