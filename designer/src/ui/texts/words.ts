export interface Word {
  readonly say: string
  readonly means: string
  /** What is not said for it, anywhere that people read. */
  readonly not: readonly string[]
}

/** One word for one thing. `docs/words.md` shows the list, and a test looks for the others in everything people read. */
export const wordList: readonly Word[] = [
  { say: 'flow', means: 'the whole journey that a trigger starts', not: ['workflow', 'scenario', 'automation'] },
  {
    say: 'deploy, deployed',
    means: 'make the draft the next version, which answers from then on',
    not: ['publish', 'published', 'activate', 'activated', 'release'],
  },
  { say: 'live', means: 'what answers now', not: ['in production', 'active flow'] },
  {
    say: 'take off live, taken off',
    means: 'let nothing answer any more; draft and versions stay',
    not: ['undeploy', 'undeployed', 'undeploying', 'unpublish', 'deactivate'],
  },
  { say: 'go back to a version', means: 'make an earlier version live again', not: ['revert', 'downgrade'] },
  { say: 'run', means: 'one passage through a flow', not: ['execution', 'flow instance'] },
  { say: 'pause, resume', means: 'hold what comes in, and let it start later', not: ['unpause'] },
  { say: 'cancel, end', means: 'let a run do nothing further', not: ['abort', 'aborted', 'terminate', 'terminated'] },
  { say: 'contact', means: 'the person on the other side', not: ['end user', 'recipient', 'subscriber'] },
  {
    say: 'Live, Draft, Paused',
    means: 'the states of a flow, as its badge says them',
    not: ['unpublished', 'inactive'],
  },
  {
    say: 'sign in, sign out',
    means: 'begin and end to work here',
    not: ['log in', 'log out', 'login', 'logout', 'log on'],
  },
  { say: 'e-mail', means: 'the address and the letter', not: ['email', 'emails'] },
  { say: 'pop-up, list', means: 'what opens above the page', not: ['modal', 'popup', 'dropdown', 'drop-down'] },
  {
    say: 'wrong, missing, cannot',
    means: 'said of what must be changed, with what to do',
    not: ['invalid', 'illegal', 'malformed', 'erroneous', 'please', 'sorry', 'oops'],
  },
]

/** Written with capitals, because users of SmartFlows know them so. Everything else is in sentence case. */
export const knownNames: readonly string[] = [
  'Saved Successfully!',
  'Deployed Successfully!',
  'Assign Number(s)',
  'Number Assignment',
  'Assign Flow',
  'Clear Flow(s)',
  'Test HTTP Request',
  'Search Flow',
  'Show Only Deployed',
  'New Flow',
  'Flow Name',
  'Flow ID',
  'Action ID',
  'Account ID',
  'Response Variables',
  'Query Expression',
  'Available Variables',
  'Trigger Type',
  'On Success',
  'On Failure',
  'Send To',
  'Send From',
  'Event Handler',
  'Time Zone',
  'Test Connection',
  'Set Webhook',
  'HTTP Headers',
  'Gladly',
  'Configurations Panel',
]
