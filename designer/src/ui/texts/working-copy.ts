import { count } from '../formats.ts'

/** Words about work that is not saved, and about others who have the flow open. */
export const workingCopyTexts = {
  kept: 'Kept for you in this browser and on the server until you save.',
  restored: 'Your unsaved changes are here',
  restoredText: 'As you left them, with undo. Save makes them the draft.',
  restoredWithoutSecrets: 'As you left them, but secrets that were not saved have to be entered again.',
  discard: 'Discard',
  discarded: 'Unsaved changes discarded',
  discardedText: 'The board shows the saved draft.',
  leave: 'What you typed last is not kept anywhere, such as a secret that is not saved. Leave without saving?',
  elsewhere: {
    title: 'Unsaved changes from another browser',
    text: 'You changed this flow there and did not save. The changes wait until you use or discard them.',
    item: (when: string, changes: number) =>
      `Changed ${when}: ${changes === 0 ? 'places only' : count(changes, 'change', 'changes')} to the draft`,
    stale: 'The draft was saved since they began.',
    use: 'Use these',
    discard: 'Discard',
    later: 'Not now',
    used: 'Changes of another browser are on the board',
    usedText: 'Undo brings back what was here.',
    notDropped: 'They could not be discarded',
  },
  newer: {
    button: (who: string) => `${who} saved meanwhile`,
    hint: 'Choose which of the two to keep',
    title: (who: string) => `${who} saved this flow`,
    seen: 'You see the new draft now.',
    text: 'You have unsaved changes. Nothing of them is lost: choose what to keep.',
    choose: 'Choose',
  },
  presence: {
    label: 'Also here',
    viewing: (name: string) => `${name} has this flow open`,
    editing: (name: string) => `${name} is making changes`,
    more: (others: number) => `${others} more`,
  },
} as const
