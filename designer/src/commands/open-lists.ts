import { addressWords, SMS_CHANNEL } from '@patchbay/shared/api'
import { listenedChannels } from '@patchbay/shared/flow'
import { wordsOf } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { IconAlertTriangle, IconPhonePlus, IconX } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { compareTexts, versionTexts } from '../ui/texts/run-view.ts'
import type { Command } from './command.ts'
import { focusPaneSoon } from './focus-pane.ts'

const texts = keyboardTexts.commands

/** The list of problems under the board. */
export const toggleProblems: Command = {
  id: 'problems',
  title: (state) => (state?.problemsOpen ? texts.hideProblems : texts.problems),
  icon: IconAlertTriangle,
  isEnabled: () => true,
  run: ({ store }) => store.getState().setProblemsOpen(!store.getState().problemsOpen),
}

/** The pop-up in which addresses are assigned, of the channel that the flow listens to first. */
export const assignNumbers: Command = {
  id: 'assign-numbers',
  title: (state) => (state === null ? addressWords() : wordsOf(state.catalog, channelToAssign(state))).assign,
  icon: IconPhonePlus,
  isEnabled: ({ canEdit }) => canEdit,
  run: ({ store }) => store.getState().openDialog({ kind: 'addresses', channel: channelToAssign(store.getState()) }),
}

function channelToAssign({ document, definitions }: EditorState): string {
  return listenedChannels(document, (node) => definitions.of(node))[0] ?? SMS_CHANNEL
}

/** From a version, a comparison or a run on the board back to the draft. */
export const leaveView: Command = {
  id: 'leave-view',
  title: (state) => {
    if (state !== null && state.viewed !== null) return versionTexts.back
    return state === null || state.compared === null ? texts.leaveRun : compareTexts.leave
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
