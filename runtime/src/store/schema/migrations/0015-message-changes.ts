/** Messages that their authors change or delete. A change may come before its message, as a receipt may. */
export const messageChanges: readonly string[] = [
  'alter table message add column edited_at timestamptz',
  'alter table message_key add column content json, add column changed_at timestamptz',
]
