/** When an event webhook was turned off by itself: a change of one that is off moves `updated_at`. */
export const webhookOff: readonly string[] = [
  'alter table event_webhook add column off_at timestamptz',
  'update event_webhook set off_at = updated_at where off_reason is not null',
]
