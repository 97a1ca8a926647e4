/** Where a contact that was merged into another is found. */
export const mergedContacts: readonly string[] = [
  "create index contact_change_merged on contact_change ((detail ->> 'from')) where kind = 'merged'",
]
