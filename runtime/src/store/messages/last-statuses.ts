/** After these a message is no longer on its way to the contact. */
export const lastStatuses: ReadonlySet<string> = new Set(['delivered', 'read', 'undelivered'])
