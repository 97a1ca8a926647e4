/** How a change affects one column of its run: as SQL for the database, and as a function for the journal. */
interface Rule {
  /** The new value, as an expression over the stored row `run` and the row `change`. */
  sql(column: string): string
  /** The value of a single record that has the effect of two records stored one after the other. */
  merge(first: unknown, second: unknown, change: Change): unknown
}

/** The columns of the second record that rules read. */
interface Change {
  readonly status: unknown
  readonly finished_at: unknown
}

const rules = {
  /** The change's value, also when it is null. */
  last: {
    sql: (column) => `change.${column}`,
    merge: (_first, second) => second,
  },
  /** The change's value, or the old one where that is null. */
  given: {
    sql: (column) => `coalesce(change.${column}, run.${column})`,
    merge: (first, second) => second ?? first,
  },
  /** As `given` while the run goes on; null once it has ended. */
  untilEnd: {
    sql: (column) => `case when change.finished_at is null then coalesce(change.${column}, run.${column}) end`,
    merge: (first, second, { finished_at }) => (isNothing(finished_at) ? (second ?? first) : null),
  },
  /** As `last`, but a change to `running` keeps the old value: the step that begins continues that wait. */
  wait: {
    sql: (column) => `case when change.status = 'running' then run.${column} else change.${column} end`,
    merge: (first, second, { status }) => (status === 'running' ? first : second),
  },
  /** The first value that is not null. */
  first: {
    sql: (column) => `coalesce(run.${column}, change.${column})`,
    merge: (first, second) => first ?? second,
  },
  sum: {
    sql: (column) => `run.${column} + change.${column}`,
    merge: (first, second) => Number(first) + Number(second),
  },
} as const satisfies Record<string, Rule>

export type ChangeRule = keyof typeof rules

export const changeRules: Readonly<Record<ChangeRule, Rule>> = rules

function isNothing(value: unknown): boolean {
  return value === null || value === undefined
}
