import type { AddressWords } from '@patchbay/shared/api'
import { count } from '../formats.ts'

/** Words of the editor around the board: toolbar, problems, panel. */
export const editorTexts = {
  title: (name: string) => `${name} · Patchbay`,
  flows: 'Flows',
  allFlows: 'All flows',
  rename: 'Rename',
  flowName: 'Flow Name',
  undo: 'Undo',
  redo: 'Redo',
  versions: 'Versions',
  runs: 'Runs',
  test: 'Test',
  save: 'Save',
  deploy: 'Deploy',
  show: 'Show',
  unsaved: 'Unsaved',
  viewOnly: 'View only',
  testNeedsEditor: 'A test starts the flow, for which viewers have no right. Ask an administrator.',
  closePanel: 'Close the panel',
  settings: 'Flow settings',
  add: 'Add',
  dropHere: 'Drop a .flow.json file to import it as a new flow',
  away: 'Not connected',
  awayHelp: 'The server does not answer. What you change is kept in this browser; Save works once the server is back.',
  notDone: (title: string) => `${title} did not work`,
  saved: 'Saved Successfully!',
  savedLive: (version: number) => `Version ${version} stays live until you deploy.`,
  savedDraft: 'Deploy makes it live.',
  deployed: 'Deployed Successfully!',
  live: (version: number) => `v${version} is live now.`,
  liveAnswers: (version: number, addresses: readonly string[]) =>
    `Live v${version} answers ${addresses.join(', ')} now.`,
  liveWithoutAddress: (version: number, { one, reached }: AddressWords) =>
    `v${version} is live, but has no ${one} to be ${reached}.`,
  notDeployed: (errors: number) => `Not deployed: ${count(errors, 'problem', 'problems')}`,
  problems: {
    title: 'Problems',
    button: (errors: number, warnings: number) =>
      errors + warnings === 0
        ? 'Problems: none'
        : `Problems: ${count(errors, 'error', 'errors')}, ${count(warnings, 'warning', 'warnings')}`,
    errors: (errors: number) => count(errors, 'error', 'errors'),
    warnings: (warnings: number) => count(warnings, 'warning', 'warnings'),
    meaning: 'Errors stop a deploy, warnings do not.',
    close: 'Close problems',
    none: 'No problems. This flow can be deployed.',
    connect: 'Connect',
    giveId: 'Give it an ID',
    flow: 'The flow',
  },
  changes: {
    title: (changes: number) => `${count(changes, 'change', 'changes')} not live`,
    since: (version: number, when: string) => `live v${version} since ${when}`,
    goBack: (version: number) => `Go back to v${version}`,
    show: 'Show on the board',
    wentBack: (version: number) => `Back to v${version}`,
    wentBackText: 'The board shows what is live. Save keeps it.',
  },
  stale: {
    title: 'Somebody else saved this flow',
    text: (who: string, when: string) =>
      `${who} saved it ${when}, after you had opened it. Nothing is lost yet: choose what to keep.`,
    reload: 'Use theirs, drop mine',
    copy: 'Keep mine as a copy',
    later: 'Decide later',
    copyName: (name: string) => `${name} (my copy)`,
    copied: 'Kept as a copy',
  },
  recentRuns: {
    title: 'Latest runs',
    none: 'No runs yet',
    noneText: 'Press Test, and the run appears here.',
    openTest: 'Test',
    all: 'All runs of this flow',
    show: 'Show on the board',
  },
} as const
