/**
 * A statement that is planned once and run many times: planning the run writer's takes several times longer
 * than running it. `types` are the SQL types of `$1`, `$2` …
 */
export interface PreparedStatement {
  /** Unique in the program; lower case letters and underscores. */
  readonly name: string
  readonly types: readonly string[]
  readonly sql: string
}

export type StatementParameter = string | Date | null

/** The statement with its parameters' types written out, for a driver that would guess them. */
export function typedSql({ sql, types }: PreparedStatement): string {
  return sql.replaceAll(/\$(\d+)/g, (parameter, place: string) => `${parameter}::${types[Number(place) - 1]}`)
}

/** `prepare …`, for a session that has not seen the statement. */
export function prepareSql({ name, types, sql }: PreparedStatement): string {
  return `prepare ${name} (${types.join(', ')}) as ${sql}`
}

/**
 * `execute …` with the parameters as literals. The setting, which ends with the statement, keeps Postgres from
 * planning anew because partitions make the general plan look dear.
 */
export function executeSql({ name }: PreparedStatement, parameters: readonly StatementParameter[]): string {
  const planOnce = "select set_config('plan_cache_mode', 'force_generic_plan', true)"
  return `${planOnce}; execute ${name} (${parameters.map(literal).join(', ')})`
}

/** Safe with `standard_conforming_strings`, which is always on here: only the quote ends a literal. */
function literal(value: StatementParameter): string {
  if (value === null) return 'null'
  const text = typeof value === 'string' ? value : value.toISOString()
  return `'${text.replaceAll("'", "''")}'`
}
