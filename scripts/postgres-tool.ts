import { spawnSync } from 'node:child_process'

/**
 * Runs one of the client programs of Postgres on a database. The password goes by the environment, because anybody
 * on the machine can read the arguments of a program.
 * @throws Error when the program is missing or fails; it has said why
 */
export function runPostgresTool(name: 'pg_dump' | 'pg_restore', options: readonly string[], databaseUrl: string): void {
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  const { status, error } = spawnSync(name, [`--dbname=${url.href}`, ...options], {
    stdio: 'inherit',
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
  })
  if (error !== undefined) throw new Error(`${name} is not installed. It comes with the client programs of Postgres.`)
  if (status !== 0) throw new Error(`${name} failed.`)
}
