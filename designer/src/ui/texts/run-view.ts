/** Words for runs, versions and comparisons on the board. */
export const runViewTexts = {
  play: 'Play the run step by step',
  stop: 'Stop playing',
  stepOf: (step: number, steps: number) => `${step} of ${steps}`,
  whole: 'Show the whole run',
  replay: 'Run it again',
  replayFrom: (step: number) => `Run it again from step ${step}`,
  replayTitle: (step: number) => (step > 1 ? `Run again from step ${step}?` : 'Run again?'),
  replayText: 'Everything from there on is done again: texts are sent and services are called.',
  keep: 'Leave it',
  replayed: 'A new run has started',
  openVersion: (version: number) => (version < 0 ? 'Open in the draft as it was tested' : `Open in v${version}`),
  copyInput: 'Copy its text into the simulator',
  values: (id: number, name: string) => `Values of #${id} ${name}`,
  more: (lines: number) => `and ${lines} more`,
  empty: 'empty',
  notSet: 'not set',
} as const

export const compareTexts = {
  bar: 'Comparison with what is live',
  title: (version: number) => `Compared with live v${version}`,
  added: (nodes: number) => `${nodes} added`,
  changed: (nodes: number) => `${nodes} changed`,
  removed: (nodes: number) => `${nodes} removed`,
  leave: 'Leave the comparison',
  tags: { added: 'Added', changed: 'Changed', removed: 'Removed' },
  ghost: (id: number, name: string) => `#${id} ${name}, removed`,
} as const

export const versionTexts = {
  banner: 'Version shown',
  title: (version: number) => (version < 0 ? 'The draft as it was tested' : `Version ${version}`),
  deployed: (when: string, version: number) => `${version < 0 ? 'tested' : 'deployed'} ${when}, read only`,
  back: 'Go back to the draft',
  restore: 'Restore as draft',
  restored: (version: number) =>
    version < 0 ? 'The draft is again as it was tested' : `The draft is version ${version} again`,
  restoredText: 'Save keeps it. What is live stays live.',
  open: 'Open',
  openLabel: (version: number) => `Open version ${version}`,
  notOpened: (version: number) =>
    version < 0 ? 'The draft of this test cannot be opened' : `Version ${version} cannot be opened`,
} as const
