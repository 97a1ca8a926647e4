interface Quiet {
  /** Of the channel. */
  readonly title: string
  readonly from: string
  readonly to: string
}

export const consentNoteTexts = {
  checked: 'Consent is checked at every send. Whoever has sent STOP gets nothing, and the run takes On Failure.',
  quiet: (all: readonly Quiet[], withTitle: boolean) =>
    `Quiet hours: ${all.map(({ title, from, to }) => `${withTitle ? `${title} ` : ''}${from} to ${to}`).join(', ')}.`,
  open: 'Consent',
} as const
