/** Runs that succeeded although a step took its failure exit are listed by themselves; there are few of them. */
export const caughtFailures: readonly string[] = [
  "create index run_caught on run (id) where status = 'succeeded' and failed_step is not null",
  "create index run_caught_flow on run (flow_id, id) where status = 'succeeded' and failed_step is not null",
]
