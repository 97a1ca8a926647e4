/** What a record makes of a column of its run, said twice: to the database, and for the journal. */
interface Rule {
  /** An expression over the stored `run` and the `change` that comes. */
  sql(column: string): string
  /** The same of two records of one run, as one: what it holds in the column after the second. */
  merge(first: unknown, second: unknown, change: Change): unknown
}

/** What the rules look at of the second record. */
interface Change {
  readonly status: unknown
  readonly finished_at: unknown
}

const rules = {
  /** As the record says, also when it says nothing. */
  last: {
    sql: (column) => `change.${column}`,
    merge: (_first, second) => second,
  },
  /** As before when the record says nothing. */
  given: {
    sql: (column) => `coalesce(change.${column}, run.${column})`,
    merge: (first, second) => second ?? first,
  },
  /** As `given` while the run goes on, and nothing once it has ended. */
  untilEnd: {
    sql: (column) => `case when change.finished_at is null then coalesce(change.${column}, run.${column}) end`,
    merge: (first, second, { finished_at }) => (isNothing(finished_at) ? (second ?? first) : null),
  },
  /** As `last`, except that a run which begins keeps it: its next step goes on with the wait that it had. */
  wait: {
    sql: (column) => `case when change.status = 'running' then run.${column} else change.${column} end`,
    merge: (first, second, { status }) => (status === 'running' ? first : second),
  },
  /** The first that is said stays. */
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
