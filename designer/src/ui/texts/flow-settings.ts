/** Words for the limits of a flow, and for who is told when its runs fail. */
export const flowSettingTexts = {
  noLimit: 'no limit',
  maxDurationSeconds: { label: 'Longest run', help: 'A run that takes longer ends as failed.' },
  concurrency: { label: 'Runs at once', help: 'Further events wait for their turn.' },
  ratePerMinute: { label: 'Runs started per minute', help: 'Further events wait for their turn.' },
  alerts: {
    title: 'Alerts',
    summary: { none: 'nobody is told', flow: 'starts a flow', url: 'calls an address', both: 'flow and address' },
    help: 'Who is told of the first failed run, and again when many fail. At most once an hour.',
    flow: 'Start a flow',
    flowHelp: 'A live flow with an Inbound API trigger. Its body says what failed.',
    noFlow: 'none',
    noSuchFlow: 'No other flow has an Inbound API trigger.',
    goneFlow: 'A flow that is not there any more',
    url: 'Call an address',
    urlHelp: 'Takes the same body by POST.',
    urlPlaceholder: 'https://ops.example.com/failures',
    urlWrong: 'Begin the address with http:// or https://.',
    rate: 'Tell again from',
    rateHelp: 'Share of the runs of the last half hour that failed.',
    eventHandler: (block: string) =>
      `Looking for the Event Handler, which every run calls at its end? It is the block ${block}.`,
    addFlowExit: (block: string) => `Add ${block}`,
    showFlowExit: (block: string) => `Show ${block}`,
  },
} as const
