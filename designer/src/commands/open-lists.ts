import { IconAlertTriangle, IconPhonePlus, IconX } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { compareTexts, versionTexts } from '../ui/texts/run-view.ts'
import type { Command } from './command.ts'
import { focusPaneSoon } from './focus-pane.ts'

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

/** From a version, a comparison or a run on the board back to the draft. */
export const leaveView: Command = {
  id: 'leave-view',
  title: ({ viewed, compared }) => {
    if (viewed !== null) return versionTexts.back
    return compared === null ? texts.leaveRun : compareTexts.leave
  },
  icon: IconX,
  shortcuts: ['Escape'],
  isEnabled: ({ viewed, compared, shownRun }) => viewed !== null || compared !== null || shownRun !== null,
  run: ({ store }) => {
    const { viewed, compared, leaveVersion, leaveComparison, leaveRun } = store.getState()
    if (viewed !== null) leaveVersion()
    else if (compared !== null) leaveComparison()
    else leaveRun()
    focusPaneSoon('board')
  },
}
