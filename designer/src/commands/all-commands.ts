import { boardCommands } from './board-commands.ts'
import type { Command } from './command.ts'
import { deleteSelection } from './delete-selection.ts'
import { deploy } from './deploy.ts'
import { duplicateSelection } from './duplicate-selection.ts'
import { save } from './save.ts'
import { testAction } from './test-action.ts'
import { toggleDisabled } from './toggle-disabled.ts'
import { toggleSimulator } from './toggle-simulator.ts'
import { redo, undo } from './undo.ts'
import { fitBoard, zoomIn, zoomOut } from './view-commands.ts'

/** Every command of the editor; those with shortcuts listen to their keys. */
export const allCommands: readonly Command[] = [
  save,
  deploy,
  undo,
  redo,
  deleteSelection,
  duplicateSelection,
  toggleDisabled,
  testAction,
  toggleSimulator,
  zoomIn,
  zoomOut,
  fitBoard,
  ...boardCommands,
]
