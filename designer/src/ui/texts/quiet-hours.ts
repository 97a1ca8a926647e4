export const quietHoursTexts = {
  open: 'Quiet hours',
  title: 'Quiet hours',
  help: 'Texts of flows wait until these hours are over where the contact is. Answers to a contact who has just written, and to STOP, START and HELP, are always sent.',
  hold: (channel: string) => `Hold ${channel} at night`,
  from: 'From',
  to: 'To',
  saved: 'Quiet hours saved',
  savedText: 'They count from now on.',
} as const
