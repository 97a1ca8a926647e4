/** Deliveries come in nearly in the order of time, and expire in it: see `event_at`. */
export const deliveriesByTime: readonly string[] = [
  'create index event_delivery_at on event_delivery using brin (at) with (pages_per_range = 16)',
]
