/** When the next held events of a flow may start that starts them at a set rate. One row for all processes. */
export const heldPace: readonly string[] = [
  'create table held_pace (flow_id uuid primary key, next_at timestamptz not null)',
]
