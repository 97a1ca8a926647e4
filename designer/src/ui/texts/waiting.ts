/** What runs wait for. */
export const waitingTexts = {
  turn: 'Waits for its turn, after earlier runs',
  run: 'Waits for runs that it has started',
  item: 'Waits for its turn in the list',
  something: 'Waits',
  time: 'Waits for its time',
  timeUntil: (until: string) => `Waits until ${until}`,
  reply: 'Waits for a reply',
  replyUntil: (until: string) => `Waits for a reply, until ${until}`,
  receipt: 'Waits for the delivery receipt',
  receiptUntil: (until: string) => `Waits for the delivery receipt, until ${until}`,
  person: 'With people, in the inbox',
  quietHours: 'Waits for the end of quiet hours',
  quietHoursUntil: (until: string) => `Waits for the end of quiet hours, until ${until}`,
  retry: 'Tries again soon',
  retryAt: (at: string) => `Tries again at ${at}`,
  resume: 'Held until the flow is resumed',
} as const
