/**
 * A statement that is planned once and run many times: planning the run writer's takes several times longer
 * than running it. Its text casts each parameter to its type.
 */
export interface PreparedStatement {
  /** Unique in the program; lower case letters, digits and underscores. */
  readonly name: string
  readonly sql: string
}

/** Bytes are a value in the binary form of its type. */
export type StatementParameter = string | Uint8Array

/**
 * How a session plans these statements: once, and by keys. Postgres by itself would plan them anew each time, and
 * read a table that is still small as a whole, for as long as the plan lives.
 */
export const planSettings: Readonly<Record<string, string>> = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
}
