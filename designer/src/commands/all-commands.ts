import { boardCommands } from './board-commands.ts'
import type { Command } from './command.ts'
import { deleteSelection } from './delete-selection.ts'
import { deploy } from './deploy.ts'
import { duplicateSelection } from './duplicate-selection.ts'
import { goToBoard, nextPane, previousPane, searchActions } from './go-to-pane.ts'
import { moveActionEarlier, moveActionLater } from './move-in-chain.ts'
import { openHelp } from './open-help.ts'
import { assignNumbers, leaveView, toggleProblems } from './open-lists.ts'
import { openPalette } from './open-palette.ts'
import { renameAction } from './rename-action.ts'
import { save } from './save.ts'
import { addAfter, connectExit, disconnectExit } from './selected-exit.ts'
import { showKeys } from './show-keys.ts'
import { showVersions } from './show-versions.ts'
import { testAction } from './test-action.ts'
import { toggleDisabled } from './toggle-disabled.ts'
import { toggleOutline } from './toggle-outline.ts'
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
  renameAction,
  addAfter,
  connectExit,
  disconnectExit,
  moveActionEarlier,
  moveActionLater,
  toggleSimulator,
  assignNumbers,
  toggleProblems,
  showVersions,
  leaveView,
  toggleOutline,
  zoomIn,
  zoomOut,
  fitBoard,
  openPalette,
  showKeys,
  openHelp,
  searchActions,
  goToBoard,
  nextPane,
  previousPane,
  ...boardCommands,
]
