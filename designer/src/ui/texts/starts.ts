/** How the empty board words the triggers we know; others show their title and description. */
export const startTexts: Readonly<Record<string, { readonly title: string; readonly text: string } | undefined>> = {
  'inbound-sms': { title: 'A text arrives', text: 'Someone texts one of your numbers.' },
  'inbound-api': { title: 'Another system asks', text: 'Your software calls the flow with values.' },
  webhook: { title: 'An event comes in', text: 'A help desk or shop sends a notice.' },
  schedule: { title: 'The clock says so', text: 'Every day at nine, every Monday.' },
}
