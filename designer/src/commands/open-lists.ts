import { IconAlertTriangle, IconPhonePlus, IconX } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'

const texts = keyboardTexts.commands

/** The list of problems under the board. */
export const toggleProblems: Command = {
  id: 'problems',
  title: ({ problemsOpen }) => (problemsOpen ? texts.hideProblems : texts.problems),
  icon: IconAlertTriangle,
  isEnabled: () => true,
  run: ({ store }) => store.getState().setProblemsOpen(!store.getState().problemsOpen),
}

/** The pop-up Number Assignment. */
export const assignNumbers: Command = {
  id: 'assign-numbers',
  title: () => texts.assignNumbers,
  icon: IconPhonePlus,
  isEnabled: ({ canEdit }) => canEdit,
  run: ({ store }) => store.getState().openDialog({ kind: 'numbers' }),
}

/** Takes the shown run off the board. */
export const leaveRun: Command = {
  id: 'leave-run',
  title: () => texts.leaveRun,
  icon: IconX,
  isEnabled: ({ shownRun }) => shownRun !== null,
  run: ({ store }) => store.getState().leaveRun(),
}
