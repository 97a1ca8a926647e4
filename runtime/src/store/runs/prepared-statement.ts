/**
 * A statement that is planned once and run many times: planning a statement of the run writer takes several times
 * longer than running it. Its text casts each parameter to its type.
 */
export interface PreparedStatement {
  /** Unique in the program. Lower case letters, digits and underscores only. */
  readonly name: string
  readonly sql: string
}

/** A `Uint8Array` is a value in the binary form of its type. */
export type StatementParameter = string | Uint8Array

/**
 * Makes a session plan these statements once, with lookups by key. By default Postgres would plan them anew each time,
 * and for a table that is still small choose to read all of it, for as long as the plan lives.
 */
export const planSettings: Readonly<Record<string, string>> = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
}
